import LabelLedger
import Testing

@Suite("Signer key")
struct SignerKeyTests {
  @Test("Go's key gives Go's note, byte for byte")
  func published() throws {
    let key = try SignerKey(parsing: PublishedNotes.peterPrivate)
    #expect(key.privateText == PublishedNotes.peterPrivate)
    #expect(key.verifierKey.description == PublishedNotes.peter)
    let text = Array(PublishedNotes.text.utf8)
    let note = try SignedNote(text: text, signatures: [try key.sign(text)])
    #if !canImport(CryptoKit)
      #expect(note.bytes == PublishedNotes.note)
    #endif
    #expect(try note.verify(with: [key.verifierKey]).isSigned(by: key.verifierKey))
  }

  @Test("every part of a private key and every changed character is refused")
  func changed() {
    let bytes = Array(PublishedNotes.peterPrivate.utf8)
    var accepted: [String] = []
    for start in bytes.indices {
      for end in start...bytes.count where end - start < bytes.count {
        let part = String(decoding: bytes[start..<end], as: UTF8.self)
        if !refuses({ try SignerKey(parsing: part) }) { accepted.append(part) }
      }
    }
    for place in bytes.indices {
      var other = bytes
      other[place] += 1
      let text = String(decoding: other, as: UTF8.self)
      if !refuses({ try SignerKey(parsing: text) }) { accepted.append(text) }
    }
    #expect(accepted == [])
  }

  @Test("other types of keys do not sign")
  func types() {
    #expect(throws: KeyError.notPrivate) { try SignerKey(parsing: PublishedNotes.peter) }
    #expect(throws: KeyError.cannotSign(type: 4)) {
      try SignerKey(parsing: "PRIVATE+KEY+" + PublishedNotes.cosigner)
    }
    #expect(throws: KeyError.byteCount(expected: 32, given: 31)) {
      try SignerKey(name: "a", seed: [UInt8](repeating: 0, count: 31))
    }
    #expect(throws: KeyError.name("a b")) { try SignerKey(named: "a b") }
  }

  @Test("a new key is read back, signs, and is unlike any other")
  func new() throws {
    let key = try SignerKey(named: "example.com/log")
    let back = try SignerKey(parsing: key.privateText)
    #expect(back.verifierKey == key.verifierKey)
    #expect(key.verifierKey.id != key.cosignerKey.id)
    #expect(key.verifierKey.publicKey == key.cosignerKey.publicKey)
    #expect(try SignerKey(named: "example.com/log").privateText != key.privateText)
    let text = Array("hi\n".utf8)
    let signature = try back.sign(text)
    #expect(key.verifierKey.verifies(signature.bytes, of: text))
    #expect(!key.cosignerKey.verifies(signature.bytes, of: text))
    #expect(!key.verifierKey.verifies(signature.bytes, of: Array("ho\n".utf8)))
    #expect(!key.verifierKey.verifies(signature.bytes + [0], of: text))
    #expect(!key.verifierKey.verifies([], of: text))
    #expect(key.verifierKey.verifies(try key.signature(of: [1, 2]), of: [1, 2]))
  }

  @Test("printing a key does not show its secret")
  func secret() throws {
    let key = try SignerKey(named: "example.com/log")
    var dumped = ""
    dump(key, to: &dumped)
    let secret = try #require(key.privateText.split(separator: "+").last)
    for text in ["\(key)", String(reflecting: key), dumped] {
      #expect(!text.contains(secret))
      #expect(!text.contains("PRIVATE"))
    }
  }
}
