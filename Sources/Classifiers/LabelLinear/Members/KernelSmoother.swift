public import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The mean of all labels, weighted by a Gaussian kernel (Nadaraya 1964, Watson 1964).
///
/// Row i weighs `exp(-|x - x_i|² / (2 w²))`, divided by the sum over all rows. So that far queries are judged too,
/// the smallest squared distance is taken off first, which changes nothing else.
public struct KernelSmoother: LabelLinear, Equatable {
  /// The width w, above 0; `nil` for a share of the median distance of two training rows.
  public var width: Double?

  /// The share of the median distance that the width is where it is not given.
  public static let medianShare = 0.25

  /// Describes the classifier.
  ///
  /// - Parameter width: w, above 0; by default a quarter of the median distance of two of at most 300 training rows.
  public init(width: Double? = nil) {
    self.width = width
  }

  /// Keeps the rows.
  ///
  /// - Complexity: O(n · d).
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedKernelSmoother {
    try LabelLinearInput.check("width", width)
    try LabelLinearInput.check(features)
    return FittedKernelSmoother(
      features: features,
      width: width ?? Self.medianShare * KernelMap.medianDistance(features, seed: seed))
  }
}

/// Training rows that are weighted by a kernel.
public struct FittedKernelSmoother: FittedLabelLinear {
  private let features: Matrix
  private let squares: [Double]
  /// The width of the kernel, w.
  public let width: Double

  init(features: Matrix, width: Double) {
    self.features = features
    self.width = width
    squares = (0..<features.rowCount).map { row in
      features.row(row).reduce(0) { $0 + Double($1) * Double($1) }
    }
  }

  /// Number of training rows, n.
  public var rowCount: Int { features.rowCount }

  /// The weights for some queries.
  ///
  /// - Complexity: O(m · n · d).
  public func labelWeights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] {
    let queries = try LabelLinearInput.block(
      queries, block, featureCount: features.columnCount)
    let vectors = (0..<block.count).map { queries.row($0).map(Double.init) }
    let products = products(of: vectors, with: features, execution: execution)
    let scale = -1 / (2 * width * width)
    return execution.silent.map(count: block.count) { query in
      // The query's own square is the same for all rows.
      var weights = products[query]
      for row in weights.indices { weights[row] = squares[row] - 2 * weights[row] }
      let nearest = weights.min() ?? 0
      var sum = 0.0
      for row in weights.indices {
        weights[row] = exp(scale * (weights[row] - nearest))
        sum += weights[row]
      }
      for row in weights.indices { weights[row] /= sum }
      return .dense(weights)
    }
  }
}
