import ArgumentParser
import Flipguard
import Foundation

/// Times the training and the predictions of random forests in a cross-validation of an NPZ file.
struct Forest: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time random forests on an NPZ file of features X and labels y.",
    discussion:
      "Row i is held out in fold i modulo the number of folds; rows should be in random order.")

  @Argument(help: "An NPZ file with X and y.")
  var file: String

  @Option(help: "Number of folds.")
  var folds = 5

  @Option(help: "Hold out only the first folds.")
  var first: Int?

  @Option(help: "Number of trees.")
  var trees = 100

  @Option(help: "Number of threads.")
  var threads = Execution.processorCount

  @Option(help: "Seed of the first fold; each further fold has the next one.")
  var seed: UInt64 = 1

  /// What is printed, as one line of JSON.
  private struct Report: Encodable {
    var fitSeconds = 0.0
    var predictSeconds = 0.0
    /// Number of rows held out.
    var rows = 0
    /// Of those, how many were predicted right.
    var right = 0
    /// Sum over the rows held out of the squared distance between probabilities and the true class.
    var squares = 0.0
    /// Nodes of the last forest, leaves included.
    var nodes = 0
    var peakBytes = 0
  }

  func run() throws {
    let dataset = try DatasetFile.read(path: file).dataset
    let execution = Execution(threadCount: threads)
    let clock = ContinuousClock()
    var report = Report()
    for fold in 0..<(first ?? folds) {
      let held = (0..<dataset.rowCount).filter { $0 % folds == fold }
      let others = (0..<dataset.rowCount).filter { $0 % folds != fold }
      let features = dataset.features.selecting(rows: others)
      let labels = dataset.labels.selecting(rows: others)
      let queries = dataset.features.selecting(rows: held)
      let start = clock.now
      let forest = try RandomForest(treeCount: trees).fit(
        features, labels, weights: nil, seed: seed + UInt64(fold), execution: execution)
      let middle = clock.now
      let probabilities = forest.probabilities(queries, execution: execution)
      let end = clock.now
      report.fitSeconds += (middle - start) / .seconds(1)
      report.predictSeconds += (end - middle) / .seconds(1)
      report.rows += held.count
      report.nodes = forest.nodeCount
      for (place, row) in held.enumerated() {
        let label = dataset.labels[row]
        if probabilities.predictedLabel(ofRow: place) == label { report.right += 1 }
        report.squares += probabilities.row(place).enumerated()
          .reduce(0) { $0 + ($1.element - ($1.offset == label ? 1 : 0)).squared }
      }
    }
    report.peakBytes = peakResidentBytes()
    print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
  }
}

extension Double {
  fileprivate var squared: Double { self * self }
}
