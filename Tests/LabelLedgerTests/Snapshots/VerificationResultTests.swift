import LabelLedger
import Testing

@Suite("Results of verification")
struct VerificationResultTests {
  private let result = SnapshotSamples.result

  @Test("what was signed is read, in the form of SVR 0.2")
  func roundTrip() throws {
    let envelope = try result.signed(by: [EntrySamples.ledgerKey])
    #expect(
      try VerificationResult.verify(
        envelope: envelope.encoded, publicKeys: EntrySamples.publicKeys) == result)
    let policy = EntrySamples.other
    #expect(
      String(decoding: envelope.payload, as: UTF8.self)
        == #"{"_type":"https://in-toto.io/Statement/v1","predicate":{"properties":"#
        + #"["FLIPGUARD_LABEL_L2"],"timeCreated":"2026-09-21T14:13:20.000Z","verifier":{"id":"#
        + #""urn:flipguard:ledger:v1","policies":[{"digest":{"sha256":"\#(policy)"},"#
        + #""name":"policy.json"}]}},"predicateType":"https://in-toto.io/attestation/svr/v0.2","#
        + #""subject":[{"digest":{"sha256":"\#(result.file)"},"name":"snapshot.csv"}]}"#)
  }

  @Test("strangers, other predicates and other forms are refused")
  func refused() throws {
    let keys = [EntrySamples.ledgerKey]
    let stranger = try result.signed(by: [ActorKey(name: "stranger")])
    let snapshot = try SnapshotSamples.statement.signed(by: keys)
    for envelope in [stranger, snapshot] {
      #expect(throws: SnapshotError.self) {
        try VerificationResult.verify(
          envelope: envelope.encoded, publicKeys: EntrySamples.publicKeys)
      }
    }
    let text = String(decoding: try result.signed(by: keys).payload, as: UTF8.self)
    for (old, new) in [
      ("_L2", "_L7"), ("\"FLIPGUARD_LABEL_L2\"", ""), (".000Z", "Z"), ("T14", "T25"),
      ("ledger:v1", "ledger:v2"), ("policy.json", "other.json"), ("\"policies\"", "\"policy\""),
    ] {
      let changed = text.replacing(old, with: new)
      #expect(changed != text)
      let envelope = try Envelope(
        signing: Array(changed.utf8), payloadType: "application/vnd.in-toto+json", keys: keys)
      #expect(throws: SnapshotError.self, "\(new)") {
        try VerificationResult.verify(
          envelope: envelope.encoded, publicKeys: EntrySamples.publicKeys)
      }
    }
  }

  @Test("a time without text is refused")
  func time() {
    let late = VerificationResult(
      file: result.file, level: .l1, policy: result.policy, time: .max)
    #expect(throws: SnapshotError.self) { try late.signed(by: [EntrySamples.ledgerKey]) }
  }
}
