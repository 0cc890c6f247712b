public import LabelData

/// What each training label contributes to one prediction of a classifier that is linear in the labels.
///
/// The score of class c is the sum of a_i over the training rows i with label c; the largest wins, ties go to the
/// lowest class. The weights depend on features alone, never on labels.
public enum LabelWeights: Equatable, Sendable {
  /// One vote for each of some rows, counted in whole numbers.
  ///
  /// A row may appear once.
  case votes([Int32])
  /// Weights of some rows; the others have none.
  case sparse(rows: [Int32], values: [Double])
  /// A weight for every training row.
  case dense([Double])

  /// The score of every class.
  ///
  /// - Parameter labels: The training labels.
  /// - Returns: K sums in double precision, compensated; whole numbers of votes.
  /// - Complexity: O(weights).
  public func scores(_ labels: Labels) -> [Double] {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: labels.classCount)
    forEach { row, weight in sums[labels[row]].add(weight) }
    return sums.map(\.value)
  }

  /// The class with the largest score; the lowest among equals.
  ///
  /// - Precondition: at least one class.
  /// - Complexity: O(weights).
  public func predictedLabel(_ labels: Labels) -> Int {
    Self.leader(scores(labels))
  }

  /// Whether some label counts at all.
  ///
  /// Where none does every score is 0, and the prediction says nothing.
  public var speaks: Bool {
    switch self {
    case .votes(let rows): !rows.isEmpty
    case .sparse(_, let values): values.contains { $0 != 0 }
    case .dense(let values): values.contains { $0 != 0 }
    }
  }

  /// Number of rows that may have a weight.
  var count: Int {
    switch self {
    case .votes(let rows): rows.count
    case .sparse(let rows, _): rows.count
    case .dense(let values): values.count
    }
  }

  /// The place of the largest score, the lowest among equals.
  static func leader(_ scores: [Double]) -> Int {
    scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
  }

  /// Calls a function with every row that may have a weight, and the weight.
  @inline(__always)
  package func forEach(_ body: (_ row: Int, _ weight: Double) -> Void) {
    switch self {
    case .votes(let rows):
      for row in rows { body(Int(row), 1) }
    case .sparse(let rows, let values):
      for place in rows.indices { body(Int(rows[place]), values[place]) }
    case .dense(let values):
      for row in values.indices { body(row, values[row]) }
    }
  }

  /// How far apart two scores must be for their order to be beyond doubt: 0 for votes, else 1e-9 of the sum of |a_i|.
  var slack: Double {
    if case .votes = self { return 0 }
    var sum = 0.0
    forEach { _, weight in sum += abs(weight) }
    return 1e-9 * sum
  }
}
