/// The audit of entries one by one: form, signatures, rules, and the state that they make.
struct EntryAudit {
  private let rules: LedgerRules
  private let origin: String
  private let ingestKey: PublicKey?
  private var state = MemoryState()
  /// Every key that an actor ever had.
  private var keys: [Hash: PublicKey] = [:]
  /// The entries about each example.
  private var histories: [MemoryState.ExampleKey: [UInt64]] = [:]
  /// What each entry of the last block commits to, `nil` where it has no note.
  private var notes: [Hash?] = []
  /// The proposal that the last entry decided, whose change must come next.
  private var awaited: Hash?
  private var end: UInt64 = 0
  /// Whether an entry was refused, so that the state no longer says much.
  private var isBroken = false

  init(ingestKey: VerifierKey, policy: LedgerPolicy) {
    rules = LedgerRules(policy)
    origin = ingestKey.name
    self.ingestKey = PublicKey(ingestKey.publicKey)
    if let key = self.ingestKey { keys[key.fingerprint] = key }
  }

  /// An entry with its envelope, or why it is none.
  private enum Decoded: Sendable {
    case entry(Entry, Envelope)
    case malformed(String)
  }

  mutating func audit(_ stored: [StoredEntry], from first: UInt64, _ report: inout FsckReport) {
    let decoded = parallelMap(stored) { stored -> Decoded in
      do {
        let envelope = try Envelope.parse(stored.bytes)
        return .entry(try Entry(decoding: envelope.payload), envelope)
      } catch {
        return .malformed("\(error)")
      }
    }
    // Keys that the block itself adds sign entries of the block.
    for case .entry(let entry, _) in decoded {
      if let key = entry.key?.publicKey { keys[key.fingerprint] = key }
    }
    let known = keys
    let verdicts = parallelMap(decoded) { decoded -> [Hash: Bool] in
      guard case .entry(_, let envelope) = decoded else { return [:] }
      return Self.verdicts(envelope, known)
    }
    notes = []
    end = first + UInt64(stored.count)
    for (offset, decoded) in decoded.enumerated() {
      let index = first + UInt64(offset)
      switch decoded {
      case .malformed(let reason):
        notes.append(nil)
        report.add(.malformedEntry(index, reason: reason))
        isBroken = true
      case .entry(let entry, _):
        report.signatures += verdicts[offset].count
        notes.append(entry.reason?.note)
        if let example = entry.subject.example {
          let key = MemoryState.ExampleKey(dataset: entry.subject.dataset, example: example)
          histories[key, default: []].append(index)
        }
        audit(
          entry, verdicts[offset],
          at: EntryReference(index: index, leafHash: stored[offset].leafHash), &report)
      }
    }
  }

  /// Whether each signature is valid; one by a key that nobody has is not.
  private static func verdicts(
    _ envelope: Envelope, _ keys: [Hash: PublicKey]
  ) -> [Hash: Bool] {
    let message = Envelope.signedBytes(
      payloadType: envelope.payloadType, payload: envelope.payload)
    var verdicts: [Hash: Bool] = [:]
    for signature in envelope.signatures {
      verdicts[signature.keyid] =
        keys[signature.keyid]?.isValid(signature: signature.bytes, of: message) ?? false
    }
    return verdicts
  }

  private mutating func audit(
    _ entry: Entry, _ verdicts: [Hash: Bool], at reference: EntryReference,
    _ report: inout FsckReport
  ) {
    for (fingerprint, isValid) in verdicts.sorted(by: { $0.key < $1.key }) where !isValid {
      report.add(
        .signature(
          reference.index,
          reason: "the signature by key \(fingerprint) is not valid, or the key unknown"))
      isBroken = true
    }
    do {
      let signers = Set(verdicts.filter(\.value).keys)
      if reference.index == 0, entry.opening?.ingestKey != ingestKey {
        report.add(.signature(0, reason: "the ledger was opened with another key"))
        isBroken = true
      }
      if reference.index == 0, entry.opening?.origin.text.hasBytes(of: origin) == false {
        report.add(.signature(0, reason: "the ledger was opened under another origin"))
        isBroken = true
      }
      let isChange = [.labelApplied, .labelRetracted].contains(entry.kind)
      if let proposal = awaited, !isChange || entry.approval?.of != proposal {
        report.add(.rule(reference.index - 1, .withheld(proposal: proposal)))
        isBroken = true
      }
      awaited = nil
      for change in try rules.changes(of: entry, at: reference, signedBy: signers, in: state) {
        state.apply(change)
      }
      awaited = try rules.decided(by: entry, in: state)?.entry.leafHash
      auditSeal(entry, reference, &report)
    } catch let violation as RuleViolation {
      report.add(.rule(reference.index, violation))
      isBroken = true
    } catch {
      preconditionFailure("the state in memory throws nothing: \(error)")
    }
  }

  /// Makes a sealed snapshot again from the entries before the seal.
  private func auditSeal(
    _ entry: Entry, _ reference: EntryReference, _ report: inout FsckReport
  ) {
    guard let seal = entry.seal, !isBroken else { return }
    let made = try? Snapshot.accepted(state.heads(dataset: entry.subject.dataset))
    let expected = made?.snapshot.seal(
      size: seal.size, excluded: made?.excluded ?? [:], level: seal.level)
    if seal != expected { report.add(.seal(reference.index)) }
  }

  /// Ends the audit of entries: no decided change may be left out at the end.
  mutating func finish(_ report: inout FsckReport) {
    guard let proposal = awaited else { return }
    report.add(.rule(end - 1, .withheld(proposal: proposal)))
    isBroken = true
  }

  /// Compares the notes kept outside the log with what the entries of the last block commit to.
  ///
  /// A note may have been erased; one that the entry does not commit to was put there.
  func auditNotes(
    _ stored: [StoredEntry], from first: UInt64, _ reader: some LedgerReader,
    _ report: inout FsckReport
  ) throws {
    for (offset, (entry, commitment)) in zip(stored, notes).enumerated() {
      guard let note = try reader.privateNote(entry.leafHash) else { continue }
      if commitment.map(note.opens) != true { report.add(.note(first + UInt64(offset))) }
    }
  }

  /// Compares the lists of entries about each example, which are kept for quick reading too.
  func compareHistories(with reader: some LedgerReader, _ report: inout FsckReport) throws {
    for (key, indices) in histories
    where try reader.history(dataset: key.dataset, example: key.example) != indices {
      report.add(.history(dataset: key.dataset, example: key.example))
    }
  }

  /// Compares what is kept with what the entries make, once all were audited.
  ///
  /// Where an entry was refused, the state made here ends before it, so a comparison would only repeat that.
  func compareState(with reader: some LedgerReader, _ report: inout FsckReport) throws {
    guard !isBroken else { return }
    let kept = try reader.state()
    // As many rows, each of them expected and none twice: sorting a million expected ones to compare them takes longer.
    let isSame =
      kept.count == state.changeCount && kept.allSatisfy(state.holds)
      && zip(kept, kept.dropFirst()).allSatisfy { $0 != $1 }
    guard !isSame else { return }
    let made = state.changes
    guard made != kept else { return }
    let expected = Set(made)
    let found = Set(kept)
    let differing = expected.symmetricDifference(found).map(\.subject).sorted()
    for subject in Set(differing).sorted().prefix(20) { report.add(.state(subject)) }
    if differing.isEmpty { report.add(.state("the order of what is kept")) }
  }
}

extension StateChange {
  /// What the change is about, for people.
  fileprivate var subject: String {
    switch self {
    case .ledger: "the ledger's last time"
    case .head(let head): "the label of '\(head.example)'"
    case .answer(let answer): "the answer of '\(answer.annotator)' for '\(answer.example)'"
    case .proposal(let proposal): "the proposal of entry \(proposal.entry.index)"
    case .actor(let record): "the chain of actor '\(record.id)'"
    case .key(let record): "the key of actor '\(record.actor)'"
    case .idempotency(let record): "the request '\(record.key)' of actor '\(record.actor)'"
    }
  }
}
