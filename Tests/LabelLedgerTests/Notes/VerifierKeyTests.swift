import LabelLedger
import Testing

@Suite("Verifier key")
struct VerifierKeyTests {
  @Test(
    "published keys are read and written back",
    arguments: [
      (PublishedNotes.peter, "PeterNeumann", 0xc74f_20a3, 1),
      (PublishedNotes.enoch, "EnochRoot", 0xaf0c_fe78, 1),
      (PublishedNotes.example, "example.com/foo", 0x530d_903a, 1),
      (PublishedNotes.cosigner, "remora.n621.de", 0xda77_ade7, 4),
      ("TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6", "TEST", 0x7997_405c, 1),
    ])
  func published(_ text: String, _ name: String, _ id: UInt32, _ type: UInt8) throws {
    let key = try VerifierKey(parsing: text)
    #expect(key.name == name)
    #expect(key.id == id)
    #expect(key.algorithm.type == type)
    #expect(key.publicKey.count == 32)
    #expect(key.description == text)
    #expect(
      try VerifierKey(name: name, algorithm: key.algorithm, publicKey: key.publicKey) == key)
  }

  @Test(
    "every part of a key and every changed character is refused",
    arguments: [PublishedNotes.peter, PublishedNotes.cosigner])
  func changed(_ text: String) {
    let bytes = Array(text.utf8)
    var accepted: [String] = []
    for start in bytes.indices {
      for end in start...bytes.count where end - start < bytes.count {
        let part = String(decoding: bytes[start..<end], as: UTF8.self)
        if !refuses({ try VerifierKey(parsing: part) }) { accepted.append(part) }
      }
    }
    for place in bytes.indices {
      var other = bytes
      other[place] += 1
      let text = String(decoding: other, as: UTF8.self)
      if !refuses({ try VerifierKey(parsing: text) }) { accepted.append(text) }
    }
    #expect(accepted == [])
    for addition in ["\n", " ", "=", "A", "+"] {
      #expect(throws: KeyError.self) { try VerifierKey(parsing: text + addition) }
      #expect(throws: KeyError.self) { try VerifierKey(parsing: addition + text) }
    }
  }

  @Test("malformed keys name what is wrong")
  func malformed() {
    for (text, error): (String, KeyError) in [
      ("", .form), ("a+b", .form), ("name+C74F20A3+AAAA", .form), ("name+c74f20+AAAA", .form),
      ("name+c74f20a3a3+AAAA", .form), ("+c74f20a3+AAAA", .name("")),
      ("a b+c74f20a3+AAAA", .name("a b")), ("a\u{a0}b+c74f20a3+AAAA", .name("a\u{a0}b")),
      ("a\u{2003}b+c74f20a3+AAAA", .name("a\u{2003}b")), ("a\nb+c74f20a3+AAAA", .name("a\nb")),
      ("a\u{1}b+c74f20a3+AAAA", .name("a\u{1}b")), ("name+c74f20a3+", .base64),
      ("name+c74f20a3+A?==", .base64), ("name+c74f20a3+AQ==", .byteCount(expected: 32, given: 0)),
      ("name+c74f20a3+BAAA", .byteCount(expected: 32, given: 2)),
      (
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        .base64
      ),
      (
        "PeterNeumann+00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        .identifier(expected: 0xc74f_20a3, given: 0)
      ),
    ] {
      #expect(throws: error) { try VerifierKey(parsing: text) }
    }
  }

  @Test("a key of an unknown type is read, and verifies nothing")
  func unknown() throws {
    let text = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    let key = try VerifierKey(parsing: text)
    #expect(key.algorithm == .unknown(0x65))
    #expect(key.description == text)
    #expect(!key.verifies([UInt8](repeating: 0, count: 64), of: []))
    let large = try VerifierKey(
      name: "witness.example", algorithm: .unknown(6),
      publicKey: [UInt8](repeating: 5, count: 1312))
    #expect(try VerifierKey(parsing: large.description) == large)
    #expect(throws: KeyError.byteCount(expected: 1, given: 0)) {
      try VerifierKey(name: "witness.example", algorithm: .unknown(6), publicKey: [])
    }
  }

  @Test("a known type cannot hide behind the unknown")
  func normalized() throws {
    let key = try VerifierKey(parsing: PublishedNotes.peter)
    let same = try VerifierKey(
      name: key.name, algorithm: .unknown(1), publicKey: key.publicKey)
    #expect(same == key)
    #expect(same.algorithm == .ed25519)
  }

  @Test("names that only look the same are different names")
  func spelling() throws {
    let bytes = [UInt8](repeating: 1, count: 32)
    let composed = try VerifierKey(name: "caf\u{e9}", algorithm: .ed25519, publicKey: bytes)
    let split = try VerifierKey(name: "cafe\u{301}", algorithm: .ed25519, publicKey: bytes)
    #expect(composed.name == split.name)
    #expect(composed != split)
    #expect(composed.id != split.id)
  }
}
