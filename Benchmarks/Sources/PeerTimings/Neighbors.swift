import ArgumentParser
import Flipguard
import Foundation

/// Times the search for the nearest neighbors of the rows of an NPY file.
///
/// The process holds the rows once: the file is mapped, or with `--bytes` read piece by piece into bytes. So
/// the peak that is printed is what the search and its input take.
struct Neighbors: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time the nearest neighbors of the rows of an NPY file.")

  @Argument(help: "A matrix in row-major order: float32, float16 or uint8.")
  var file: String

  @Option(help: "Number of neighbors of each row.")
  var k = 10

  @Option(help: "How distance is measured.")
  var metric = DistanceMetric.euclidean

  @Option(help: "Number of threads.")
  var threads = Execution.processorCount

  @Option(name: .customLong("repeat"), help: "How often the search is timed.")
  var repetitions = 1

  @Option(help: "Share of the true neighbors to find: auto, exact, or a number between 0 and 1.")
  var recall = "auto"

  @Option(help: "What the processor may use: baseline, avx2, avx512, vnni or amx.")
  var instructions = InstructionSet.best.name

  @Flag(help: "Turn the values, which must be whole numbers 0 to 255, into bytes.")
  var bytes = false

  @Option(
    help: """
      Seek the neighbors of this many rows, spread evenly, instead of all: row i n / N for i from 0. Each \
      then has itself among its neighbors.
      """)
  var queries: Int?

  @Option(help: "A file to write the row numbers of the neighbors to, as raw 32-bit integers.")
  var export: String?

  /// What is printed, as one line of JSON.
  private struct Report: Encodable {
    let seconds: [Double]
    let rows: Int
    let columns: Int
    let queries: Int?
    let k: Int
    let metric: String
    let element: String
    let threads: Int
    let instructions: String
    /// The instruction sets that this processor has.
    let available: [String]
    /// What the search said about its way.
    let plan: [String]
    let recall: Recall?
    let peakBytes: Int
  }

  /// The search's own estimate.
  private struct Recall: Encodable {
    let recall: Double
    let low: Double
    let high: Double
    let sampleCount: Int
  }

  func validate() throws {
    guard repetitions > 0 else { throw ValidationError("--repeat must be at least 1") }
    _ = try chosenInstructions
    guard try queries == nil || chosenRecall == .exact else {
      throw ValidationError("--queries needs --recall exact")
    }
  }

  private var chosenInstructions: InstructionSet {
    get throws {
      let available = InstructionSet.available
      guard let set = available.first(where: { $0.name == instructions }) else {
        let names = available.map(\.name).joined(separator: ", ")
        throw ValidationError("--instructions is \(instructions); this processor has \(names)")
      }
      return set
    }
  }

  private var chosenRecall: NeighborSearch.Recall {
    get throws {
      if recall == "auto" { return .automatic }
      if recall == "exact" { return .exact }
      guard let share = Double(recall), share > 0, share < 1 else {
        throw ValidationError("--recall must be auto, exact or a number between 0 and 1")
      }
      return .atLeast(share)
    }
  }

  func run() throws {
    let rows = try NPYRows(path: file).rows(asBytes: bytes)
    let queryRows = try queries.map { try rows.spread($0) }
    let execution = Execution(threadCount: threads)
    let search = NeighborSearch(
      count: k, metric: metric, recall: try chosenRecall, instructionSet: try chosenInstructions)
    let clock = ContinuousClock()
    var seconds: [Double] = []
    var plan: [String] = []
    var result: NeighborGraph?
    for _ in 0..<repetitions {
      // Two graphs at a time would show in the peak.
      result = nil
      plan = []
      let start = clock.now
      if let queryRows {
        result = try ExactNeighbors.neighbors(
          of: queryRows, in: rows, count: k, metric: metric, instructionSet: search.instructionSet,
          execution: execution)
      } else {
        result = try search.graph(of: rows, execution: execution, telling: { plan.append($0) })
      }
      seconds.append((clock.now - start) / .seconds(1))
    }
    let report = Report(
      seconds: seconds, rows: rows.rowCount, columns: rows.columnCount, queries: queries, k: k,
      metric: metric.rawValue, element: "\(rows.element)", threads: threads,
      instructions: instructions, available: InstructionSet.available.map(\.name), plan: plan,
      recall: result?.recall.map {
        Recall(
          recall: $0.recall, low: $0.interval.lowerBound, high: $0.interval.upperBound,
          sampleCount: $0.sampleCount)
      },
      peakBytes: peakResidentBytes())
    if let export, let result {
      try result.indices.withUnsafeBytes { try Data($0).write(to: URL(filePath: export)) }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }
}

extension FeatureRows {
  /// A copy of some of the rows, spread evenly.
  fileprivate func spread(_ count: Int) throws -> FeatureRows {
    guard (1...max(rowCount, 1)).contains(count), rowCount > 0 else {
      throw ValidationError("--queries must be 1 to the number of rows, \(rowCount)")
    }
    let rowSize = columnCount * element.byteCount
    let copy = OwnedBytes(count: count * rowSize)
    withUnsafeBase { base in
      for place in 0..<count {
        let source = base + place * rowCount / count * rowSize
        (copy.start + place * rowSize).copyMemory(from: source, byteCount: rowSize)
      }
    }
    return FeatureRows(
      rowCount: count, columnCount: columnCount, element: element, region: copy)
  }
}
