internal import Classifiers
internal import VectorKernels

extension FittedLabelLinear {
  /// Numbers that the weights of queries judged together may take, so that they are not all held at once.
  private static var blockWeights: Int { 1 << 23 }

  /// Makes something of the weights of each query, which are held for some of them at a time.
  ///
  /// - Parameters:
  ///   - queries: Features, m x d, finite.
  ///   - execution: Threads and progress.
  ///   - transform: What is made of the weights of one query.
  /// - Returns: What was made, one for each query.
  /// - Throws: ``/Classifiers/ClassifierError``.
  func mapWeights<Result: Sendable>(
    _ queries: Matrix, execution: Execution, _ transform: @Sendable (LabelWeights) -> Result
  ) throws(ClassifierError) -> [Result] {
    let count = queries.rowCount
    let size = max(1, min(1024, Self.blockWeights / max(1, rowCount)))
    var results: [Result] = []
    results.reserveCapacity(count)
    for start in stride(from: 0, to: count, by: size) {
      let rows = start..<min(count, start + size)
      let weights = try labelWeights(queries, rows: rows, execution: execution)
      results += execution.silent.map(count: rows.count) { transform(weights[$0]) }
      execution.progress?(Double(rows.upperBound) / Double(count))
    }
    return results
  }
}
