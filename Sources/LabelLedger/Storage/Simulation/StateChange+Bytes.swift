extension StateChange {
  /// The change as bytes: its number, then its parts in the order of their declaration.
  var bytes: [UInt8] {
    var writer = RecordWriter()
    switch self {
    case .ledger(let record):
      writer.put(UInt64(0))
      writer.put(record.origin)
      writer.put(record.ingestKey.bytes)
      writer.put(record.policy)
      writer.put(record.lastTime)
      writer.put(record.isFrozen)
    case .head(let head):
      writer.put(UInt64(1))
      writer.put(head)
    case .answer(let answer):
      writer.put(UInt64(2))
      writer.put(answer.dataset)
      writer.put(answer.example)
      writer.put(answer.annotator)
      writer.put(answer.label)
      writer.put(UInt64(answer.earlier.count))
      for label in answer.earlier { writer.put(label) }
      writer.put(answer.entry)
    case .proposal(let proposal):
      writer.put(UInt64(3))
      writer.put(proposal)
    case .actor(let record):
      writer.put(UInt64(4))
      writer.put(record.id)
      writer.put(record.kind.rawValue)
      writer.put(record.entryCount)
      writer.put(record.lastEntry)
      writer.put(record.fingerprint)
    case .key(let record):
      writer.put(UInt64(5))
      writer.put(record.key.bytes)
      writer.put(record.actor)
      writer.put(record.added)
      writer.put(record.ended != nil)
      if let ended = record.ended { writer.put(ended) }
    case .idempotency(let record):
      writer.put(UInt64(6))
      writer.put(record.actor)
      writer.put(record.key)
      writer.put(record.content)
      writer.put(record.entry)
      writer.put(record.time)
    }
    return writer.bytes
  }

  /// Reads a change.
  init(_ reader: inout RecordReader) throws(StorageError) {
    switch try reader.number() {
    case 0:
      self = .ledger(
        LedgerRecord(
          origin: try reader.identifier(), ingestKey: try reader.publicKey(),
          policy: try reader.hash(),
          lastTime: try reader.integer(), isFrozen: try reader.flag()))
    case 1: self = .head(try reader.head())
    case 2: self = .answer(try reader.answer())
    case 3: self = .proposal(try reader.proposal())
    case 4:
      self = .actor(
        ActorRecord(
          id: try reader.identifier(), kind: try reader.word(ActorKind.self),
          entryCount: try reader.integer(), lastEntry: try reader.optionalHash(),
          fingerprint: try reader.optionalHash()))
    case 5:
      self = .key(
        KeyRecord(
          key: try reader.publicKey(), actor: try reader.identifier(), added: try reader.number(),
          ended: try reader.flag() ? try reader.number() : nil))
    case 6:
      self = .idempotency(
        IdempotencyRecord(
          actor: try reader.identifier(), key: try reader.identifier(), content: try reader.hash(),
          entry: try reader.reference(), time: try reader.integer()))
    default: throw .damaged("a change of the state is of no known kind")
    }
  }
}

extension RecordWriter {
  fileprivate mutating func put(_ head: Head) {
    put(head.dataset)
    put(head.example)
    put(head.exampleDigest)
    put(head.label)
    put(head.status.rawValue)
    put(head.entry)
    put(head.annotator)
    put(head.time)
    put(head.batch)
  }

  fileprivate mutating func put(_ proposal: Proposal) {
    put(proposal.entry)
    put(proposal.dataset)
    put(proposal.example)
    put(proposal.exampleDigest)
    put(proposal.scheme)
    put(proposal.label)
    put(proposal.disputed)
    put(proposal.head)
    put(proposal.proposer)
    put(UInt64(proposal.approvers.count))
    for approver in proposal.approvers { put(approver) }
    put(proposal.time)
    put(proposal.batch)
    put(proposal.status.rawValue)
  }

  private mutating func put(_ voter: Proposal.Voter) {
    put(voter.id)
    put(voter.kind.rawValue)
    put(voter.session)
    put(voter.credential)
    put(voter.hasOwnKey)
  }
}

extension RecordReader {
  fileprivate mutating func head() throws(StorageError) -> Head {
    Head(
      dataset: try identifier(), example: try identifier(), exampleDigest: try optionalHash(),
      label: try optionalIdentifier(), status: try word(Head.Status.self), entry: try reference(),
      annotator: try identifier(), time: try integer(), batch: try optionalIdentifier())
  }

  fileprivate mutating func answer() throws(StorageError) -> Answer {
    let (dataset, example, annotator) = (try identifier(), try identifier(), try identifier())
    let label = try optionalIdentifier()
    var earlier: [Identifier] = []
    for _ in 0..<(try number()) { earlier.append(try identifier()) }
    return Answer(
      dataset: dataset, example: example, annotator: annotator, label: label, earlier: earlier,
      entry: try reference())
  }

  fileprivate mutating func proposal() throws(StorageError) -> Proposal {
    let entry = try reference()
    let (dataset, example, digest) = (try identifier(), try identifier(), try optionalHash())
    let (scheme, label, disputed) = (
      try identifier(), try optionalIdentifier(), try optionalIdentifier()
    )
    let (head, proposer) = (try reference(), try voter())
    var approvers: [Proposal.Voter] = []
    for _ in 0..<(try number()) { approvers.append(try voter()) }
    return Proposal(
      entry: entry, dataset: dataset, example: example, exampleDigest: digest, scheme: scheme,
      label: label, disputed: disputed, head: head, proposer: proposer, approvers: approvers,
      time: try integer(), batch: try optionalIdentifier(), status: try word(Proposal.Status.self))
  }

  private mutating func voter() throws(StorageError) -> Proposal.Voter {
    Proposal.Voter(
      id: try identifier(), kind: try word(ActorKind.self), session: try identifier(),
      credential: try hash(), hasOwnKey: try flag())
  }
}
