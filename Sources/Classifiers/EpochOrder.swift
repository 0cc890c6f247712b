internal import LabelData

/// The order in which stochastic gradient descent visits the rows.
public enum EpochOrder {
  /// One random permutation of the rows for each epoch, joined.
  ///
  /// - Parameters:
  ///   - rowCount: Number of rows, n.
  ///   - epochs: Number of passes.
  ///   - seed: Equal seeds give equal orders.
  /// - Returns: `epochs * n` row numbers.
  public static func visits(rowCount: Int, epochs: Int, seed: UInt64) -> [Int32] {
    var generator = SeededGenerator(seed: seed, key: "epoch-order")
    var visits: [Int32] = []
    visits.reserveCapacity(rowCount * epochs)
    var order = Array(0..<rowCount)
    for _ in 0..<epochs {
      generator.shuffle(&order)
      visits.append(contentsOf: order.lazy.map(Int32.init))
    }
    return visits
  }
}
