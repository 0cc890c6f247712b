internal import LabelContracts

/// An election in two rounds: all models vote, then each chooses between the two classes of most votes by its scores.
///
/// The run-off election of Rezaei, Banihashem, Chegini and Feizi (2023). Let p win, s be the other class of the second
/// round, N_c the votes of the first, and W_c the models that prefer p to c less those that prefer c to p. p loses only
/// if
///
/// - two rivals c and e are both ahead of p in the first round. Each model that is changed gains at most 2 on
///   `N_p - N_c`, and at most 3 on both differences together; or
/// - a rival c loses to p no longer, for which each model gains at most 2 on W_c, and is in the second round, for which
///   it must be ahead of s where it is not s itself.
///
/// With one model for a part this is the bound of the paper: its recursion for the first case has the closed form
/// `max(ceil(g / 2), ceil(h / 2), ceil((g + h) / 3))` for leads g and h.
struct RunOff: Sendable {
  private let first: Plurality
  private let ballots: PartBallots
  private let query: Int
  let winner: Int
  private let second: Int

  init(_ ballots: PartBallots, query: Int, classCount: Int) {
    first = Plurality(ballots.votes(query: query), classCount: classCount)
    self.ballots = ballots
    self.query = query
    let (a, b) = (first.order[0], first.order[1])
    let choices = Plurality(
      ballots.choices(query: query, between: a, and: b), classCount: classCount)
    winner = choices.lead(of: a, over: b) > 0 ? a : b
    second = winner == a ? b : a
  }

  /// The winner, and what it withstands.
  func certified(_ units: CorruptionUnits) -> CertifiedPrediction {
    let costs = [dropCost(units), defeatCost(units)].compactMap { $0 }
    return CertifiedPrediction(predictedLabel: winner, radius: units.radius(costs.min()))
  }

  /// A lower bound on what it costs that two rivals are ahead of the winner in the first round.
  private func dropCost(_ units: CorruptionUnits) -> Int? {
    let rivals = first.order.filter { $0 != winner }
    let single = rivals.map { first.leastCost(of: $0, over: winner, units) }
    var least: Int?
    for (place, one) in rivals.enumerated() {
      for (other, another) in rivals.enumerated().prefix(place) {
        guard let a = single[place], let b = single[other] else { continue }
        let (g, h) = (first.lead(of: winner, over: one), first.lead(of: winner, over: another))
        var cost = max(a, b)
        // A rival that is ahead already has votes to spare for the other one, and then the sum says nothing.
        if g > 0, h > 0 {
          let effects = zip(
            first.effects(of: one, on: winner), first.votes
          ).map { effect, vote in
            effect == 2 ? 3 : vote == .label(another) ? 0 : effect
          }
          guard let both = units.leastCost(effects: effects, needed: g + h) else { continue }
          cost = max(cost, both)
        }
        least = min(least ?? cost, cost)
      }
    }
    return least
  }

  /// A lower bound on what it costs that a rival reaches the second round and wins it.
  private func defeatCost(_ units: CorruptionUnits) -> Int? {
    first.order.filter { $0 != winner }.compactMap { rival -> Int? in
      let duel = Plurality(
        ballots.choices(query: query, between: winner, and: rival),
        classCount: first.counts.count)
      guard let defeat = duel.leastCost(of: rival, over: winner, units) else { return nil }
      if rival == second { return defeat }
      return first.leastCost(of: rival, over: second, units).map { max($0, defeat) }
    }.min()
  }
}
