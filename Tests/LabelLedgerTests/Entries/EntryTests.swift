import LabelLedger
import Testing

@Suite("Entries")
struct EntryTests {
  @Test("the smallest entry of each kind comes back", arguments: EntryKind.allCases)
  func smallest(_ kind: EntryKind) throws {
    let entry = EntrySamples.smallest(kind)
    let decoded = try Entry(decoding: entry.canonicalPayload)
    #expect(decoded == entry)
    #expect(decoded.canonicalPayload == entry.canonicalPayload)
  }

  @Test("an entry with every field comes back")
  func full() throws {
    for kind in EntryKind.allCases {
      var entry = EntrySamples.full(kind)
      for field in EntrySamples.fields {
        let isThere =
          EntrySamples.needs(kind).contains(field) || EntrySamples.allows(kind).contains(field)
        if isThere {
          EntrySamples.add(field, to: &entry)
        } else {
          EntrySamples.remove(field, from: &entry)
        }
      }
      #expect(try Entry(decoding: entry.canonicalPayload) == entry)
    }
  }

  @Test("order and white space of what is read are free, and one form is written")
  func otherForm() throws {
    let entry = EntrySamples.full()
    let text = String(decoding: entry.canonicalPayload, as: UTF8.self)
    let spaced = "{ \"v\": 1,\n" + text.dropFirst().dropLast(7) + "}\n"
    let decoded = try Entry(decoding: Array(spaced.utf8))
    #expect(decoded == entry)
    #expect(decoded.canonicalPayload == entry.canonicalPayload)
  }

  @Test("the bytes of an entry do not drift")
  func golden() throws {
    let entry = EntrySamples.full()
    #expect(String(decoding: entry.canonicalPayload, as: UTF8.self) == GoldenEntry.payload)
    let envelope = try Envelope.parse(Array(GoldenEntry.envelope.utf8))
    #expect(envelope.payload == entry.canonicalPayload)
    #expect(
      try envelope.verify(publicKeys: EntrySamples.publicKeys)
        == [EntrySamples.ledgerKey.fingerprint, EntrySamples.curatorKey.fingerprint])
    #expect(Hash(of: [0], envelope.encoded).hexadecimal == GoldenEntry.leafHash)
    #if os(Linux)
      // Elsewhere the system's Ed25519 may sign the same bytes in more than one way.
      let keys = [EntrySamples.ledgerKey, EntrySamples.curatorKey]
      #expect(
        try String(decoding: entry.signed(by: keys).encoded, as: UTF8.self) == GoldenEntry.envelope)
    #endif
  }

  @Test("keys, openings, seals and approvals have their forms")
  func parts() {
    let leaf = EntrySamples.leaf.hexadecimal
    let other = EntrySamples.other.hexadecimal
    let root = EntrySamples.leaf.base64
    let publicKey = Base64.encode(EntrySamples.curatorKey.publicKey.bytes)
    for (kind, part) in [
      (
        EntryKind.keyRotated,
        #""key":{"actor":"curator-3","kind":"human","publicKey":"\#(publicKey)","#
          + #""replaces":"\#(other)"},"kind":"key.rotated""#
      ),
      (
        .ledgerOpened,
        #""opening":{"origin":"example.com/labels","predecessor":{"origin":"example.com/old","#
          + #""root":"\#(root)","size":12},"vkey":"example.com/labels+00000000+AQ=="}"#
      ),
      (
        .snapshotSealed,
        #""seal":{"classes":[{"count":2,"label":"cat"},{"count":3,"label":"dog"}],"#
          + #""excluded":{"quarantined":2,"retracted":1},"file":"\#(other)","level":"L1","#
          + #""root":"\#(leaf)","rows":5,"size":20}"#
      ),
      (.labelRejected, #""approval":{"decision":"reject","of":"\#(leaf)","round":1}"#),
      (
        .labelRetracted,
        #""label":{"confidence":"0.95","new":null,"previous":"dog","previousEntry":{"index":17,"#
          + #""leafHash":"\#(leaf)"},"scheme":"animals"}"#
      ),
    ] {
      let payload = EntrySamples.smallest(kind).canonicalPayload
      #expect(String(decoding: payload, as: UTF8.self).contains(part))
    }
  }
}
