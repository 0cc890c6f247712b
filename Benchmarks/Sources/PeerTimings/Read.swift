import ArgumentParser
import Flipguard

/// Reads a CSV file again and again and prints how long each reading took.
struct Read: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Time the reading of a CSV file.")

  @Argument(help: "A CSV file with numeric features and labels in the last column.")
  var file: String

  @Option(name: .customLong("repeat"), help: "How often the file is read.")
  var repetitions = 1

  @Option(help: "Number of threads.")
  var threads = Execution.processorCount

  func run() throws {
    let clock = ContinuousClock()
    var seconds: [Double] = []
    var rowCount = 0
    for _ in 0..<repetitions {
      let start = clock.now
      let table = try CSVFormat().read(
        ByteReader(path: file), options: ReadOptions(),
        execution: Execution(threadCount: threads))
      seconds.append((clock.now - start) / .seconds(1))
      rowCount = table.features.rowCount
    }
    print(
      """
      {"seconds": \(seconds), "rows": \(rowCount), "peakBytes": \(peakResidentBytes())}
      """)
  }
}
