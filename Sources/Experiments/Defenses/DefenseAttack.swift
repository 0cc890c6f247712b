internal import LabelAttacks
internal import LabelContracts
internal import LabelDefenses

/// An attack of the comparison: a member of `Attacks.all`, with what it is told of the defense.
struct DefenseAttack: Sendable {
  /// How tables call it.
  let id: String
  /// What it does, in half a sentence.
  let summary: String
  private let entry: Attacks.Entry
  private let options: Attacks.Options

  /// The attack for all rates.
  ///
  /// - Throws: ``/LabelContracts/AttackError``.
  func made() throws(AttackError) -> RatedAttack { try RatedAttack(entry, options: options) }

  /// All attacks, in the order of tables.
  static let all =
    ["lfa", "undetectable", "colluding"].map { DefenseAttack($0) } + [
      DefenseAttack("adaptive", against: Defense.knn, summary: "adapts to kNN sanitization"),
      DefenseAttack(
        "adaptive", id: "adaptive-repair", against: Defense.repair(.auto), restarts: 0,
        candidateCount: 4,
        summary: "adapts to the repair auto without trusted rows, in one short run"),
    ]

  /// An attack against the victim, which adapts to a sanitizer where it is one that does.
  private init(
    _ entry: String, id: String? = nil, against sanitizer: (any Sanitizer)? = nil,
    restarts: Int = Attacks.Options().restarts,
    candidateCount: Int = Attacks.Options().candidateCount, summary: String? = nil
  ) {
    guard let entry = Attacks.all.first(where: { $0.id == entry }) else {
      preconditionFailure("no attack is called \(entry)")
    }
    self.entry = entry
    self.id = id ?? entry.id
    self.summary = summary ?? entry.summary
    options = Attacks.Options(
      learner: DefensePlan.victim, defenses: sanitizer.map { [.sanitizer($0)] } ?? [],
      restarts: restarts,
      candidateCount: candidateCount)
  }
}
