/// Why the benchmark cannot run.
public enum BenchmarkError: Error, Equatable, Sendable {
  /// A data set has too few rows to be split.
  case tooFewRows(dataset: String, rows: Int, needed: Int, trainingCount: Int)
}

extension BenchmarkError: CustomStringConvertible {
  /// The fault in one sentence.
  public var description: String {
    switch self {
    case .tooFewRows(let dataset, let rows, let needed, let trainingCount):
      "\(dataset) has \(rows) rows; with \(trainingCount) training rows \(needed) are needed, so that "
        + "attacker, defender and test have their own; take fewer training rows"
    }
  }
}
