internal import VectorKernels

/// Data sets that are drawn from a seed, with the rule of every class known.
///
/// In each the class of row r depends on r alone, so that every prefix has the stated shares; split at random.
/// N(m, I) is the normal distribution with mean m and unit variance in every feature, by
/// ``SeededGenerator/normal()``; values are drawn in double precision, row after row, feature after feature, and
/// rounded once. The same seed gives the same bytes everywhere, and with more rows the first ones stay.
public enum SyntheticDataset: String, CaseIterable, Sendable {
  /// Two features, row r of class r mod 2: class 0 from N((-3, 0), I), class 1 from N((3, 0), I).
  ///
  /// The best possible error is 0.13 %.
  case gaussians
  /// Two features, row r of class r mod 2: two half circles that reach into each other.
  ///
  /// With (u, v) uniform on the unit circle: class 0 at (u, |v|), class 1 at (1 - u, 1/2 - |v|), both with
  /// 0.15 N(0, I) added.
  case moons
  /// Two features, four clusters of which the opposite ones share a class: no line parts them.
  ///
  /// Row r comes from N((a, b), I) with a = -3 for even r, else 3, and b = -3 for even floor(r / 2), else 3; it is of
  /// class 1 where a and b differ. The best possible error is 0.27 %.
  case xor
  /// Two features, row r of class r mod 2: two rings around one center.
  ///
  /// A direction uniform on the unit circle, at the distance 1 + class + 0.2 N(0, 1) from the origin.
  case rings
  /// Two features, 50 rows of class 0 for each row of class 1.
  ///
  /// Row r is of class 1 where r mod 51 = 50. Class 0 from N((0, 0), I), class 1 from N((3, 3), I).
  case imbalanced
  /// 500 features that vary in five dimensions but for a little noise; row r of class r mod 2.
  ///
  /// Five directions of 500 features each are drawn first, from N(0, I). A row is the sum over j < 5 of z_j times
  /// direction j, plus 0.1 N(0, I), with z from N((-3, 0, 0, 0, 0), I) for class 0 and N((3, 0, 0, 0, 0), I) for
  /// class 1.
  case lowRank = "low-rank"
  /// Ten features and ten classes, row r of class c = r mod 10: from N(4 e_c, I), e_c the unit vector of feature c.
  case tenClasses = "ten-classes"

  /// The name in commands and tables.
  public var id: String { rawValue }

  /// What the examples are, in one sentence.
  public var summary: String {
    switch self {
    case .gaussians: "Two round clusters, six standard deviations apart."
    case .moons: "Two half moons that reach into each other."
    case .xor: "Four clusters, the opposite ones of one class; no line parts them."
    case .rings: "A ring within a ring."
    case .imbalanced: "Two clusters, one with 50 times as many examples as the other."
    case .lowRank: "500 features that vary in five dimensions, with a little noise."
    case .tenClasses: "Ten clusters in ten features, one for each class."
    }
  }

  /// Number of features.
  public var featureCount: Int {
    switch self {
    case .gaussians, .moons, .xor, .rings, .imbalanced: 2
    case .lowRank: 500
    case .tenClasses: 10
    }
  }

  /// Number of classes, named `0`, `1`, ...
  public var classCount: Int { self == .tenClasses ? 10 : 2 }

  /// Draws the data set.
  ///
  /// - Parameters:
  ///   - rowCount: Number of rows, n; 1 or more.
  ///   - seed: Equal seeds give equal data.
  /// - Returns: n rows, and all classes, whether or not a row carries each.
  /// - Throws: ``DatasetError/noExamples`` without rows.
  /// - Complexity: O(n · d).
  public func make(rowCount: Int, seed: UInt64) throws(DatasetError) -> Dataset {
    guard rowCount > 0 else { throw .noExamples }
    var generator = SeededGenerator(seed: seed, key: "synthetic/\(id)")
    let directions =
      self == .lowRank
      ? (0..<5).map { _ in (0..<featureCount).map { _ in generator.normal() } } : []
    var elements: [Float] = []
    elements.reserveCapacity(rowCount * featureCount)
    for row in 0..<rowCount {
      let point =
        self == .lowRank
        ? Self.mixed(directions, label: label(ofRow: row), &generator)
        : point(ofRow: row, &generator)
      elements.append(contentsOf: point.lazy.map(Float.init))
    }
    return try Dataset(
      features: Matrix(rowCount: rowCount, columnCount: featureCount, elements: elements),
      labels: Labels(
        classIndices: (0..<rowCount).map(label(ofRow:)),
        classNames: (0..<classCount).map(String.init)))
  }

  /// The class of a row.
  private func label(ofRow row: Int) -> Int {
    switch self {
    case .xor: (row + row / 2) % 2
    case .imbalanced: row % 51 == 50 ? 1 : 0
    case .gaussians, .moons, .rings, .lowRank, .tenClasses: row % classCount
    }
  }

  /// The features of a row, for all sets but that of low rank.
  private func point(ofRow row: Int, _ generator: inout SeededGenerator) -> [Double] {
    let label = label(ofRow: row)
    switch self {
    case .gaussians: return Self.normals(around: [label == 0 ? -3 : 3, 0], &generator)
    case .moons:
      let direction = generator.direction()
      let arc = SIMD2(direction.x, direction.y.magnitude)
      let center = label == 0 ? arc : SIMD2(1 - arc.x, 0.5 - arc.y)
      return [center.x + 0.15 * generator.normal(), center.y + 0.15 * generator.normal()]
    case .xor:
      return Self.normals(
        around: [row % 2 == 0 ? -3 : 3, row / 2 % 2 == 0 ? -3 : 3], &generator)
    case .rings:
      let direction = generator.direction()
      let distance = Double(1 + label) + 0.2 * generator.normal()
      return [distance * direction.x, distance * direction.y]
    case .imbalanced: return Self.normals(around: label == 0 ? [0, 0] : [3, 3], &generator)
    case .lowRank, .tenClasses:
      return Self.normals(
        around: (0..<featureCount).map { $0 == label ? 4 : 0 }, &generator)
    }
  }

  private static func normals(
    around center: [Double], _ generator: inout SeededGenerator
  ) -> [Double] {
    center.map { $0 + generator.normal() }
  }

  /// A row that mixes directions, with noise.
  private static func mixed(
    _ directions: [[Double]], label: Int, _ generator: inout SeededGenerator
  ) -> [Double] {
    let shares = normals(around: [label == 0 ? -3 : 3, 0, 0, 0, 0], &generator)
    return directions[0].indices.map { feature in
      let sum = zip(shares, directions).reduce(0) { $0 + $1.0 * $1.1[feature] }
      return sum + 0.1 * generator.normal()
    }
  }
}
