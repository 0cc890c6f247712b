/// The mean of some values and its standard error.
public struct MeanAndError: Equatable, Sendable {
  /// Number of values.
  public let count: Int
  /// Their mean; NaN without values.
  public let mean: Double
  /// Sample standard deviation (n - 1) over the square root of n; 0 for fewer than two values.
  public let standardError: Double

  /// Summarises values.
  public init(_ values: [Double]) {
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let pairs = Double(values.count * (values.count - 1))
    standardError = values.count < 2 ? 0 : (squares / pairs).squareRoot()
  }
}
