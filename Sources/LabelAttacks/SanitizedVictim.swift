internal import LabelContracts
internal import LabelData

/// A least-squares classifier trained on what sanitizers make of labels.
struct SanitizedVictim: Sendable {
  let sanitizers: [any Sanitizer]
  let evidence: Evidence
  /// The gains with the labels before the attack.
  let clean: SquaredLossGains

  /// The mean squared loss on the attacker's validation set, and its mean over the sanitizers.
  ///
  /// - Throws: ``/LabelContracts/AttackError`` where a sanitizer cannot judge the labels.
  func objective(_ labels: Labels) throws(AttackError) -> Double {
    var sum = 0.0
    for sanitizer in sanitizers {
      let sanitized: Labels
      do throws(DefenseError) {
        sanitized = try sanitizer.sanitize(labels, evidence: evidence).labels
      } catch {
        throw .invalidProblem("the sanitizer: \(error.description)")
      }
      sum += clean.objective(of: sanitized)
    }
    return sum / Double(sanitizers.count)
  }
}
