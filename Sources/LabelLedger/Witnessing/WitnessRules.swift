/// When a witness cosigns, and what it answers otherwise (C2SP tlog-witness, 2025).
///
/// The rules look at a request and at what the witness remembers, and at nothing else; ``Witness``
/// applies them to a store. They follow version 1.1 of the specification, which answers 422 to
/// another root for the same size, where version 1.0 answered 409.
public struct WitnessRules: Sendable {
  /// A log that the witness follows.
  public struct Log: Hashable, Sendable {
    /// The log's origin.
    public let origin: String
    /// The keys that are trusted to sign its checkpoints.
    public let keys: [VerifierKey]

    /// Names a log.
    ///
    /// - Parameters:
    ///   - origin: The log's origin.
    ///   - keys: The keys that are trusted to sign its checkpoints.
    public init(origin: String, keys: [VerifierKey]) {
      self.origin = origin
      self.keys = keys
    }
  }

  /// What is to be done with a request.
  public enum Verdict: Hashable, Sendable {
    /// Cosign it. The note holds the signatures of the log's trusted keys alone.
    case cosign(SignedNote, replacing: WitnessState?)
    /// Answer, and keep evidence against the log if there is some.
    case refuse(WitnessAnswer, evidence: WitnessEvidence?)
  }

  /// The logs that the witness follows.
  public let logs: [Log]

  /// Makes the rules of a witness.
  ///
  /// - Parameter logs: The logs that it follows; keys of several entries of one origin are all
  ///   trusted.
  public init(logs: [Log]) { self.logs = logs }

  /// Decides about a request.
  ///
  /// - Parameters:
  ///   - body: The body of the request.
  ///   - state: Tells what is remembered of the log of an origin.
  /// - Returns: What is to be done.
  /// - Throws: What `state` throws, and nothing else.
  public func decide(
    _ body: [UInt8], state: (String) throws -> WitnessState?
  ) throws -> Verdict {
    let request: WitnessRequest
    do {
      request = try WitnessRequest(parsing: body)
    } catch {
      return refuse(.malformed, "\(error)")
    }
    let checkpoint = request.checkpoint
    let known = logs.filter { checkpoint.isOf(origin: $0.origin) }
    guard !known.isEmpty else { return refuse(.unknownLog, "The origin is not known.") }
    let note: SignedNote
    do {
      let verified = try request.note.verify(with: known.flatMap(\.keys)).verified
      // Lines of other keys and repeated ones are dropped, since whoever sends them could spoil or
      // fill what is remembered.
      var seen: Set<VerifierKey> = []
      note = try SignedNote(
        text: request.note.text,
        signatures: verified.filter { seen.insert($0.key).inserted }.map(\.signature))
    } catch {
      return refuse(.notSigned, "\(error)")
    }
    guard request.oldSize <= checkpoint.size else {
      return refuse(
        .malformed, "The old size \(request.oldSize) is above the checkpoint's \(checkpoint.size).")
    }
    return judge(request, note: note, remembered: try state(checkpoint.origin))
  }

  /// Decides about a request whose signature holds.
  private func judge(
    _ request: WitnessRequest, note: SignedNote, remembered: WitnessState?
  ) -> Verdict {
    let checkpoint = request.checkpoint
    func evidence(_ kind: WitnessEvidence.Kind) -> WitnessEvidence {
      WitnessEvidence(kind: kind, request: request, remembered: remembered)
    }
    let last = remembered?.checkpoint
    let size = last?.size ?? 0
    let hasSplit = last.map { $0.size == checkpoint.size && $0.root != checkpoint.root } ?? false
    guard request.oldSize == size else {
      return .refuse(
        WitnessAnswer(.otherSize, body: "\(size)\n"),
        evidence: hasSplit ? evidence(.otherRoot) : nil)
    }
    if checkpoint.size == 0, checkpoint.root != MerkleTree.emptyRoot {
      return refuse(
        .inconsistent, "The root hash is not that of the empty tree.", evidence(.emptyTreeRoot))
    }
    if hasSplit {
      return refuse(
        .inconsistent, "Another root hash was cosigned for the size \(size).", evidence(.otherRoot))
    }
    do {
      try prove(request, from: last)
    } catch {
      return refuse(.inconsistent, "\(error)", evidence(.unproved))
    }
    return .cosign(note, replacing: remembered)
  }

  private func prove(
    _ request: WitnessRequest, from last: Checkpoint?
  ) throws(ProofError) {
    guard let last, last.size > 0 else {
      // Every tree continues the empty one, and there is nothing to prove.
      guard request.proof.isEmpty else {
        throw .hashCount(expected: 0, given: request.proof.count)
      }
      return
    }
    let proof = ConsistencyProof(
      oldSize: last.size, newSize: request.checkpoint.size, hashes: request.proof)
    try proof.verify(oldRoot: last.root, newRoot: request.checkpoint.root)
  }

  private func refuse(
    _ status: WitnessAnswer.Status, _ reason: String, _ evidence: WitnessEvidence? = nil
  ) -> Verdict {
    .refuse(WitnessAnswer(status, body: reason + "\n"), evidence: evidence)
  }
}
