/// What a log sends to a witness to have a checkpoint cosigned: the body of `add-checkpoint`
/// (C2SP tlog-witness, 2025).
public struct WitnessRequest: Hashable, Sendable {
  /// The largest number of hashes of the consistency proof.
  public static let maximumHashCount = 63

  /// The size of the last checkpoint that the log believes the witness to have cosigned; 0 for
  /// none.
  public let oldSize: UInt64
  /// The hashes of the consistency proof from that size to the checkpoint's, none from 0.
  public let proof: [Hash]
  /// The signed checkpoint.
  public let note: SignedNote
  /// What the note says.
  public let checkpoint: Checkpoint

  /// Puts a request together; nothing is verified.
  ///
  /// - Parameters:
  ///   - oldSize: The size that the witness is believed to have, at most 2^63 - 1.
  ///   - proof: The hashes of the consistency proof, at most 63.
  ///   - note: The signed checkpoint.
  /// - Throws: ``WitnessRequestError``.
  public init(
    oldSize: UInt64, proof: [Hash], note: SignedNote
  ) throws(WitnessRequestError) {
    guard oldSize <= MerkleTree.maximumSize else { throw .oldSize }
    guard proof.count <= Self.maximumHashCount else { throw .tooManyHashes(proof.count) }
    do { checkpoint = try Checkpoint(parsing: note.text) } catch { throw .checkpoint(error) }
    self.oldSize = oldSize
    self.proof = proof
    self.note = note
  }

  /// Reads a request; nothing is verified.
  ///
  /// - Parameter bytes: The whole body.
  /// - Throws: ``WitnessRequestError`` for anything else than what ``bytes`` would write.
  public init(parsing bytes: [UInt8]) throws(WitnessRequestError) {
    var lines = LineReader(bytes)
    guard let first = lines.next(), first.starts(with: "old ".utf8),
      let oldSize = DecimalSize.parse(first.dropFirst(4))
    else { throw .oldSize }
    var proof: [Hash] = []
    while true {
      guard let line = lines.next() else { throw .noCheckpoint }
      if line.isEmpty { break }
      guard proof.count < Self.maximumHashCount else { throw .tooManyHashes(proof.count + 1) }
      guard let hash = Hash(base64: String(decoding: line, as: UTF8.self)) else {
        throw .hash(proof.count + 1)
      }
      proof.append(hash)
    }
    let note: SignedNote
    do { note = try SignedNote(parsing: Array(lines.rest)) } catch { throw .note(error) }
    try self.init(oldSize: oldSize, proof: proof, note: note)
  }

  /// The whole body.
  public var bytes: [UInt8] {
    let lines = "old \(oldSize)\n" + proof.map { $0.base64 + "\n" }.joined() + "\n"
    return Array(lines.utf8) + note.bytes
  }
}
