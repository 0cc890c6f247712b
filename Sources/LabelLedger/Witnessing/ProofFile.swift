/// A proof, readable without any network, that a log holds an entry and witnesses have seen it
/// (C2SP tlog-proof@v1, 2026).
///
/// The file holds the index, the inclusion proof and the signed checkpoint, and perhaps extra data,
/// which nothing vouches for. Its name ends in `.tlog-proof`.
public struct ProofFile: Hashable, Sendable {
  /// The largest number of hashes, for a tree of 2^63 - 1 entries.
  public static let maximumHashCount = 63
  /// The largest number of bytes in a file.
  public static let maximumByteCount = 2_000_000
  static let header = "c2sp.org/tlog-proof@v1"

  /// Data for the reader's use that is not authenticated, at least one byte; the ledger puts the
  /// entry here.
  public let extra: [UInt8]?
  /// The entry's index.
  public let index: UInt64
  /// The hashes of the inclusion proof, the lowest first.
  public let hashes: [Hash]
  /// The signed checkpoint.
  public let note: SignedNote
  /// What the note says, trusted only after ``verify(entry:policy:knownLogs:)``.
  public let checkpoint: Checkpoint

  /// Puts a proof file together; nothing is verified.
  ///
  /// - Parameters:
  ///   - proof: The inclusion proof, of the size of the checkpoint.
  ///   - note: The signed checkpoint.
  ///   - extra: Data for the reader's use, at least one byte.
  /// - Throws: ``ProofFileError`` for what could not be read back as the same file, and
  ///   ``ProofFileError/size(proof:checkpoint:)``.
  public init(
    proof: InclusionProof, note: SignedNote, extra: [UInt8]? = nil
  ) throws(ProofFileError) {
    try self.init(index: proof.index, hashes: proof.hashes, note: note, extra: extra)
    guard proof.size == checkpoint.size else {
      throw .size(proof: proof.size, checkpoint: checkpoint.size)
    }
    let count = bytes.count
    guard count <= Self.maximumByteCount else { throw .tooLong(count) }
  }

  private init(
    index: UInt64, hashes: [Hash], note: SignedNote, extra: [UInt8]?
  ) throws(ProofFileError) {
    guard index <= MerkleTree.maximumSize else { throw .index }
    guard hashes.count <= Self.maximumHashCount else { throw .tooManyHashes(hashes.count) }
    guard extra?.isEmpty != true else { throw .extra }
    do { checkpoint = try Checkpoint(parsing: note.text) } catch { throw .checkpoint(error) }
    self.extra = extra
    self.index = index
    self.hashes = hashes
    self.note = note
  }

  /// Reads a proof file; nothing is verified.
  ///
  /// - Parameter bytes: The whole file.
  /// - Throws: ``ProofFileError`` for anything else than what ``bytes`` would write.
  public init(parsing bytes: [UInt8]) throws(ProofFileError) {
    guard bytes.count <= Self.maximumByteCount else { throw .tooLong(bytes.count) }
    var lines = LineReader(bytes)
    guard let header = lines.next(), header.elementsEqual(Self.header.utf8) else { throw .header }
    var line = lines.next()
    var extra: [UInt8]?
    if let word = line, word.starts(with: "extra ".utf8) {
      guard let data = Base64.decode(String(decoding: word.dropFirst(6), as: UTF8.self)) else {
        throw .extra
      }
      extra = data
      line = lines.next()
    }
    guard let word = line, word.starts(with: "index ".utf8),
      let index = DecimalSize.parse(word.dropFirst(6))
    else { throw .index }
    var hashes: [Hash] = []
    while true {
      guard let line = lines.next() else { throw .noCheckpoint }
      if line.isEmpty { break }
      guard let hash = Hash(base64: String(decoding: line, as: UTF8.self)) else {
        throw .hash(hashes.count + 1)
      }
      hashes.append(hash)
    }
    let note: SignedNote
    do { note = try SignedNote(parsing: Array(lines.rest)) } catch { throw .note(error) }
    try self.init(index: index, hashes: hashes, note: note, extra: extra)
  }

  /// The whole file.
  public var bytes: [UInt8] {
    var text = Self.header + "\n"
    if let extra { text += "extra \(Base64.encode(extra))\n" }
    text += "index \(index)\n"
    for hash in hashes { text += hash.base64 + "\n" }
    return Array((text + "\n").utf8) + note.bytes
  }

  /// Verifies that a log of the policy holds the entry, and that enough witnesses have seen its
  /// tree.
  ///
  /// - Parameters:
  ///   - entry: The entry's bytes.
  ///   - policy: Whom to trust.
  ///   - knownLogs: Keys of logs that are trusted beside those of the policy; their names are the
  ///     origins.
  /// - Returns: The checkpoint and who vouches for it.
  /// - Throws: ``ProofFileError/policy(_:)``, ``ProofFileError/proof(_:)``.
  public func verify(
    entry: [UInt8], policy: WitnessPolicy, knownLogs: [VerifierKey] = []
  ) throws(ProofFileError) -> WitnessPolicy.Acceptance {
    let acceptance: WitnessPolicy.Acceptance
    do {
      acceptance = try policy.evaluate(note, knownLogs: knownLogs)
    } catch { throw .policy(error) }
    let proof = InclusionProof(index: index, size: checkpoint.size, hashes: hashes)
    do {
      try proof.verify(leafHash: MerkleTree.leafHash(entry), root: checkpoint.root)
    } catch { throw .proof(error) }
    return acceptance
  }
}
