internal import LabelData

/// What the figures of an audit come to.
struct AuditStatistics: Sendable {
  /// The largest error that any attack reached with a defense, within a rate.
  struct Worst: Equatable, Sendable {
    let poisoningRate: Double
    /// Test error, 0...1.
    let error: Double
    /// The attack that reached it; `nil` where no attack did worse than no flips.
    let attack: String?
  }

  let results: AuditResults
  /// The defenses that were measured, in the order of tables.
  let methods: [DefenseMethod]

  init(_ results: AuditResults) {
    self.results = results
    let trusted = results.counts.trusted
    let found = Set(results.rows.map(\.method))
    // Without trusted rows a method with and one without them would be the same.
    methods = DefenseMethod.all.filter { $0.trusted == 0 || trusted > 0 }.map {
      DefenseMethod(name: $0.name, trusted: $0.trusted == 0 ? 0 : trusted)
    }.filter(found.contains)
  }

  /// The labels as they are.
  static let none = DefenseMethod.none

  /// The model that learns from the trusted rows alone; no flips reach it.
  var trustedOnlyError: Double? {
    results.rows.first { $0.defense == Defense.trustedOnly }?.error
  }

  /// The defenses that flips can reach.
  var attackedMethods: [DefenseMethod] { methods.filter { $0.name != Defense.trustedOnly } }

  /// The error without flips, then the worst at every rate.
  ///
  /// Who may flip more may also flip less, so it never falls with the rate.
  func course(_ method: DefenseMethod) -> [Worst] {
    let own = results.rows.filter { $0.method == method }
    guard let clean = own.first(where: { $0.poisoningRate == 0 }) else { return [] }
    var worst = Worst(poisoningRate: 0, error: clean.error, attack: nil)
    var course = [worst]
    for rate in results.plan.poisoningRates {
      for row in own where row.poisoningRate == rate && row.error > worst.error {
        worst = Worst(poisoningRate: rate, error: row.error, attack: Self.title(row))
      }
      guard own.contains(where: { $0.poisoningRate == rate }) else { continue }
      course.append(Worst(poisoningRate: rate, error: worst.error, attack: worst.attack))
    }
    return course
  }

  /// The attack of a row, with what it adapts to.
  static func title(_ row: AuditRow) -> String {
    row.adaptedTo == nil ? row.attack : "\(row.attack) to it"
  }

  /// The smallest rate at which an error is reached, between measured rates by a straight line; `nil` where none of the
  /// rates that were run reaches it.
  static func rate(reaching error: Double, _ course: [Worst]) -> Double? {
    guard let first = course.first else { return nil }
    if first.error >= error { return 0 }
    for (left, right) in zip(course, course.dropFirst()) where right.error >= error {
      let share = (error - left.error) / (right.error - left.error)
      return left.poisoningRate + share * (right.poisoningRate - left.poisoningRate)
    }
    return nil
  }

  /// The error from which on a model is not worth having: that of the trusted rows alone, or of guessing.
  var worthlessError: Double { min(trustedOnlyError ?? 1, results.majorityError) }

  /// The rate at which a defense's model stops being worth having.
  func endOfWorth(_ method: DefenseMethod) -> Double? {
    Self.rate(reaching: worthlessError, course(method))
  }

  /// The defense whose worst error at the largest rate is least, of those that were measured there.
  var bestDefense: (method: DefenseMethod, worst: Worst)? {
    attackedMethods.filter { $0 != .none }.compactMap { method in
      course(method).last.map { (method, $0) }
    }.filter { $0.1.poisoningRate == results.plan.poisoningRates.last }
      .min { $0.1.error < $1.1.error }
  }

  /// The attack that reaches the largest error without a defense at the largest rate, of those that adapt to none.
  var strongestAttack: String? {
    results.rows.filter {
      $0.method == .none && $0.adaptedTo == nil
        && $0.poisoningRate == results.plan.poisoningRates.last
    }.max { $0.error < $1.error }?.attack
  }

  /// The first flips of the strongest attack.
  func firstFlips(_ count: Int) -> [AuditFlip] {
    Array((strongestAttack.flatMap { results.flips[$0] } ?? []).prefix(count))
  }

  /// Number of flips at a rate.
  func flipCount(_ rate: Double) -> Int {
    FlipBudget.poisoningRate(rate).flipCount(rowCount: results.counts.training)
  }
}
