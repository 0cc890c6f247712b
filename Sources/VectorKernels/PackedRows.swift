internal import CVectorKernels

/// The rows of a matrix laid out for the distance tiles: 16 rows side by side, feature by feature.
///
/// Memory: as much as the matrix, its rows rounded up to a multiple of 16.
public struct PackedRows: Sendable {
  /// Rows in one group.
  public static let groupSize = Int(FG_TILE_COLUMNS)
  /// Rows that a tile holds against one group.
  public static let tileRows = Int(FG_TILE_ROWS)

  /// Number of rows packed.
  public let rowCount: Int
  /// Number of features.
  public let columnCount: Int
  private let elements: [Float]

  /// Packs the rows of a matrix; the last group is filled up with zeros.
  ///
  /// - Complexity: O(n · d).
  public init(_ matrix: Matrix) {
    let n = matrix.rowCount
    let d = matrix.columnCount
    let groups = (n + Self.groupSize - 1) / Self.groupSize
    var packed = [Float](repeating: 0, count: groups * d * Self.groupSize)
    for row in 0..<n {
      let start = row / Self.groupSize * d * Self.groupSize + row % Self.groupSize
      for column in 0..<d {
        packed[start + column * Self.groupSize] = matrix.elements[row * d + column]
      }
    }
    rowCount = n
    columnCount = d
    elements = packed
  }

  /// Number of groups.
  public var groupCount: Int { (rowCount + Self.groupSize - 1) / Self.groupSize }

  /// What a metric accumulates, for four rows of a matrix against one group.
  ///
  /// - Parameters:
  ///   - accumulation: What is summed over the features.
  ///   - row: The first of four consecutive rows; rows past the last repeat it.
  ///   - matrix: Where the four rows are.
  ///   - group: Which group of packed rows.
  ///   - tile: 4 x 16 results, row-major.
  /// - Complexity: O(64 · d).
  public func accumulate(
    _ accumulation: DistanceMetric.Accumulation, rowsFrom row: Int, of matrix: Matrix, group: Int,
    into tile: inout [Double]
  ) {
    let d = columnCount
    precondition(
      matrix.columnCount == d && (0..<matrix.rowCount).contains(row)
        && (0..<groupCount).contains(group) && tile.count == Self.tileRows * Self.groupSize)
    let last = matrix.rowCount - 1
    unsafe matrix.elements.withUnsafeBufferPointer { values in
      unsafe elements.withUnsafeBufferPointer { packed in
        unsafe tile.withUnsafeMutableBufferPointer { tile in
          guard let x = values.baseAddress, let y = packed.baseAddress else { return }
          let pointers: [UnsafePointer<Float>?] = unsafe [
            x + row * d, x + min(row + 1, last) * d, x + min(row + 2, last) * d,
            x + min(row + 3, last) * d,
          ]
          unsafe fg_distance_tile(
            accumulation.kernel, pointers, y + group * d * Self.groupSize, d, tile.baseAddress)
        }
      }
    }
  }

  /// Calls `body` with the address of a group.
  func withGroup(_ group: Int, _ body: (UnsafePointer<Float>) -> Void) {
    unsafe elements.withUnsafeBufferPointer { packed in
      guard let start = packed.baseAddress else { return }
      unsafe body(start + group * columnCount * Self.groupSize)
    }
  }
}

extension DistanceMetric.Accumulation {
  fileprivate var kernel: fg_accumulation {
    switch self {
    case .squaredDifferences: fg_squared_differences
    case .absoluteDifferences: fg_absolute_differences
    case .largestDifference: fg_largest_difference
    case .products: fg_products
    case .unequalFeatures: fg_unequal
    }
  }
}
