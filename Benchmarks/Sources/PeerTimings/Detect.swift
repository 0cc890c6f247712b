import ArgumentParser
import Flipguard
import Foundation

/// Runs and times detectors on labels, probabilities and neighbors that another tool wrote, and writes what they find.
///
/// The folder holds raw little-endian arrays: `labels.i32`, n of them; `probabilities.f64`, n x K; `neighbors.i32` and
/// `distances.f32`, n x k. Every detector, in each of its variants, that needs nothing else is run; its scores go to
/// `<id>.f64` or `<id>.<variant>.f64`, its verdicts to files that end in `.u8`.
struct Detect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run and time detectors on arrays in a folder.")

  @Argument(help: "The folder with the arrays, to which the findings are written.")
  var folder: String

  @Option(help: "Number of classes.")
  var classes: Int

  @Option(help: "Number of neighbors in the graph, if there is one.")
  var k = 10

  @Option(help: "Number of threads.")
  var threads = Execution.processorCount

  @Option(name: .customLong("repeat"), help: "How often each detector is timed.")
  var repetitions = 1

  @Option(parsing: .upToNextOption, help: "The detectors to run, as in knn; by default all.")
  var only: [String] = []

  /// What is printed, as one line of JSON.
  private struct Report: Encodable {
    let rows: Int
    let threads: Int
    var seconds: [String: [Double]] = [:]
    var issues: [String: Int] = [:]
    var noiseRate: Double?
    var peakBytes = 0
  }

  func run() throws {
    let labels = try Labels(
      classIndices: try values("labels.i32", of: Int32.self).map(Int.init),
      classNames: (0..<classes).map(String.init))
    let evidence = try evidence(rowCount: labels.count)
    let execution = Execution(threadCount: threads)
    var report = Report(rows: labels.count, threads: threads)
    for (name, detector) in detectors where detector.needs.allSatisfy({ has($0, evidence) }) {
      var issues: LabelIssues?
      report.seconds[name] = try (0..<repetitions).map { _ in
        issues = nil
        return try ContinuousClock().measure {
          issues = try detector.detect(labels, evidence: evidence, seed: 1, execution: execution)
        } / .seconds(1)
      }
      guard let issues else { continue }
      report.issues[name] = issues.issueCount
      try write(issues.labelScores, name + ".f64")
      try write(issues.isLabelIssue.map { UInt8($0 ? 1 : 0) }, name + ".u8")
    }
    report.noiseRate = try NoiseRateEstimate(labels, evidence: evidence, execution: execution).rate
    report.peakBytes = peakResidentBytes()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }

  /// Every detector in each of its variants.
  private var detectors: [(name: String, detector: any Detector)] {
    let options = Detectors.Options(neighborCount: k)
    return Detectors.all.filter { only.isEmpty || only.contains($0.id) }.flatMap { entry in
      entry.variants.isEmpty
        ? [(entry.id, entry.make(options))]
        : entry.variants.map { ("\(entry.id).\($0.id)", $0.make(options)) }
    }
  }

  private func evidence(rowCount: Int) throws -> Evidence {
    var evidence = Evidence()
    if isThere("probabilities.f64") {
      evidence.probabilities = ClassProbabilities(
        rowCount: rowCount, classCount: classes,
        elements: try values("probabilities.f64", of: Double.self))
    }
    if isThere("neighbors.i32") {
      evidence.neighborGraph = NeighborGraph(
        rowCount: rowCount, neighborCount: k, metric: .euclidean,
        indices: try values("neighbors.i32", of: Int32.self),
        distances: try values("distances.f32", of: Float.self))
    }
    return evidence
  }

  private func has(_ kind: Evidence.Kind, _ evidence: Evidence) -> Bool {
    switch kind {
    case .probabilities: evidence.probabilities != nil
    case .neighbors: evidence.neighborGraph != nil
    default: false
    }
  }

  private func isThere(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: URL(filePath: folder).appending(path: name).path())
  }

  private func values<Value: BitwiseCopyable>(_ name: String, of type: Value.Type) throws -> [Value]
  {
    let data = try Data(contentsOf: URL(filePath: folder).appending(path: name))
    return data.withUnsafeBytes { Array($0.bindMemory(to: type)) }
  }

  private func write(_ values: [some BitwiseCopyable], _ name: String) throws {
    try values.withUnsafeBytes {
      try Data($0).write(to: URL(filePath: folder).appending(path: name))
    }
  }
}
