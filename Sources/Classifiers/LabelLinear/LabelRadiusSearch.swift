public import LabelData

/// Finds how many changes of labels predictions survive that are linear in the labels, and the changes they do not.
///
/// With weights a_i that no label moves, the score of class c is f_c, the sum of a_i over the rows with label c, and p is
/// the class predicted. A change of label i takes at most red_i off f_p - f_c: for weights above 0 by a change to c,
/// for those below by one to p, or by the best change that the threat allows. Class c passes p as soon as the largest
/// of these sum to more than f_p - f_c (as much, where c is the lower class). The radius is one less than the fewest
/// changes with which some class passes: attack and certificate are the same computation, and both are exact.
///
/// - Votes are whole numbers, and so are their sums: nothing is rounded.
/// - Other weights are summed in double precision with compensation. A lead counts as safe only while it exceeds what is
///   taken off by more than 1e-9 of the sum of all |a_i|, so no rounding makes a radius too large; where it comes that
///   close, the radius may be smaller than the verified attack tells.
/// - Costs: the cheapest set is found exactly where gains times cost are at most 2^24, else the radius follows from
///   taking the last change in part (a fractional knapsack), which is a lower bound.
/// - Groups: what the labels of a source take off together counts as one change, and the radius is exact in the number
///   of corrupt sources.
public struct LabelRadiusSearch: Sendable {
  /// The training labels.
  public let labels: Labels
  /// What may be changed, and what counts.
  public let threat: LabelThreat
  let isFree: [Bool]
  let allowed: [[Int]]?

  /// Prepares the search.
  ///
  /// - Parameters:
  ///   - labels: The training labels as given, of one class or more.
  ///   - threat: What may be changed, and what counts; any labels by default.
  /// - Throws: ``ClassifierError`` where the threat does not fit the labels.
  /// - Complexity: O(n).
  public init(_ labels: Labels, threat: LabelThreat = .anyLabels) throws(ClassifierError) {
    guard labels.classCount > 0 else { throw .tooFewClasses(0) }
    try Self.check(threat, labels)
    self.labels = labels
    self.threat = threat
    var isFree = [Bool](repeating: true, count: labels.count)
    for row in threat.trustedRows { isFree[row] = false }
    self.isFree = isFree
    allowed = threat.allowedChanges.map { changes in
      var targets = [[Int]](repeating: [], count: labels.classCount)
      for change in changes where change.from != change.to {
        targets[change.from].append(change.to)
      }
      return targets.map { $0.sorted() }
    }
  }

  private static func check(_ threat: LabelThreat, _ labels: Labels) throws(ClassifierError) {
    func refuse(_ name: String, _ value: String, _ allowed: String) -> ClassifierError {
      .invalidParameter(name: name, value: value, allowed: allowed)
    }
    if let row = threat.trustedRows.filter({ !(0..<labels.count).contains($0) }).min() {
      throw refuse("trusted row", "\(row)", "0 to \(labels.count - 1)")
    }
    let classes = (threat.allowedChanges ?? []).flatMap { [$0.from, $0.to] }
    if let label = classes.filter({ !(0..<labels.classCount).contains($0) }).min() {
      throw refuse("class of an allowed change", "\(label)", "0 to \(labels.classCount - 1)")
    }
    switch threat.unit {
    case .labels: break
    case .costs(let costs):
      guard costs.count == labels.count else {
        throw refuse("number of costs", "\(costs.count)", "\(labels.count), one for each row")
      }
      if let row = costs.firstIndex(where: { !(1...1_000_000_000).contains($0) }) {
        throw refuse("cost of row \(row)", "\(costs[row])", "1 to 1,000,000,000")
      }
    case .groups(let groups):
      guard groups.count == labels.count else {
        throw refuse("number of groups' rows", "\(groups.count)", "\(labels.count)")
      }
    }
  }

  /// The radius of a prediction, and an attack that breaks it.
  ///
  /// - Parameters:
  ///   - weights: Finite weights of distinct training rows.
  ///   - namingAttack: Whether the attack is wanted; by default it is.
  /// - Returns: The prediction with its radius.
  /// - Complexity: O(n · K) on average; less where a class is far behind.
  public func radius(_ weights: LabelWeights, namingAttack: Bool = true) -> LabelRadius {
    let scores = weights.scores(labels)
    let leader = LabelWeights.leader(scores)
    let slack = weights.slack
    let rivals = scores.indices.filter { $0 != leader }
      .sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
    var found: [(least: Int, contest: LabelContest)] = []
    // What as many changes as the first rival needs take off the lead over any class: most classes are further behind.
    var within: Double?
    for rival in rivals {
      let contest = contest(leader, rival, scores, slack: slack)
      if let within, !contest.gap.mayBePassed(within) { continue }
      guard let least = contest.least(weights) else { continue }
      found.append((least, contest))
      if within == nil, rivals.count > 1, threat.unit == .labels {
        within = contest.mostTaken(weights, changes: least)
      }
    }
    guard let least = found.lazy.map(\.least).min() else {
      return LabelRadius(
        predictedLabel: leader, radius: threat.total(rowCount: labels.count))
    }
    var attack: (flips: [Flip], count: Int)?
    if namingAttack {
      for (least, contest) in found.sorted(by: { $0.least < $1.least })
      where least < attack?.count ?? .max {
        let own = contest.attack(weights, changing: leader)
        if let own, own.count < attack?.count ?? .max { attack = own }
      }
    }
    return LabelRadius(predictedLabel: leader, radius: least - 1, attack: attack)
  }

  /// The changes that make a given class the prediction.
  ///
  /// - Parameters:
  ///   - weights: Finite weights of distinct training rows.
  ///   - target: The class.
  /// - Returns: `nil` where no allowed changes let the class pass the one that is predicted. The attack is the smallest
  ///   where there are two classes. Where there are more, one change at a time is taken that gains most against the
  ///   class ahead, which need not be the smallest set.
  /// - Precondition: the class exists.
  /// - Complexity: O(n) on average for two classes, else O(n · changes).
  public func changes(_ weights: LabelWeights, toward target: Int) -> LabelTarget? {
    let scores = weights.scores(labels)
    let leader = LabelWeights.leader(scores)
    guard leader != target else { return LabelTarget(least: 0, attack: ([], 0)) }
    let contest = contest(leader, target, scores, slack: weights.slack)
    guard let least = contest.least(weights) else { return nil }
    if labels.classCount == 2 {
      return LabelTarget(least: least, attack: contest.attack(weights, changing: leader))
    }
    return LabelTarget(least: least, attack: climb(weights, to: target))
  }

  /// Changes one label, or one source, after the other until a class is predicted.
  private func climb(_ weights: LabelWeights, to target: Int) -> (flips: [Flip], count: Int)? {
    var (changed, isFree, flips): (Labels, [Bool], [Flip]) = (labels, isFree, [])
    while true {
      let scores = weights.scores(changed)
      let leader = LabelWeights.leader(scores)
      if leader == target { return (flips, threat.count(flips)) }
      let step = LabelContest(
        labels: changed, threat: threat, isFree: isFree, allowed: allowed,
        gap: LeadGap(lead: scores[leader] - scores[target], slack: 0, winsTies: target < leader),
        leader: leader, rival: target
      ).bestStep(weights)
      guard !step.isEmpty else { return nil }
      for flip in step {
        changed[flip.row] = flip.to
        isFree[flip.row] = false
      }
      flips += step
    }
  }

  /// The contest of the leader with one rival.
  func contest(
    _ leader: Int, _ rival: Int, _ scores: [Double], slack: Double
  ) -> LabelContest {
    LabelContest(
      labels: labels, threat: threat, isFree: isFree, allowed: allowed,
      gap: LeadGap(lead: scores[leader] - scores[rival], slack: slack, winsTies: rival < leader),
      leader: leader, rival: rival)
  }
}
