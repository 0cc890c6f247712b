/// A part of the log that a replay leaves out.
public struct ReplayScope: Hashable, Sendable {
  /// Entries of these actors.
  public var annotators: Set<Identifier>
  /// Entries of these batches.
  public var batches: Set<Identifier>
  /// Entries of these log times: milliseconds since 1970, UTC.
  public var times: Range<Int64>?

  /// Chooses what is left out: what matches all conditions that are set.
  ///
  /// - Parameters:
  ///   - annotators: Actors; empty for everybody.
  ///   - batches: Batches; empty for all.
  ///   - times: A time window; `nil` for all times.
  public init(
    annotators: Set<Identifier> = [], batches: Set<Identifier> = [], times: Range<Int64>? = nil
  ) {
    self.annotators = annotators
    self.batches = batches
    self.times = times
  }

  /// Whether nothing is left out.
  public var isEmpty: Bool { annotators.isEmpty && batches.isEmpty && times == nil }

  /// Whether an entry is left out.
  ///
  /// - Parameter entry: The entry.
  /// - Returns: Whether it matches all conditions, and there are any.
  public func contains(_ entry: Entry) -> Bool {
    guard !isEmpty else { return false }
    return (annotators.isEmpty || annotators.contains(entry.actor.id))
      && (batches.isEmpty || entry.source.flatMap(\.batch).map(batches.contains) == true)
      && (times.map { $0.contains(entry.time) } ?? true)
  }
}

/// The labels that entries leave in force, as they are or as if some of the entries had never been accepted.
///
/// A label that was given first and is left out makes room for the next one given, and one that was taken back, for the
/// first of those that stand. A correction stands as long as its
/// proposal is not left out and enough people remain who are for it. With nothing left out the heads are those of
/// the state.
///
/// - Complexity: O(1) for each entry.
public struct Replay: Sendable {
  /// What is left out.
  public let scope: ReplayScope
  private let peopleForChange: Int
  private var heads: [MemoryState.ExampleKey: Head] = [:]
  /// The answers that stand, of each example in the order in which their annotators first gave one.
  private var answers: [MemoryState.ExampleKey: [Head]] = [:]
  private var proposals: [Hash: Proposal] = [:]
  /// The examples whose label in force comes of a proposal.
  private var corrected: Set<MemoryState.ExampleKey> = []
  private var ingestKey: Hash?

  /// A replay before the first entry.
  ///
  /// - Parameters:
  ///   - scope: What is left out.
  ///   - policy: How many people a change needs.
  public init(without scope: ReplayScope = ReplayScope(), policy: LedgerPolicy) {
    self.scope = scope
    peopleForChange = policy.peopleForChange
  }

  /// Takes the next entry, which the rules have let in.
  ///
  /// - Parameters:
  ///   - entry: The entry.
  ///   - reference: Its index and leaf hash.
  public mutating func take(_ entry: Entry, at reference: EntryReference) {
    if let opening = entry.opening { ingestKey = opening.ingestKey?.fingerprint }
    guard !scope.contains(entry) else { return }
    switch entry.kind {
    case .labelGiven: takeAnswer(entry, reference)
    case .labelProposed: takeProposal(entry, reference)
    case .labelApproved: takeApproval(entry)
    case .labelApplied: takeApplied(entry, reference)
    case .labelRetracted:
      if entry.approval == nil {
        takeWithdrawal(entry, reference)
      } else {
        takeApplied(entry, reference)
      }
    default: break
    }
  }

  /// The label in force of an example.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - example: The example.
  /// - Returns: `nil` where no label is left.
  public func head(dataset: Identifier, example: Identifier) -> Head? {
    heads[MemoryState.ExampleKey(dataset: dataset, example: example)]
  }

  /// All heads of a data set, ascending by the bytes of the example's name.
  ///
  /// - Parameter dataset: The data set.
  /// - Returns: The heads.
  public func heads(dataset: Identifier) -> [Head] {
    heads.values.filter { $0.dataset == dataset }
      .sorted { $0.example < $1.example }
  }

  private func key(_ entry: Entry) -> MemoryState.ExampleKey? {
    entry.subject.example.map {
      MemoryState.ExampleKey(dataset: entry.subject.dataset, example: $0)
    }
  }

  private mutating func takeAnswer(_ entry: Entry, _ reference: EntryReference) {
    guard let key = key(entry), let label = entry.label else { return }
    let answer = Head(
      dataset: key.dataset, example: key.example, exampleDigest: entry.subject.exampleDigest,
      label: label.new, status: .accepted, entry: reference, annotator: entry.actor.id,
      time: entry.time, batch: entry.source?.batch)
    if heads[key] == nil { heads[key] = answer }
    if let place = answers[key]?.firstIndex(where: { $0.annotator == answer.annotator }) {
      answers[key]?[place] = answer
    } else {
      answers[key, default: []].append(answer)
    }
  }

  /// An answer taken back makes room for the next one that stands; a correction stays.
  private mutating func takeWithdrawal(_ entry: Entry, _ reference: EntryReference) {
    guard let key = key(entry) else { return }
    answers[key]?.removeAll { $0.annotator == entry.actor.id }
    guard let head = heads[key], head.annotator == entry.actor.id, !corrected.contains(key) else {
      return
    }
    heads[key] = answers[key]?.first
  }

  private mutating func takeProposal(_ entry: Entry, _ reference: EntryReference) {
    guard let key = key(entry), let label = entry.label, let head = label.previousEntry else {
      return
    }
    proposals[reference.leafHash] = Proposal(
      entry: reference, dataset: key.dataset, example: key.example,
      exampleDigest: entry.subject.exampleDigest, scheme: label.scheme, label: label.new,
      disputed: label.previous, head: head, proposer: voter(entry), time: entry.time,
      batch: entry.source?.batch)
  }

  private mutating func takeApproval(_ entry: Entry) {
    guard let approval = entry.approval else { return }
    let voter = voter(entry)
    proposals[approval.of]?.approvers.append(voter)
  }

  private mutating func takeApplied(_ entry: Entry, _ reference: EntryReference) {
    guard let key = key(entry), let approval = entry.approval,
      let proposal = proposals[approval.of], proposal.peopleInFavor >= peopleForChange
    else { return }
    corrected.insert(key)
    heads[key] = Head(
      dataset: key.dataset, example: key.example,
      exampleDigest: proposal.exampleDigest ?? heads[key]?.exampleDigest, label: proposal.label,
      status: proposal.label == nil ? .retracted : .accepted, entry: reference,
      annotator: proposal.proposer.id, time: entry.time, batch: proposal.batch)
  }

  private func voter(_ entry: Entry) -> Proposal.Voter {
    Proposal.Voter(
      id: entry.actor.id, kind: entry.actor.kind, session: entry.actor.session,
      credential: entry.actor.credential, hasOwnKey: entry.actor.credential != ingestKey)
  }
}
