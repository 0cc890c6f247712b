internal import Classifiers
internal import LabelContracts
internal import LabelData

/// The votes on one query of models that are linear in the labels, with what changes them.
struct KnownVotes {
  private let searches: [LabelRadiusSearch]
  private let weights: [LabelWeights]
  private let plurality: Plurality
  /// The fewest changes after which each model votes for another class; `nil` where none does that.
  private let toAnother: [Int?]

  init(_ searches: [LabelRadiusSearch], _ weights: [LabelWeights], classCount: Int) {
    self.searches = searches
    self.weights = weights
    var votes: [PartBallots.Vote] = []
    var least: [Int?] = []
    for (search, weights) in zip(searches, weights) {
      guard weights.speaks else {
        votes.append(.never)
        least.append(nil)
        continue
      }
      let radius = search.radius(weights, namingAttack: false)
      votes.append(.label(radius.predictedLabel))
      let whole = search.threat.total(rowCount: search.labels.count)
      least.append(radius.radius < whole ? radius.radius + 1 : nil)
    }
    plurality = Plurality(votes, classCount: classCount)
    toAnother = least
  }

  /// The winner, and what it withstands.
  func certified(whole: Int) -> CertifiedPrediction {
    let winner = plurality.order[0]
    // No model votes for a given class sooner than for any other: bounds that cost little, the smallest first.
    let rivals = plurality.order.dropFirst().compactMap { rival in
      gain(of: rival, on: winner, toRival: { toAnother[$0] }).map { (rival: rival, bound: $0) }
    }.sorted { ($0.bound, $0.rival) < ($1.bound, $1.rival) }
    var least: Int?
    for (rival, bound) in rivals where bound < least ?? .max {
      let cost = gain(
        of: rival, on: winner,
        toRival: { searches[$0].leastChanges(weights[$0], toward: rival) })
      least = [least, cost].compactMap { $0 }.min()
    }
    return CertifiedPrediction(predictedLabel: winner, radius: least.map { $0 - 1 } ?? whole)
  }

  /// What it costs that a rival is ahead of the winner.
  private func gain(of rival: Int, on winner: Int, toRival: (Int) -> Int?) -> Int? {
    var choices = CheapestVotes()
    for (model, vote) in plurality.votes.enumerated() {
      guard case .label(let label) = vote, label != rival else { continue }
      if label == winner {
        choices.addLeader(one: toAnother[model], two: toRival(model))
      } else if let cost = toRival(model) {
        choices.addOther(cost)
      }
    }
    return choices.leastCost(needed: plurality.lead(of: winner, over: rival))
  }
}
