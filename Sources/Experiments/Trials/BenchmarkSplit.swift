internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// The rows of one data set and one seed: what is trained on, and what attacker, defender and judge hold alone.
///
/// Drawn before anything else happens, and the same for all attacks and methods. Scaling is fitted on the training
/// rows. All labels here are true.
public struct BenchmarkSplit: Sendable {
  /// Number of rows on which the attacker judges the damage; nobody else sees them.
  static let validationCount = 100
  /// Number of rows set apart for the defender; methods are given the first of them.
  public static let trustedLimit = 100
  /// Fewest and most test rows.
  static let testCounts = 50...2000

  /// Training rows, whose labels are attacked.
  let training: Matrix
  /// Their true labels.
  let truth: Labels
  /// The attacker's validation rows.
  let validation: (features: Matrix, labels: Labels)
  /// The rows on which victims are judged.
  let test: (features: Matrix, labels: Labels)
  private let reserve: (features: Matrix, labels: Labels)

  /// Splits a data set.
  ///
  /// - Parameters:
  ///   - source: The data set.
  ///   - trainingCount: Number of training rows.
  ///   - seed: Where all randomness starts.
  ///   - number: Number of the split.
  ///   - testLimit: Most test rows.
  /// - Throws: ``BenchmarkError/tooFewRows(dataset:rows:needed:trainingCount:)`` or ``/LabelData/DatasetError``.
  init(
    _ source: BenchmarkSource, trainingCount: Int, seed: UInt64, number: Int,
    testLimit: Int = testCounts.upperBound
  ) throws {
    let parts = trainingCount + Self.validationCount + Self.trustedLimit
    let dataset = try source.dataset(
      rowCount: parts + Self.testCounts.upperBound,
      seed: SeededGenerator.derivedSeed(seed, key: "\(source.name)/rows/\(number)"))
    let needed = parts + Self.testCounts.lowerBound
    guard dataset.rowCount >= needed else {
      throw BenchmarkError.tooFewRows(
        dataset: source.name, rows: dataset.rowCount, needed: needed, trainingCount: trainingCount)
    }
    var generator = SeededGenerator(seed: seed, key: "\(source.name)/split/\(number)")
    let split = Split(
      rowCount: dataset.rowCount, trainingCount: trainingCount,
      validationCounts: [Self.validationCount, Self.trustedLimit], using: &generator)
    let scaling = source.scaling.fit(dataset.features.selecting(rows: split.training))
    func part(_ rows: some Collection<Int>) -> (features: Matrix, labels: Labels) {
      (
        scaling.apply(to: dataset.features.selecting(rows: rows)),
        dataset.labels.selecting(rows: rows)
      )
    }
    (training, truth) = part(split.training)
    validation = part(split.validations[0])
    reserve = part(split.validations[1])
    test = part(split.test.prefix(testLimit))
  }

  /// The first rows of those set apart for the defender; `nil` for none.
  func trusted(_ count: Int) -> TrustedRows? {
    guard count > 0 else { return nil }
    let rows = 0..<min(count, reserve.labels.count)
    return TrustedRows(
      features: reserve.features.selecting(rows: rows),
      labels: reserve.labels.selecting(rows: rows))
  }
}
