internal import CVectorKernels

/// One run of stochastic gradient descent on the hinge loss in dual form, kept so that runs with one label
/// flipped can be computed as differences to it.
///
/// Stochastic gradient descent from zero adds `rate * s_i * x_i` to the weights whenever row i is visited with
/// a margin below 1. The margins therefore depend on the rows only through the signed Gram matrix
/// `Q_ij = rate * s_i * s_j * (x_i.x_j + 1)`: an update at row i adds row i of Q to all margins. A run with
/// one label flipped takes almost the same decisions, so only the visits where it decides otherwise cost
/// O(n); the others cost O(1).
public struct HingeTrajectory: Sendable {
  /// Number of updates made at each row.
  public let updates: [Int32]
  /// 1 - margin at every visit.
  private let slack: [Double]
  /// Row of every visit.
  private let order: [Int32]

  /// Runs the learner.
  ///
  /// - Parameters:
  ///   - gram: Q, n x n, row-major.
  ///   - rowCount: n.
  ///   - order: Row of each visit; every row is visited once in each epoch.
  /// - Precondition: `order` is a number of permutations of `0..<n`.
  /// - Complexity: O(visits + updates · n).
  public init(gram: [Double], rowCount: Int, order: [Int32]) {
    precondition(gram.count == rowCount * rowCount, "the Gram matrix is square")
    precondition(order.allSatisfy { $0 >= 0 && $0 < rowCount }, "a visit's row exists")
    var slack = [Double](repeating: 0, count: order.count)
    var scores = [Double](repeating: 0, count: rowCount)
    var updates = [Int32](repeating: 0, count: rowCount)
    unsafe Self.withBase(gram, rowCount, order, slack: [], tolerance: 0) { base in
      unsafe slack.withUnsafeMutableBufferPointer { slack in
        unsafe scores.withUnsafeMutableBufferPointer { scores in
          unsafe updates.withUnsafeMutableBufferPointer { updates in
            unsafe fg_hinge_run(base, slack.baseAddress, scores.baseAddress, updates.baseAddress)
          }
        }
      }
    }
    self.updates = updates
    self.slack = slack
    self.order = order
  }

  /// Number of runs that are made together.
  public static let replayCount = Int(FG_HINGE_REPLAYS)

  /// Runs the learner several times, each with one other label flipped.
  ///
  /// - Parameters:
  ///   - candidates: The row whose label is flipped in each run; at most ``replayCount``.
  ///   - gram: The Gram matrix of the trajectory.
  ///   - tolerance: A margin this close to 1 may be decided otherwise by another order of summation; above 0.
  /// - Returns: For each run and row the number of updates toward the label before the flip, less
  ///   ``updates``; and whether some margin came within the tolerance of 1.
  /// - Complexity: O(visits + decisions that differ · n) for each run.
  public func replays(
    flipping candidates: some Collection<Int>, gram: [Double], tolerance: Double
  ) -> [(updateChanges: ArraySlice<Int32>, isNearTie: Bool)] {
    let rowCount = updates.count
    precondition(gram.count == rowCount * rowCount, "the Gram matrix is square")
    precondition(candidates.count <= Self.replayCount && tolerance > 0)
    precondition(
      candidates.allSatisfy { (0..<rowCount).contains($0) }, "the candidate's row exists")
    let flipped =
      Array(candidates) + Array(repeating: rowCount, count: Self.replayCount - candidates.count)
    var delta = [Double](repeating: 0, count: Self.replayCount * fg_hinge_stride(rowCount))
    var changes = [Int32](repeating: 0, count: Self.replayCount * rowCount)
    var near: UInt32 = 0
    unsafe Self.withBase(gram, rowCount, order, slack: slack, tolerance: tolerance) { base in
      unsafe flipped.withUnsafeBufferPointer { flipped in
        unsafe delta.withUnsafeMutableBufferPointer { delta in
          unsafe changes.withUnsafeMutableBufferPointer { changes in
            near = unsafe fg_hinge_replays(
              base, flipped.baseAddress, delta.baseAddress, changes.baseAddress)
          }
        }
      }
    }
    return (0..<candidates.count).map { run in
      (changes[run * rowCount..<(run + 1) * rowCount], near >> UInt32(run) & 1 == 1)
    }
  }

  private static func withBase(
    _ gram: [Double], _ rowCount: Int, _ order: [Int32], slack: [Double], tolerance: Double,
    _ body: (UnsafePointer<fg_hinge_base>) -> Void
  ) {
    unsafe gram.withUnsafeBufferPointer { gram in
      unsafe order.withUnsafeBufferPointer { order in
        unsafe slack.withUnsafeBufferPointer { slack in
          let base = unsafe fg_hinge_base(
            n: rowCount, visits: order.count, order: order.baseAddress, gram: gram.baseAddress,
            slack: slack.baseAddress, tolerance: tolerance)
          unsafe withUnsafePointer(to: base) { unsafe body($0) }
        }
      }
    }
  }
}
