internal import CVectorKernels

/// Several hinge learners trained side by side over the same rows in the same order, each with one other label
/// flipped; a row is read once for all of them.
public struct HingeLanes: Sendable {
  /// Number of learners trained together.
  public static let count = Int(FG_HINGE_LANES)

  /// Weights of each learner, bias last; `(d + 1)` values for each candidate asked for.
  public let weights: [[Double]]
  /// Whether a margin of each learner came within the tolerance of 1.
  public let isNearTie: [Bool]

  /// Trains.
  ///
  /// - Parameters:
  ///   - features: n x d.
  ///   - signs: +1 or -1 for each row.
  ///   - order: Row of each visit.
  ///   - rate: Learning rate.
  ///   - decay: What the weights but the bias are multiplied by before each update; 1 for none.
  ///   - tolerance: A margin this close to 1 may be decided otherwise by another order of summation.
  ///   - candidates: The row that each learner sees flipped; at most ``count``.
  /// - Complexity: O(visits · d · ``count``).
  public init(
    features: Matrix, signs: [Double], order: [Int32], rate: Double, decay: Double,
    tolerance: Double, candidates: some Collection<Int>
  ) {
    let n = features.rowCount
    let d = features.columnCount
    precondition(signs.count == n && candidates.count <= Self.count)
    precondition(order.allSatisfy { $0 >= 0 && $0 < n }, "a visit's row exists")
    var lanes = Array(candidates)
    // Lanes without a candidate flip no row that exists.
    lanes += Array(repeating: n, count: Self.count - lanes.count)
    var table = [Double](repeating: 0, count: (d + 1) * Self.count)
    let near = unsafe features.elements.withUnsafeBufferPointer { x in
      unsafe signs.withUnsafeBufferPointer { signs in
        unsafe order.withUnsafeBufferPointer { order in
          unsafe lanes.withUnsafeBufferPointer { lanes in
            unsafe table.withUnsafeMutableBufferPointer { table in
              unsafe fg_hinge_lanes(
                x.baseAddress, signs.baseAddress, n, d, order.baseAddress, order.count, rate, decay,
                tolerance, lanes.baseAddress, table.baseAddress)
            }
          }
        }
      }
    }
    let trained = table
    weights = (0..<candidates.count).map { lane in
      (0...d).map { trained[$0 * Self.count + lane] }
    }
    isNearTie = (0..<candidates.count).map { near >> UInt32($0) & 1 == 1 }
  }
}
