public import VectorKernels

/// The mean of several classifiers that are linear in the labels.
///
/// Each one's weights are divided by the sum of their absolute values first, so that all count alike; one that has no
/// weights for a query does not count.
public struct SmootherMean: LabelLinear {
  /// The classifiers; one or more.
  public var members: [any LabelLinear]

  /// Describes the classifier.
  ///
  /// - Parameter members: The classifiers, one or more.
  public init(_ members: [any LabelLinear]) {
    self.members = members
  }

  /// Prepares every member.
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedSmootherMean {
    guard !members.isEmpty else {
      throw .invalidParameter(name: "number of members", value: "0", allowed: "1 or more")
    }
    try LabelLinearInput.check(features)
    var fitted: [any FittedLabelLinear] = []
    for member in members {
      fitted.append(try member.fit(features, seed: seed, execution: execution))
    }
    return FittedSmootherMean(members: fitted, rowCount: features.rowCount)
  }
}

/// Prepared classifiers whose weights are averaged.
public struct FittedSmootherMean: FittedLabelLinear {
  let members: [any FittedLabelLinear]
  /// Number of training rows, n.
  public let rowCount: Int

  /// The mean weights for some queries.
  public func labelWeights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] {
    var sums = [[Double]](
      repeating: [Double](repeating: 0, count: rowCount), count: block.count)
    for member in members {
      let weights = try member.labelWeights(queries, rows: block, execution: execution)
      for query in weights.indices {
        var total = 0.0
        weights[query].forEach { _, weight in total += abs(weight) }
        guard total > 0 else { continue }
        let scale = 1 / (total * Double(members.count))
        weights[query].forEach { row, weight in sums[query][row] += weight * scale }
      }
    }
    return sums.map { .dense($0) }
  }
}
