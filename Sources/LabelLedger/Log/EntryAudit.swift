/// The audit of entries one by one: form, signatures, rules, and the state that they make.
struct EntryAudit {
  private let rules: LedgerRules
  private let ingestKey: PublicKey?
  private var state = MemoryState()
  /// Every key that an actor ever had.
  private var keys: [Hash: PublicKey] = [:]
  /// Whether an entry was refused, so that the state no longer says much.
  private var isBroken = false

  init(ingestKey: VerifierKey, policy: LedgerPolicy) {
    rules = LedgerRules(policy)
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
    for (offset, decoded) in decoded.enumerated() {
      let index = first + UInt64(offset)
      switch decoded {
      case .malformed(let reason):
        report.add(.malformedEntry(index, reason: reason))
        isBroken = true
      case .entry(let entry, _):
        report.signatures += verdicts[offset].count
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
      for change in try rules.changes(of: entry, at: reference, signedBy: signers, in: state) {
        state.apply(change)
      }
    } catch let violation as RuleViolation {
      report.add(.rule(reference.index, violation))
      isBroken = true
    } catch {
      preconditionFailure("the state in memory throws nothing: \(error)")
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
