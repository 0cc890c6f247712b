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
      let sanitized: SanitizedLabels
      do throws(DefenseError) {
        sanitized = try sanitizer.sanitize(labels, evidence: evidence)
      } catch {
        throw .invalidProblem("the sanitizer: \(error.description)")
      }
      guard sanitized.weights.allSatisfy({ $0 == 1 }) else {
        throw .invalidProblem("the sanitizer removes or weights rows; allowed: one that relabels")
      }
      sum += clean.objective(of: sanitized.labels)
    }
    return sum / Double(sanitizers.count)
  }
}
