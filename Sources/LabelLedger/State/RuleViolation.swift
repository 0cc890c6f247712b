/// Why the rules refuse an entry.
public enum RuleViolation: Error, Hashable, Sendable {
  /// Entries come after `ledger.opened`, which comes once and first.
  case notOpened(EntryKind)
  /// The ledger takes no more entries.
  case frozen
  /// The kind is written by the labelling service, whose rules are not these.
  case kind(EntryKind)
  /// The ledger's own key did not sign.
  case notIngested
  /// The time lies before that of the entry before it.
  case time(given: Int64, last: Int64)
  /// The entry was made under another policy.
  case policy(given: Hash, inForce: Hash)
  /// The actor is known as another kind of actor.
  case actorKind(actor: Identifier, given: ActorKind, known: ActorKind)
  /// The entry does not continue the chain of its actor's entries.
  case chain(actor: Identifier, given: Int64, expected: Int64)
  /// The key that is named is not the actor's key in use.
  case key(actor: Identifier, fingerprint: Hash)
  /// The key that is named did not sign.
  case unsigned(actor: Identifier)
  /// The actor has no key, and only imported labels may be taken without one.
  case keyless(actor: Identifier, EntryKind)
  /// Only the ledger itself writes this kind.
  case ledgerOnly(EntryKind)
  /// A key is in use, or was once.
  case keyKnown(Hash)
  /// The actor has a key already.
  case hasKey(actor: Identifier)
  /// The label in force is no longer the one that the entry names.
  case staleHead(example: Identifier, inForce: EntryReference?)
  /// The annotator's own label is in force; a change of it is proposed and approved.
  case needsProposal(example: Identifier, label: Identifier)
  /// The label was taken off; it comes back by a proposal.
  case tookOff(example: Identifier)
  /// The label proposed is the one in force.
  case sameLabel(example: Identifier, label: Identifier?)
  /// There is no label to change.
  case noLabel(example: Identifier)
  /// No proposal has this leaf hash.
  case noProposal(Hash)
  /// The proposal was decided before.
  case decided(Proposal.Status)
  /// The label changed after the proposal, which is void.
  case void(example: Identifier)
  /// A decision names another example or label than the proposal that it decides.
  case otherSubject(proposal: Hash)
  /// An approval was decisive, and the change did not follow it at once.
  case withheld(proposal: Hash)
  /// The proposal waited too long (rule F4).
  case expired(hours: Int)
  /// Two acts that need two people were done by one (rule F1).
  case samePerson(Identifier)
  /// The approver gave the label that is disputed (rule F2).
  case gaveDisputedLabel(Identifier)
  /// Only people with a key of their own decide (rule F10).
  case noPerson(Identifier, ActorKind)
  /// An applied change does not say what was approved, or too few approved.
  case notApproved(people: Int, needed: Int)
  /// The seal is not of all entries before it.
  case sealSize(given: UInt64, size: UInt64)
  /// The key that the actor chose was used for something else.
  case idempotencyKey(Identifier, EntryReference)
}

extension RuleViolation: CustomStringConvertible {
  /// What is wrong and what is allowed, in a sentence.
  public var description: String {
    switch self {
    case .notOpened(let kind):
      "an entry \(kind.rawValue) is out of place: a ledger begins with one ledger.opened"
    case .frozen: "the ledger is frozen and takes no more entries; write to its successor"
    case .kind(let kind): "entries \(kind.rawValue) are written by the labelling service only"
    case .notIngested: "the entry is not signed by the ledger's own key"
    case .time(let given, let last):
      "the entry's time \(given) lies before \(last), the time of the entry before it"
    case .policy(let given, let inForce):
      "the entry was made under policy \(given), and \(inForce) is in force"
    case .actorKind(let actor, let given, let known):
      "actor '\(actor)' is a \(known.rawValue) and cannot act as \(given.rawValue)"
    case .chain(let actor, let given, let expected):
      "entry \(given) of actor '\(actor)' does not follow the last one; expected entry \(expected)"
    case .key(let actor, let fingerprint):
      "key \(fingerprint) is not the key in use of actor '\(actor)'"
    case .unsigned(let actor): "the entry is not signed by the key of actor '\(actor)'"
    case .keyless(let actor, let kind):
      "actor '\(actor)' has no key; without one only imported labels are taken, not \(kind.rawValue)"
    case .ledgerOnly(let kind): "entries \(kind.rawValue) are written by the ledger itself only"
    case .keyKnown(let fingerprint): "key \(fingerprint) is or was in use already"
    case .hasKey(let actor): "actor '\(actor)' has a key already; rotate it instead"
    case .staleHead(let example, let inForce):
      "the label of '\(example)' has changed meanwhile"
        + (inForce.map { ", by entry \($0.index)" } ?? " or was never given")
    case .needsProposal(let example, let label):
      "the label '\(label)' of '\(example)' is in force; a change is proposed and approved"
    case .tookOff(let example):
      "the label of '\(example)' was taken off; a new one is proposed and approved"
    case .sameLabel(let example, let label):
      label.map { "'\(example)' has the label '\($0)' already" }
        ?? "'\(example)' has no label already"
    case .noLabel(let example): "'\(example)' has no label that could be changed"
    case .noProposal(let leafHash): "there is no proposal \(leafHash)"
    case .decided(let status): "the proposal is \(status.rawValue) already"
    case .void(let example):
      "the proposal is void, for the label of '\(example)' has changed since; propose again"
    case .otherSubject(let proposal):
      "the decision names another example or label than the proposal \(proposal)"
    case .withheld(let proposal):
      "enough people approved the proposal \(proposal), and the change was not put in force at once"
    case .expired(let hours): "the proposal is older than \(hours) hours (rule F4); propose again"
    case .samePerson(let actor):
      "'\(actor)' proposed or approved this already; somebody else must decide (rule F1)"
    case .gaveDisputedLabel(let actor):
      "'\(actor)' gave the label that is disputed; somebody else must decide (rule F2)"
    case .noPerson(let actor, let kind):
      "'\(actor)' is a \(kind.rawValue) or has no key; only people with their own key decide (rule F10)"
    case .notApproved(let people, let needed):
      "the change is not what was approved by \(needed) people; \(people) stand for the proposal"
    case .sealSize(let given, let size):
      "the seal is of \(given) entries, and \(size) come before it"
    case .idempotencyKey(let key, let entry):
      "the idempotency key '\(key)' was used for something else, entry \(entry.index)"
    }
  }
}
