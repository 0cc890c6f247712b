/// A random division of the rows of a data set into training, validation and test rows.
public struct Split: Equatable, Sendable {
  /// Rows to train on, in the random order drawn.
  public let training: [Int]
  /// Rows of each validation set asked for, disjoint, in the order drawn.
  public let validations: [[Int]]
  /// All remaining rows.
  public let test: [Int]

  /// Draws a division.
  ///
  /// - Parameters:
  ///   - rowCount: Number of rows to divide.
  ///   - trainingCount: Number of training rows.
  ///   - validationCounts: Size of each validation set.
  ///   - generator: Where the random order comes from.
  /// - Precondition: the parts asked for together have at most `rowCount` rows.
  public init(
    rowCount: Int, trainingCount: Int, validationCounts: [Int],
    using generator: inout SeededGenerator
  ) {
    precondition(
      trainingCount + validationCounts.reduce(0, +) <= rowCount, "the parts exceed the rows")
    let order = generator.permutation(count: rowCount)
    training = Array(order.prefix(trainingCount))
    var start = trainingCount
    var validations: [[Int]] = []
    for count in validationCounts {
      validations.append(Array(order[start..<start + count]))
      start += count
    }
    self.validations = validations
    test = Array(order[start...])
  }
}
