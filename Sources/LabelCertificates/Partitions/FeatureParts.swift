internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// Which training rows each model of an ensemble learns from, decided by features alone.
///
/// Rows are sorted by their features, the first feature first; equal rows share a place. What is at place p goes to
/// part p modulo the number of parts (Levine and Feizi 2021), so that neither labels nor the order of rows decide.
/// With a spread of d there are d times as many parts as models would need, and each model learns from d parts
/// (Wang, Levine and Feizi 2022).
struct FeatureParts: Sendable {
  /// The rows of each part in the order of their features, equal ones ascending.
  let rowsOfPart: [[Int]]
  /// The models that learn from each part, ascending.
  let modelsOfPart: [[Int]]
  /// The rows that each model learns from.
  let rowsOfModel: [[Int]]

  /// Deals the rows.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - count: Share of the rows that a model learns from is 1 / count; 1 or more.
  ///   - spread: Parts that a model learns from; there are `count * spread` parts and as many models.
  ///   - seed: Decides which parts a model learns from where they are several.
  init(_ features: Matrix, count: Int, spread: Int, seed: UInt64) {
    let total = count * spread
    var parts = [[Int]](repeating: [], count: total)
    for (place, rows) in Self.places(features).enumerated() { parts[place % total] += rows }
    var generator = SeededGenerator(seed: seed, key: "certificate/parts")
    let shifts = [0] + generator.permutation(count: total - 1).prefix(spread - 1).map { $0 + 1 }
    rowsOfPart = parts
    modelsOfPart = (0..<total).map { part in shifts.map { (part + $0) % total }.sorted() }
    rowsOfModel = (0..<total).map { model in
      shifts.map { (model + total - $0) % total }.sorted().flatMap { parts[$0] }
    }
  }

  /// The rows at each place: groups of equal rows, in the order of their features.
  private static func places(_ features: Matrix) -> [[Int]] {
    let groups = features.equalRows
    let d = features.columnCount
    let elements = features.elements
    return groups.sorted { left, right in
      let (x, y) = (left[0] * d, right[0] * d)
      for column in 0..<d where elements[x + column] != elements[y + column] {
        return elements[x + column] < elements[y + column]
      }
      return false
    }
  }
}

extension FeatureParts {
  /// Deals the rows of a problem.
  ///
  /// - Parameters:
  ///   - problem: Its features alone are read.
  ///   - count: Share of the rows that a model learns from is 1 / count; `nil` for a fiftieth of the number of rows.
  ///   - spread: Parts that a model learns from.
  ///   - seed: Decides which parts a model learns from where they are several.
  /// - Throws: ``CertificateError`` where a number is below 1, or there would be more than 2^20 models.
  init(
    _ problem: CertificateProblem, count: Int?, spread: Int, seed: UInt64
  ) throws(CertificateError) {
    let limit = 1 << 20
    let count = count ?? max(1, problem.labels.count / 50)
    guard (1...limit).contains(count) else {
      throw .invalidParameter(name: "parts", value: "\(count)", allowed: "1 to \(limit)")
    }
    guard (1...limit / count).contains(spread) else {
      throw .invalidParameter(
        name: "spread", value: "\(spread)", allowed: "1 to \(limit / count) with \(count) parts")
    }
    self.init(problem.features, count: count, spread: spread, seed: seed)
  }
}
