import LabelLedger
import Testing

@Suite("Envelopes")
struct EnvelopeTests {
  private let keys = [EntrySamples.ledgerKey, EntrySamples.curatorKey]

  private func envelope() throws -> Envelope {
    try EntrySamples.smallest(.labelApproved).signed(by: keys)
  }

  @Test("signed bytes are those of the document")
  func signedBytes() {
    #expect(
      Envelope.signedBytes(
        payloadType: "http://example.com/HelloWorld", payload: Array("hello world".utf8))
        == Array("DSSEv1 29 http://example.com/HelloWorld 11 hello world".utf8))
    #expect(Envelope.signedBytes(payloadType: "é", payload: []) == Array("DSSEv1 2 é 0 ".utf8))
  }

  @Test("the form is fixed when written, and what was written is read")
  func form() throws {
    let envelope = try Envelope(
      signing: Array("{}".utf8), payloadType: "t", keys: [EntrySamples.ledgerKey])
    let signature = Base64.encode(envelope.signatures[0].bytes)
    let keyid = EntrySamples.ledgerKey.fingerprint
    let text =
      #"{"payload":"e30=","payloadType":"t","signatures":[{"keyid":"\#(keyid)","#
      + #""sig":"\#(signature)"}]}"#
    #expect(String(decoding: envelope.encoded, as: UTF8.self) == text)
    #expect(try Envelope.parse(envelope.encoded, payloadType: "t") == envelope)
    #expect(throws: EnvelopeError.payloadType(given: "t", allowed: Entry.payloadType)) {
      try Envelope.parse(envelope.encoded)
    }
  }

  @Test("bytes are kept as they came")
  func keptBytes() throws {
    let envelope = try envelope()
    let spaced = Array("\n ".utf8) + envelope.encoded + Array("\t".utf8)
    let read = try Envelope.parse(spaced)
    #expect(read.encoded == spaced)
    #expect(read.payload == envelope.payload)
    #expect(try read.verify(publicKeys: EntrySamples.publicKeys) == keys.map(\.fingerprint))
  }

  @Test("unknown keys are passed over and false ones are not")
  func verify() throws {
    let envelope = try envelope()
    let ledger = EntrySamples.ledgerKey.publicKey
    let curator = EntrySamples.curatorKey.publicKey
    #expect(try envelope.verify(publicKeys: [:]) == [])
    #expect(
      try envelope.verify(publicKeys: [curator.fingerprint: curator]) == [curator.fingerprint])
    #expect(throws: EnvelopeError.badSignature(ledger.fingerprint)) {
      try envelope.verify(publicKeys: [ledger.fingerprint: curator])
    }
    let stranger = try Envelope(
      signing: envelope.payload, keys: [ActorKey(name: "stranger")])
    #expect(try stranger.verify(publicKeys: EntrySamples.publicKeys) == [])
  }

  @Test("one to eight different keys sign")
  func counts() throws {
    let many = (0..<9).map { ActorKey(name: Identifier("k\($0)") ?? "k") }
    #expect(throws: EnvelopeError.signatureCount(given: 0, limit: 8)) {
      try Envelope(signing: [], keys: [])
    }
    #expect(throws: EnvelopeError.signatureCount(given: 9, limit: 8)) {
      try Envelope(signing: [], keys: many)
    }
    let eight = try Envelope(signing: [], keys: Array(many.prefix(8)))
    #expect(try Envelope.parse(eight.encoded).signatures.count == 8)
    #expect(throws: EnvelopeError.repeatedKey(many[0].fingerprint)) {
      try Envelope(signing: [], keys: [many[0], many[1], many[0]])
    }
    let text = String(decoding: eight.encoded, as: UTF8.self)
    let list = try #require(text.firstRange(of: "["))
    let one = text[list.upperBound...].prefix { $0 != "}" } + "}"
    for signatures in ["", "\(one),\(one)"] {
      let bytes = Array("\(text[..<list.upperBound])\(signatures)]}".utf8)
      #expect(throws: EnvelopeError.self) { try Envelope.parse(bytes) }
    }
  }

  @Test("65,535 bytes are the limit")
  func size() throws {
    let empty = try Envelope(signing: [], keys: [keys[0]]).encoded.count
    let longest = (Envelope.maximumByteCount - empty) / 4 * 3
    let envelope = try Envelope(signing: [UInt8](repeating: 7, count: longest), keys: [keys[0]])
    #expect(try Envelope.parse(envelope.encoded) == envelope)
    #expect(throws: EnvelopeError.self) {
      try Envelope(signing: [UInt8](repeating: 7, count: longest + 3), keys: [keys[0]])
    }
    let padded = envelope.encoded + [UInt8](repeating: 0x20, count: 65_536 - envelope.encoded.count)
    #expect(throws: EnvelopeError.tooLarge(byteCount: 65_536, limit: 65_535)) {
      try Envelope.parse(padded)
    }
    #expect(try Envelope.parse(Array(padded.dropLast())).payload == envelope.payload)
  }

  @Test("every beginning of an envelope is refused")
  func prefixes() throws {
    let bytes = try envelope().encoded
    for count in bytes.indices {
      #expect(throws: EnvelopeError.self) { try Envelope.parse(Array(bytes.prefix(count))) }
    }
  }

  @Test("every byte of an envelope counts")
  func mutations() throws {
    let envelope = try envelope()
    var generator = SeededGenerator(seed: 8)
    // The first bytes and two signatures' first digits get all values, every other byte one.
    let signatures = try #require(envelope.encoded.lastIndex(of: UInt8(ascii: "[")))
    for index in envelope.encoded.indices {
      let isThorough = index < 14 || (signatures - 3..<signatures + 13).contains(index)
      let changes =
        isThorough ? Array(1...255) : [UInt8.random(in: 1...255, using: &generator)]
      for change in changes {
        var bytes = envelope.encoded
        bytes[index] ^= change
        #expect(!isAccepted(bytes), "byte \(index) xor \(change)")
      }
    }
  }

  /// Whether both keys of the envelope are found to have signed an entry.
  private func isAccepted(_ bytes: [UInt8]) -> Bool {
    guard let envelope = try? Envelope.parse(bytes), (try? Entry(decoding: envelope.payload)) != nil
    else { return false }
    return (try? envelope.verify(publicKeys: EntrySamples.publicKeys)) == keys.map(\.fingerprint)
  }

  @Test("changes at random never trap", arguments: [21, 22] as [UInt64])
  func fuzz(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let start = try envelope().encoded
    let payload = EntrySamples.full().canonicalPayload
    let pieces = ["\"", "{", "}", "[", "]", ",", ":", "\\u", "\\ud800", "null", "1e9", "-", "é"]
    for _ in 0..<1_500 {
      var bytes = Bool.random(using: &generator) ? start : payload
      let place = Int.random(in: bytes.indices, using: &generator)
      let end = min(bytes.count, place + Int.random(in: 0...9, using: &generator))
      bytes.replaceSubrange(place..<end, with: (pieces.randomElement(using: &generator) ?? "").utf8)
      if let entry = try? Entry(decoding: bytes) {
        #expect(try Entry(decoding: entry.canonicalPayload) == entry)
      }
      _ = try? Envelope.parse(bytes)
    }
  }
}
