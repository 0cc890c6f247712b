import LabelLedger

/// The rules of labels said once more, as plainly as they can be, to compare the ledger with.
struct PlainPipeline {
  struct Voter {
    let id: Identifier
    /// The key that they signed with; `nil` where it was the ledger's.
    let key: Hash?
    let session: Identifier
    let isHuman: Bool
    var isPerson: Bool { isHuman && key != nil }
  }

  struct Head: Equatable {
    let label: Identifier?
    let giver: Identifier
    let number: Int
  }

  struct Proposal {
    let example: Identifier
    let label: Identifier?
    let head: Head
    let time: Int64
    var voters: [Voter]
    var isOpen = true
  }

  private(set) var heads: [Identifier: Head] = [:]
  private(set) var proposals: [Proposal] = []
  /// What everybody says now, and all that they ever said: example, annotator, label.
  private(set) var answers: [[Identifier]: Identifier] = [:]
  private var given: Set<[Identifier]> = []
  /// How often a label came into force.
  private(set) var changes = 0

  private mutating func move(_ example: Identifier, to label: Identifier?, by giver: Identifier) {
    changes += 1
    heads[example] = Head(label: label, giver: giver, number: changes)
    answer(example, label, by: giver)
  }

  private mutating func answer(
    _ example: Identifier, _ label: Identifier?, by giver: Identifier
  ) {
    answers[[example, giver]] = label
    if let label { given.insert([example, giver, label]) }
  }

  mutating func give(_ example: Identifier, _ label: Identifier, by voter: Voter) -> Bool {
    guard let head = heads[example] else {
      move(example, to: label, by: voter.id)
      return true
    }
    guard head.label != nil, head.giver != voter.id || head.label == label else { return false }
    answer(example, label, by: voter.id)
    return true
  }

  mutating func withdraw(_ example: Identifier, by voter: Voter) -> Bool {
    guard let head = heads[example], answers[[example, voter.id]] != nil,
      head.giver != voter.id || head.label == nil
    else { return false }
    answer(example, nil, by: voter.id)
    return true
  }

  mutating func propose(
    _ example: Identifier, _ label: Identifier?, by voter: Voter, at time: Int64
  ) -> Bool {
    guard let head = heads[example], head.label != label else { return false }
    proposals.append(
      Proposal(example: example, label: label, head: head, time: time, voters: [voter]))
    return true
  }

  /// Two people are needed: with their own keys, in their own sessions, about the label in force, within 72 hours; and
  /// whoever decides never gave the label that is disputed.
  mutating func decide(_ number: Int, approve: Bool, by voter: Voter, at time: Int64) -> Bool {
    let proposal = proposals[number]
    let disputed = proposal.head
    guard proposal.isOpen, heads[proposal.example] == disputed,
      time - proposal.time <= 72 * 3_600_000, voter.isPerson,
      proposal.voters.allSatisfy({
        $0.id != voter.id && $0.key != voter.key && $0.session != voter.session
      }), disputed.giver != voter.id,
      disputed.label.map({ given.contains([proposal.example, voter.id, $0]) }) != true
    else { return false }
    guard approve else {
      proposals[number].isOpen = false
      return true
    }
    proposals[number].voters.append(voter)
    if proposals[number].voters.count(where: \.isPerson) >= 2 {
      proposals[number].isOpen = false
      move(proposal.example, to: proposal.label, by: proposal.voters[0].id)
    }
    return true
  }
}
