/// A run of entries whose hash stands in a proof.
///
/// `start` is a multiple of the smallest power of two that is not below `count`, or of any larger
/// one, as for every subtree of RFC 6962.
struct Subtree {
  let start: UInt64
  let count: UInt64

  /// The complete subtrees that it falls into, the largest first.
  var positions: [NodePosition] {
    RightEdge.positions(size: count).map { position in
      NodePosition(
        level: position.level, index: position.index + start >> UInt64(position.level))
    }
  }

  /// Finds where RFC 6962 cuts a tree: at the largest power of two below its size.
  ///
  /// - Parameter count: Entries, at least 2.
  /// - Returns: Entries in the left part.
  static func leftPart(of count: UInt64) -> UInt64 {
    1 << UInt64(UInt64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }
}
