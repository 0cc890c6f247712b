import Flipguard

/// A second file whose features are on another scale than those of the data, as pixels of 0 to 255 and of 0 to 1 are.
///
/// Told by numbers other than 0 alone, in columns where both files have such: more than half of those of one file are
/// more than ``factor`` times as large as the largest of the same column of the other, by their absolute values, and the
/// other file has ``fewestNumbers`` or more. Rows of one population do not lie so, whatever the units of the columns
/// and however long their tails, for the largest of a file's numbers is not below a twentieth of a typical one.
enum ScaleGap {
  /// How much larger numbers of another scale are.
  static let factor: Float = 20
  /// The fewest numbers by which a file is judged.
  static let fewestNumbers = 10

  /// What is told of two files on scales that differ; `nil` where they do not.
  ///
  /// - Parameters:
  ///   - one: Features and name of a file.
  ///   - other: Features, in the same columns, and name of the other.
  /// - Returns: A sentence.
  /// - Complexity: O((n + m) · d).
  static func warning(
    _ one: (features: Matrix, name: String), _ other: (features: Matrix, name: String)
  ) -> String? {
    let ones = Magnitudes(one.features)
    let others = Magnitudes(other.features)
    let large: (String, String)? =
      if exceeds(one.features, ones, others) {
        (one.name, other.name)
      } else if exceeds(other.features, others, ones) {
        (other.name, one.name)
      } else {
        nil
      }
    return large.map { large, small in
      "warning: most numbers of \(large) are more than \(Int(factor)) times as large as the largest of \(small) in the "
        + "same column; give both on one scale"
    }
  }

  /// The numbers other than 0 of each column.
  private struct Magnitudes {
    /// The largest absolute value of each; 0 where there is none.
    var largest: [Float]
    /// How many there are of each.
    var counts: [Int]

    init(_ features: Matrix) {
      largest = [Float](repeating: 0, count: features.columnCount)
      counts = [Int](repeating: 0, count: features.columnCount)
      for row in 0..<features.rowCount {
        for (column, value) in features.row(row).enumerated() where value != 0 {
          largest[column] = max(largest[column], abs(value))
          counts[column] += 1
        }
      }
    }
  }

  /// Whether most numbers of a file are far above all of another.
  private static func exceeds(
    _ features: Matrix, _ own: Magnitudes, _ other: Magnitudes
  ) -> Bool {
    let shared = own.counts.indices.filter { own.counts[$0] > 0 && other.counts[$0] > 0 }
    guard shared.reduce(0, { $0 + other.counts[$1] }) >= fewestNumbers else { return false }
    // Nothing is above what no number of the other file bounds.
    var limits = [Float](repeating: .infinity, count: own.counts.count)
    for column in shared { limits[column] = factor * other.largest[column] }
    let above = (0..<features.rowCount).reduce(0) { sum, row in
      sum + zip(features.row(row), limits).count { abs($0) > $1 }
    }
    return 2 * above > shared.reduce(0) { $0 + own.counts[$1] }
  }
}
