/// The probability of every class for every row.
public struct ClassProbabilities: Equatable, Sendable {
  /// Number of rows, n.
  public let rowCount: Int
  /// Number of classes, K; 1 or more.
  public let classCount: Int
  /// All probabilities, 0...1, row after row; those of a row sum to 1.
  public let elements: [Double]

  /// Makes probabilities from their values in row-major order.
  ///
  /// - Precondition: `elements.count == rowCount * classCount`, `classCount >= 1`.
  public init(rowCount: Int, classCount: Int, elements: [Double]) {
    precondition(
      classCount >= 1 && elements.count == rowCount * classCount,
      "a probability for each row and class")
    self.rowCount = rowCount
    self.classCount = classCount
    self.elements = elements
  }

  /// The probability of one class for one row.
  public subscript(row: Int, label: Int) -> Double { elements[row * classCount + label] }

  /// The probabilities of one row.
  public func row(_ row: Int) -> ArraySlice<Double> {
    elements[row * classCount..<(row + 1) * classCount]
  }

  /// The probabilities of the chosen rows, in the order given.
  public func selecting(rows: some Collection<Int>) -> ClassProbabilities {
    var selected: [Double] = []
    selected.reserveCapacity(rows.count * classCount)
    for row in rows { selected.append(contentsOf: self.row(row)) }
    return ClassProbabilities(rowCount: rows.count, classCount: classCount, elements: selected)
  }

  /// The most probable class of a row; the lowest among equals.
  public func predictedLabel(ofRow row: Int) -> Int {
    (1..<classCount).reduce(0) { self[row, $1] > self[row, $0] ? $1 : $0 }
  }

  /// The most probable class of every row; the lowest among equals.
  public var predictedLabels: [Int] { (0..<rowCount).map(predictedLabel(ofRow:)) }
}
