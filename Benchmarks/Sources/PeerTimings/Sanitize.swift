import ArgumentParser
import Flipguard

/// Times the exact neighbor graph of the MNIST ones and sevens, and the sanitizer's vote on it.
struct Sanitize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time the exact neighbor graph and the sanitizer on @mnist17.")

  @Option(help: "Number of neighbors that vote.")
  var k = 10

  @Option(help: "How distance is measured.")
  var metric = DistanceMetric.euclidean

  @Option(help: "Number of threads.")
  var threads = Execution.processorCount

  func run() throws {
    let dataset = try BundledDataset.mnist17.load()
    let clock = ContinuousClock()
    let start = clock.now
    let graph = try ExactNeighbors.graph(
      of: dataset.features, count: k, metric: metric, execution: Execution(threadCount: threads))
    let middle = clock.now
    let sanitized = try KNNSanitizer(neighborCount: k).sanitize(
      dataset.labels, evidence: Evidence(neighborGraph: graph))
    let end = clock.now
    print(
      """
      {"seconds": [\((end - start) / .seconds(1))], "graphSeconds": \((middle - start) / .seconds(1)), \
      "voteSeconds": \((end - middle) / .seconds(1)), "rows": \(dataset.rowCount), \
      "relabelled": \(sanitized.changes.count), "peakBytes": \(peakResidentBytes())}
      """)
  }
}

extension DistanceMetric: @retroactive ExpressibleByArgument {}
