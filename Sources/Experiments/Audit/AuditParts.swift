internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// The rows of an audit: what is trained on, and what attacker, defender and judge hold alone.
///
/// Of n examples, 3 in 10 are the judge's, unless test rows are given, 1 in 10 are the attacker's validation rows,
/// at most 1 in 10 the defender's trusted rows; the rest is trained on. Scaling is fitted on the training rows.
struct AuditParts: Sendable {
  /// Rows of the source that are trained on.
  let trainingRows: [Int]
  /// Rows of the source, or of the test rows that were given, on which models are judged.
  let testRows: [Int]
  /// Training features, scaled.
  let training: Matrix
  /// Their labels before any attack.
  let labels: Labels
  /// What the attacker judges by.
  let validation: (features: Matrix, labels: Labels)
  /// The defender's rows with correct labels.
  let trusted: TrustedRows?
  /// What models are judged by.
  let test: (features: Matrix, labels: Labels)

  /// Fewest examples that can be divided.
  static let fewestRows = 40
  /// Most rows on which models are judged.
  private static let testLimit = 2000
  /// Most rows by which the attacker judges.
  private static let validationLimit = 400

  /// Divides the examples.
  ///
  /// - Throws: ``AuditError`` where there are too few, or the training rows carry one class.
  init(_ source: AuditSource, plan: AuditPlan) throws(AuditError) {
    let dataset = source.dataset
    let count = dataset.rowCount
    guard count >= Self.fewestRows else {
      throw .tooFewRows(name: source.name, rows: count, needed: Self.fewestRows)
    }
    if let test = source.test, test.labels.count == 0 { throw .noTestRows(name: test.name) }
    let heldOut = source.test == nil ? min(Self.testLimit, count * 3 / 10) : 0
    let validationCount = min(Self.validationLimit, count / 10)
    let trustedCount = min(plan.trustedLimit, count / 10)
    let trainingCount = min(plan.trainingLimit, count - heldOut - validationCount - trustedCount)
    var generator = SeededGenerator(seed: plan.seed, key: "audit/split")
    let split = Split(
      rowCount: count, trainingCount: trainingCount,
      validationCounts: [validationCount, trustedCount, heldOut], using: &generator)
    trainingRows = split.training
    labels = dataset.labels.selecting(rows: split.training)
    guard Set(labels.classIndices).count >= 2 else { throw .oneClass(name: source.name) }
    let scaling = source.scaling.fit(dataset.features.selecting(rows: split.training))
    func part(_ rows: [Int]) -> (features: Matrix, labels: Labels) {
      (
        scaling.apply(to: dataset.features.selecting(rows: rows)),
        dataset.labels.selecting(rows: rows)
      )
    }
    training = scaling.apply(to: dataset.features.selecting(rows: split.training))
    validation = part(split.validations[0])
    let reserve = part(split.validations[1])
    trusted =
      trustedCount == 0
      ? nil : TrustedRows(features: reserve.features, labels: reserve.labels)
    if let given = source.test {
      var order = generator.permutation(count: given.labels.count)
      order = Array(order.prefix(Self.testLimit)).sorted()
      testRows = order
      test = (
        scaling.apply(to: given.features.selecting(rows: order)),
        given.labels.selecting(rows: order)
      )
    } else {
      testRows = split.validations[2]
      test = part(split.validations[2])
    }
  }

  /// Share of the test rows that are not of the most frequent class of the training rows.
  var majorityError: Double {
    let sizes = labels.classSizes
    let majority = sizes.indices.max { (sizes[$0], $1) < (sizes[$1], $0) } ?? 0
    return Double(test.labels.classIndices.count { $0 != majority }) / Double(test.labels.count)
  }
}

/// Why an audit cannot run.
public enum AuditError: Error, Equatable, Sendable {
  /// Too few rows to be divided.
  case tooFewRows(name: String, rows: Int, needed: Int)
  /// The training rows drawn carry one class alone.
  case oneClass(name: String)
  /// No rows at all on which models could be judged.
  case noTestRows(name: String)
  /// There is no such test row.
  case noTestRow(row: Int, name: String)
}

extension AuditError: CustomStringConvertible {
  /// The fault in one sentence.
  public var description: String {
    switch self {
    case .tooFewRows(let name, let rows, let needed):
      "\(name) has \(rows) rows; an audit needs \(needed), so that attacker, defender and test have their own"
    case .oneClass(let name):
      "\(name): all training rows that were drawn carry one class; give more rows of the others"
    case .noTestRows(let name):
      "\(name) has no rows; an audit needs some on which models are judged"
    case .noTestRow(let row, let name):
      "row \(row) of \(name) is not among the test rows; give one of those, or leave the choice to the audit"
    }
  }
}
