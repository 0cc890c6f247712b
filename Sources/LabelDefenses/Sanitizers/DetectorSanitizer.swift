internal import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Repairs what a detector takes for wrong.
///
/// - `relabel`: an issue gets the label that the detector predicts; where that is the given one, it is flagged.
/// - `remove`: the rows of issues go.
/// - `flag`: issues are listed.
/// - `weight`: every row counts as much as its label is probable, w_i = P(T_i = y_i); all labels stay. Rows whose
///   weight rounds to 1 at three decimals keep weight 1 and are no change.
/// - `auto`: an issue is kept, relabeled or removed, whichever helps training most in expectation, and nothing changes
///   where all of it together may do harm. The rule is Bayes' decision for a margin cost; it is our own, and its card
///   has the formulas.
///
/// `weight` and `auto` need ``/LabelContracts/LabelIssues/posteriors``. Rows that the detector finds ambiguous are no
/// issues and stay.
///
/// - Complexity: that of the detector, and O(n · K) for n rows and K classes.
public struct DetectorSanitizer: Sanitizer {
  /// What judges the labels.
  public var detector: any Detector
  /// What is done about its issues.
  public var action: SanitizeAction

  /// Makes the sanitizer.
  ///
  /// - Parameters:
  ///   - detector: What judges the labels.
  ///   - action: What is done about its issues; relabel by default.
  public init(_ detector: any Detector, action: SanitizeAction = .relabel) {
    self.detector = detector
    self.action = action
  }

  /// What the detector needs.
  public var needs: Set<Evidence.Kind> { detector.needs }

  /// As many as the detector wants listed.
  public var neighborCount: Int { detector.neighborCount }

  /// Lets the detector judge the labels, and repairs them.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - evidence: What the detector looks at.
  ///   - seed: The detector's.
  ///   - execution: Threads of the detector.
  /// - Returns: The repaired labels and weights, with a change for each row about which something is done.
  /// - Throws: ``/LabelContracts/DefenseError``; also for `weight` and `auto` where the detector gives no posteriors.
  public func sanitize(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> SanitizedLabels {
    let issues = try detector.detect(labels, evidence: evidence, seed: seed, execution: execution)
    let posteriors = try posteriors(of: issues, labels)
    let given = posteriors.map { posteriors in
      (0..<labels.count).map { posteriors[$0, labels[$0]] }
    }
    func change(_ row: Int, _ action: SanitizeAction, to: Int, weight: Double? = nil)
      -> SanitizedLabels.Change
    {
      SanitizedLabels.Change(
        row: row, from: labels[row], to: to, action: action, weight: weight,
        reason: issues.reasons[row],
        confidence: posteriors?[row, to] ?? 1 - issues.labelScores[row],
        givenProbability: given?[row])
    }
    let flagged = issues.isLabelIssue.indices.filter { issues.isLabelIssue[$0] }
    var withheldCount = 0
    let changes: [SanitizedLabels.Change]
    switch (action, posteriors, given) {
    case (.weight, let posteriors?, let given?):
      changes = given.indices.filter { given[$0] < Self.leastFullWeight }.map {
        change(
          $0, .weight, to: posteriors.predictedLabel(ofRow: $0), weight: given[$0])
      }
    case (.auto, let posteriors?, let given?):
      let decided = flagged.filter { !issues.isAmbiguous[$0] }.map { row in
        let other = Self.likeliest(posteriors, row, except: labels[row])
        return (
          row: row, other: other,
          benefit: ExpectedBenefit(
            given: given[row], other: other.map { posteriors[row, $0] } ?? 0)
        )
      }
      let planned = decided.compactMap { row, other, benefit -> SanitizedLabels.Change? in
        switch (benefit.decision, other) {
        case (.relabel, let other?): change(row, .relabel, to: other)
        case (.remove, let other?): change(row, .remove, to: other)
        default: nil
        }
      }
      let isWorthwhile = ExpectedBenefit.isBeyondChance(decided.map(\.benefit))
      changes = isWorthwhile ? planned : []
      withheldCount = planned.count - changes.count
    default:
      changes = flagged.map { row in
        let predicted = issues.predictedLabels[row]
        let isOther = action != .relabel || predicted != labels[row]
        return change(row, isOther ? action : .flag, to: predicted)
      }
    }
    return SanitizedLabels(
      repairing: labels, changes: changes, ambiguousCount: issues.isAmbiguous.count { $0 },
      estimatedErrorRate: given.map { given in
        given.reduce(0) { $0 + (1 - $1) } / Double(max(1, given.count))
      },
      withheldCount: withheldCount)
  }

  /// Weights from here on are 1 at three decimals.
  private static let leastFullWeight = 0.9995

  /// The posteriors, checked to be about the classes; required by some actions.
  private func posteriors(
    of issues: LabelIssues, _ labels: Labels
  ) throws(DefenseError) -> ClassProbabilities? {
    guard let posteriors = issues.posteriors else {
      guard action != .weight && action != .auto else {
        throw .invalidParameter(
          name: "action", value: action.rawValue,
          allowed: "relabel, remove or flag with a detector that gives no probabilities of classes")
      }
      return nil
    }
    guard posteriors.classCount == labels.classCount else {
      throw .classCounts(
        of: .probabilities, evidence: posteriors.classCount, labels: labels.classCount)
    }
    return posteriors
  }

  /// The most probable class but one; the lowest among equals, `nil` where there is one class alone.
  private static func likeliest(
    _ posteriors: ClassProbabilities, _ row: Int, except label: Int
  ) -> Int? {
    (0..<posteriors.classCount).filter { $0 != label }
      .max { (posteriors[row, $0], -$0) < (posteriors[row, $1], -$1) }
  }
}
