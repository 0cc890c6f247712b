internal import CVectorKernels
internal import VectorKernels

/// Bounds the distance of a pair that a tile kernel told.
struct HitJudge {
  let bounds: DistanceBounds
  private let form: CodeRecipe.Form

  init(_ bounds: DistanceBounds, _ recipe: CodeRecipe) {
    self.bounds = bounds
    form = recipe.form
  }

  /// A lower bound for a pair of rows: from what the kernel accumulated, where that is exact, else from the rows.
  ///
  /// - Parameters:
  ///   - hit: What the kernel gave.
  ///   - halves: Half the squared norms of the row and the column; int32, or the bits of a float.
  ///   - odds: 1 where the squared norm of the row, and that of the column, is odd.
  ///   - rows: The two rows.
  /// - Returns: What lists hold of the pair.
  @inline(__always)
  func lower(_ hit: fg_hit, halves: (Int32, Int32), odds: (UInt8, UInt8), rows: (Int32, Int32))
    -> Float
  {
    switch form {
    case .bytes:
      let squared = 2 * (Int64(halves.0) - Int64(hit.value)) + Int64(odds.0) + Int64(odds.1)
      return bounds.lower(accumulated: Double(squared), rows.0, rows.1)
    case .bits: return bounds.lower(accumulated: Double(-hit.value), rows.0, rows.1)
    case .floats:
      if let products = bounds.products {
        let (row, column) = (Self.float(halves.0), Self.float(halves.1))
        if max(row, column) <= products.longestHalf {
          return bounds.lower(products.lower(half: row, value: Self.float(hit.value)))
        }
      }
      return bounds.lower(rows.0, rows.1)
    case .rounded, .bfloats: return bounds.lower(rows.0, rows.1)
    }
  }

  /// The float that codes hold as bits.
  @inline(__always)
  static func float(_ bits: Int32) -> Float { Float(bitPattern: UInt32(bitPattern: bits)) }
}
