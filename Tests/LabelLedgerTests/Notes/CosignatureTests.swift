import LabelLedger
import Testing

@Suite("Cosignature")
struct CosignatureTests {
  @Test("the time of a published cosignature is read")
  func published() throws {
    let line = "\u{2014} remora.n621.de \(PublishedNotes.cosignature)"
    let signature = try #require(NoteSignature(line: Array(line.utf8)))
    #expect(signature.keyID == 0x6468_46b9)
    let cosignature = try #require(Cosignature(signature.bytes))
    #expect(cosignature.time == 1_727_964_367)
    #expect(cosignature.bytes == signature.bytes)
    #expect(signature.line == line + "\n")
  }

  @Test("the message is that of the specification")
  func message() {
    let text = Array("example.com/behind-the-sofa\n20852163\nCsUYapGG\n".utf8)
    #expect(
      Cosignature.message(time: 1_679_315_147, text: text)
        == Array("cosignature/v1\ntime 1679315147\n".utf8) + text)
  }

  @Test("another library of Ed25519 makes the same cosignature")
  func elsewhere() throws {
    let key = try SignerKey(parsing: PublishedNotes.peterPrivate)
    let text = Array(
      """
      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

      """.utf8)
    let signature =
      "GLl4CwAAAABkGFDLJeR//pqzhnEKVvEm2wWbh2RJ6oru5+cUUfm5X9NnlaGr8aSH9QE5RVZD4QGlxl2F5UpVIIi94p178KLfqPPsAA=="
    let line = "\u{2014} PeterNeumann \(signature)"
    #expect(
      key.cosignerKey.description
        == "PeterNeumann+18b9780b+BBpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    let cosignature = try #require(NoteSignature(line: Array(line.utf8)))
    #expect(key.cosignerKey.verifies(cosignature.bytes, of: text))
    #if !canImport(CryptoKit)
      #expect(try key.cosign(text, time: 1_679_315_147).line == line + "\n")
    #endif
  }

  @Test("a cosignature holds for its text and its time alone")
  func holds() throws {
    let witness = try SignerKey(named: "witness.example/w1")
    let text = Array("log\n1\n\(MerkleTree.emptyRoot.base64)\n".utf8)
    for time in [0, 1, 1_700_000_000, UInt64(Int64.max)] {
      let signature = try witness.cosign(text, time: time)
      #expect(signature.keyID == witness.cosignerKey.id)
      #expect(signature.bytes.count == 72)
      #expect(Cosignature(signature.bytes)?.time == time)
      #expect(witness.cosignerKey.verifies(signature.bytes, of: text))
      #expect(!witness.verifierKey.verifies(signature.bytes, of: text))
      #expect(!witness.cosignerKey.verifies(signature.bytes, of: text + [10]))
      for place in signature.bytes.indices {
        var changed = signature.bytes
        changed[place] ^= 1
        #expect(!witness.cosignerKey.verifies(changed, of: text))
      }
    }
  }

  @Test("other lengths and times beyond 2^63 - 1 are refused")
  func refused() {
    for count in [0, 8, 64, 71, 73] {
      #expect(Cosignature([UInt8](repeating: 0, count: count)) == nil)
    }
    #expect(Cosignature([0x7f] + [UInt8](repeating: 255, count: 71)) != nil)
    #expect(Cosignature([0x80] + [UInt8](repeating: 0, count: 71)) == nil)
  }

  @Test("a note takes a cosignature beside the log's signature")
  func together() throws {
    let log = try SignerKey(named: "example.com/log")
    let witness = try SignerKey(named: "example.com/log")
    let checkpoint = try Checkpoint(origin: log.name, size: 0, root: MerkleTree.emptyRoot)
    let note = try checkpoint.signed(with: log).adding([
      try witness.cosign(checkpoint.text, time: 5)
    ])
    let keys = [log.verifierKey, witness.cosignerKey]
    #expect(try note.verify(with: keys).verified.map(\.key) == keys)
    // The same key of another type is another key.
    #expect(throws: NoteError.self) { try note.verify(with: [witness.verifierKey]) }
  }
}
