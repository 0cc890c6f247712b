import LabelLedger
import Testing

@Suite("Witness request")
struct WitnessRequestTests {
  @Test("a request is written as specified, and read back")
  func form() throws {
    let log = try MadeUpLog(size: 5)
    let bytes = try log.request(old: 3, size: 5)
    let proof = log.tree.proof(3, 5).map(\.base64)
    let expected =
      "old 3\n\(proof.joined(separator: "\n"))\n\n"
      + String(decoding: try log.checkpoint(5).bytes, as: UTF8.self)
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("old 3\n\(proof[0])\n"))
    let request = try WitnessRequest(parsing: Array(expected.utf8))
    #expect(request.bytes == Array(expected.utf8))
    #expect(request.oldSize == 3)
    #expect(request.proof == log.tree.proof(3, 5))
    #expect(request.checkpoint.size == 5)
    let full = try WitnessRequest(
      oldSize: 1, proof: Array(repeating: MerkleTree.emptyRoot, count: 63),
      note: log.checkpoint(5))
    #expect(try WitnessRequest(parsing: full.bytes) == full)
  }

  @Test("anything else names what is wrong")
  func refused() throws {
    let log = try MadeUpLog(size: 5)
    let note = String(decoding: try log.checkpoint(5).bytes, as: UTF8.self)
    let hash = MerkleTree.emptyRoot.base64
    for (text, error): (String, WitnessRequestError) in [
      ("", .oldSize), ("old", .oldSize), ("old 3", .oldSize), ("old 03\n\n" + note, .oldSize),
      ("old -1\n\n" + note, .oldSize), ("old +1\n\n" + note, .oldSize),
      ("old  1\n\n" + note, .oldSize), ("old 1 \n\n" + note, .oldSize),
      ("Old 1\n\n" + note, .oldSize), ("\nold 1\n\n" + note, .oldSize),
      ("old \n\n" + note, .oldSize), ("old 9223372036854775808\n\n" + note, .oldSize),
      ("old 18446744073709551616\n\n" + note, .oldSize), ("old 1\r\n\n" + note, .oldSize),
      ("old 1\n", .noCheckpoint), ("old 1\n\(hash)\n", .noCheckpoint),
      ("old 1\n\(hash)", .noCheckpoint), ("old 1\n" + note, .hash(1)),
      ("old 1\n\(hash)\n\(hash.dropLast())\n\n" + note, .hash(2)),
      ("old 1\n \(hash)\n\n" + note, .hash(1)), ("old 1\nYQ==\n\n" + note, .hash(1)),
      (
        "old 1\n" + String(repeating: hash + "\n", count: 64) + "\n" + note, .tooManyHashes(64)
      ),
      ("old 1\n\n", .note(.unfinishedLine)), ("old 1\n\n\n" + note, .checkpoint(.lineCount(4))),
      ("old 1\n\n" + note + "\n", .note(.noSignatures)),
      ("old 1\n\n" + note.replacing("\n5\n", with: "\nfive\n"), .checkpoint(.size("five"))),
    ] {
      #expect(throws: error, "\(text)") { try WitnessRequest(parsing: Array(text.utf8)) }
    }
    let valid = try SignedNote(parsing: Array(note.utf8))
    #expect(throws: WitnessRequestError.oldSize) {
      try WitnessRequest(oldSize: .max, proof: [], note: valid)
    }
    #expect(throws: WitnessRequestError.tooManyHashes(64)) {
      try WitnessRequest(
        oldSize: 1, proof: Array(repeating: MerkleTree.emptyRoot, count: 64), note: valid)
    }
  }
}
