internal import Classifiers
internal import LabelData
internal import VectorKernels

/// The rows that views are fitted to, where there are too many to fit to all, and the landmarks among them.
///
/// It is drawn without looking at labels.
struct ScoredSample: Sendable {
  /// Most rows that a view is fitted to.
  static let limit = 20_000
  /// Most landmarks of a kernel.
  static let landmarkLimit = 400

  /// The coordinates of all rows.
  let all: Matrix
  /// The coordinates of the sample.
  let points: Matrix
  /// The landmarks.
  let landmarks: Matrix
  /// The unit of kernel widths.
  let medianDistance: Double
  /// The rows of the sample, ascending; `nil` for all.
  private let rows: [Int]?

  /// Draws it.
  ///
  /// - Parameters:
  ///   - all: The coordinates of all rows.
  ///   - seed: Where the draws start.
  ///   - limit: Most rows of the sample.
  init(_ all: Matrix, seed: UInt64, limit: Int = Self.limit) {
    self.all = all
    let n = all.rowCount
    var generator = SeededGenerator(seed: seed, key: "sample")
    rows = n <= limit ? nil : generator.permutation(count: n).prefix(limit).sorted()
    points = rows.map { all.selecting(rows: $0) } ?? all
    let count = points.rowCount
    landmarks =
      count <= Self.landmarkLimit
      ? points
      : points.selecting(
        rows: generator.permutation(count: count).prefix(Self.landmarkLimit).sorted())
    medianDistance = KernelMap.medianDistance(points, seed: seed)
  }

  /// Whether some rows are not in the sample.
  var isSampled: Bool { rows != nil }

  /// The labels of the sample.
  func selecting(_ labels: Labels) -> Labels { rows.map { labels.selecting(rows: $0) } ?? labels }

  /// The values of the sample's rows.
  func selecting(_ values: [Double]) -> [Double] { rows.map { $0.map { values[$0] } } ?? values }

  /// Scores of all rows: those of the sample where they are known, and others of the rest.
  ///
  /// - Parameters:
  ///   - known: For each score the values of the sample.
  ///   - others: For each score the values of some coordinates.
  /// - Returns: For each score the values of all rows.
  func completing(_ known: [[Double]], others: (Matrix) -> [[Double]]) -> [[Double]] {
    guard let rows else { return known }
    return zip(others(all), known).map { column, known in
      var column = column
      for (place, row) in rows.enumerated() { column[row] = known[place] }
      return column
    }
  }

  /// The same for scores of every class.
  func completing(_ known: ClassScores, _ others: ClassScores) -> ClassScores {
    guard let rows else { return known }
    var all = others
    let count = known.classCount
    for (place, row) in rows.enumerated() {
      for label in 0..<count { all.elements[row * count + label] = known[place, label] }
    }
    return all
  }
}
