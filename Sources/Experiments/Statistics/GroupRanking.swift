internal import LabelContracts
internal import LabelData
internal import LabelDefenses

/// The sources of labels, the one with most evidence of errors first.
///
/// A label counts as wrong where it is an issue and another class is predicted; ``/LabelDefenses/GroupEvidence`` tells
/// what follows for its source.
struct GroupRanking: Sendable {
  /// One source of labels.
  struct Entry: Sendable {
    /// Its name.
    let name: String
    /// Number of its labels, 1 or more.
    let labelCount: Int
    /// How many of them are issues.
    let issueCount: Int
    /// How often its labels are wrong.
    let evidence: GroupEvidence
    /// The range that its error rate lies in with a probability of 95 %.
    let interval: ClosedRange<Double>
  }

  /// Every source with labels: by the probability that its rate is above that of the others, then by the lower end of
  /// its interval, highest first, then by name.
  let entries: [Entry]
  private let errorRates: [Double]

  /// Ranks the sources.
  ///
  /// - Precondition: groups and issues are about the same labels.
  init(_ groups: LabelGroups, _ issues: LabelIssues, _ labels: Labels) {
    let isWrong = labels.classIndices.indices.map {
      issues.isLabelIssue[$0] && issues.predictedLabels[$0] != labels.classIndices[$0]
    }
    let found = GroupEvidence.all(groups, disagrees: isWrong, scores: issues.labelScores)
    var issueCounts = [Int](repeating: 0, count: groups.names.count)
    for (group, isIssue) in zip(groups.groupIndices, issues.isLabelIssue) where isIssue {
      issueCounts[group] += 1
    }
    errorRates = found.map(\.errorRate)
    // The names are in order, so the sort need only keep it.
    entries = found.indices.filter { found[$0].count > 0 }.map { group in
      Entry(
        name: groups.names[group], labelCount: found[group].count,
        issueCount: issueCounts[group], evidence: found[group], interval: found[group].interval)
    }.enumerated().sorted { one, other in
      func key(_ ranked: (offset: Int, element: Entry)) -> (Double, Double, Int) {
        let entry = ranked.element
        return (-entry.evidence.excessProbability, -entry.interval.lowerBound, ranked.offset)
      }
      return key(one) < key(other)
    }.map(\.element)
  }

  /// Estimated share of wrong labels of a group, 0...1.
  func errorRate(ofGroup group: Int) -> Double { errorRates[group] }

  /// `groups.csv`.
  var csv: String {
    CSVText.document(
      header: [
        "group", "labels", "issues", "error_rate", "error_rate_low", "error_rate_high",
        "excess_probability", "is_rejected",
      ],
      rows: entries.lazy.map { entry in
        [
          entry.name, "\(entry.labelCount)", "\(entry.issueCount)",
          "\(entry.evidence.errorRate)", "\(entry.interval.lowerBound)",
          "\(entry.interval.upperBound)", "\(entry.evidence.excessProbability)",
          "\(entry.evidence.isRejected)",
        ]
      })
  }
}
