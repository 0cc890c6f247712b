/// Which logs and witnesses a verifier trusts, and how many witnesses it asks for (C2SP
/// tlog-policy, 2025).
///
/// A policy is a text of lines. `log <vkey> [<url>]` and `witness <name> <vkey> [<url>]` name keys,
/// `group <name> <k, any or all> <name>...` asks for some of its members, and one line
/// `quorum <name or none>` tells which witness or group must have cosigned. A line may refer only
/// to names of lines before it.
public struct WitnessPolicy: Hashable, Sendable {
  /// A name or a web address: bytes that need not be UTF-8 and are compared as they are.
  public struct Text: Hashable, Sendable, CustomStringConvertible {
    /// The bytes.
    public let bytes: [UInt8]

    /// Takes bytes.
    ///
    /// - Parameter bytes: The bytes.
    public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// The text, with replacement characters where it is not UTF-8.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// A log that is trusted.
  public struct Log: Hashable, Sendable {
    /// Its key, of the type Ed25519; the key's name is the log's origin.
    public let key: VerifierKey
    /// Where it is reached.
    public let url: Text?
  }

  /// A witness that is trusted.
  public struct Member: Hashable, Sendable {
    /// Its name within the policy.
    public let name: Text
    /// Its key, for cosignatures; one of a type that is not known here never counts.
    public let key: VerifierKey
    /// Where it is reached.
    public let url: Text?
  }

  /// Witnesses and groups of which some must have cosigned.
  public struct Group: Hashable, Sendable {
    /// Its name within the policy.
    public let name: Text
    /// How many of the members must have cosigned, 1...n.
    public let threshold: Int
    /// The names of the members.
    public let members: [Text]
  }

  /// The logs in the order of the lines.
  public let logs: [Log]
  /// The witnesses in the order of the lines.
  public let witnesses: [Member]
  /// The groups in the order of the lines.
  public let groups: [Group]
  /// The witness or group that must have cosigned; `nil` if none need have.
  public let quorum: Text?

  init(logs: [Log], witnesses: [Member], groups: [Group], quorum: Text?) {
    self.logs = logs
    self.witnesses = witnesses
    self.groups = groups
    self.quorum = quorum
  }

  /// A witness whose cosignature was verified.
  public struct Cosigner: Hashable, Sendable {
    /// Its name within the policy.
    public let name: Text
    /// The time of its cosignature in seconds since 1970, the latest if there are several.
    public let time: UInt64
  }

  /// A checkpoint that fulfils a policy.
  public struct Acceptance: Hashable, Sendable {
    /// The checkpoint.
    public let checkpoint: Checkpoint
    /// The log's key that signed it.
    public let log: VerifierKey
    /// The witnesses that cosigned it, in the policy's order.
    public let cosigners: [Cosigner]
  }

  /// Verifies a checkpoint: signed by a log of its origin, and cosigned as the quorum asks.
  ///
  /// - Parameters:
  ///   - note: The signed checkpoint.
  ///   - knownLogs: Keys of logs that are trusted beside those of the policy; their names are the
  ///     origins.
  /// - Returns: The checkpoint and who vouches for it.
  /// - Throws: ``PolicyRefusal``. A signature of a trusted key that does not hold is refused, even
  ///   where enough others do.
  /// - Complexity: One signature to verify for each trusted key that signed.
  public func evaluate(
    _ note: SignedNote, knownLogs: [VerifierKey] = []
  ) throws(PolicyRefusal) -> Acceptance {
    let checkpoint: Checkpoint
    do { checkpoint = try Checkpoint(parsing: note.text) } catch { throw .checkpoint(error) }
    let logKeys = (logs.map(\.key) + knownLogs).filter { checkpoint.isOf(origin: $0.name) }
    guard !logKeys.isEmpty else { throw .unknownLog(origin: checkpoint.origin) }
    let verification: SignedNote.Verification
    do {
      verification = try note.verify(with: logKeys + witnesses.map(\.key))
    } catch {
      if case .noKnownSignature = error { throw .notSignedByLog(origin: checkpoint.origin) }
      throw .note(error)
    }
    guard let log = logKeys.first(where: verification.isSigned) else {
      throw .notSignedByLog(origin: checkpoint.origin)
    }
    let cosigners = witnesses.compactMap { witness -> Cosigner? in
      verification.verified.filter { $0.key == witness.key }
        .compactMap { Cosignature($0.signature.bytes)?.time }.max()
        .map { Cosigner(name: witness.name, time: $0) }
    }
    if let quorum, !isReached(quorum, by: Set(cosigners.map(\.name))) {
      throw .quorumNotReached(quorum: quorum, cosigners: cosigners.map(\.name))
    }
    return Acceptance(checkpoint: checkpoint, log: log, cosigners: cosigners)
  }

  /// Tells whether a set of witnesses is enough.
  ///
  /// - Parameters:
  ///   - quorum: The name of a witness or group.
  ///   - cosigners: The names of the witnesses that cosigned.
  /// - Returns: Whether the witness is among them, or enough members of the group are.
  private func isReached(_ quorum: Text, by cosigners: Set<Text>) -> Bool {
    var reached = cosigners
    // Members are always defined before their group.
    for group in groups where group.members.count(where: reached.contains) >= group.threshold {
      reached.insert(group.name)
    }
    return reached.contains(quorum)
  }
}
