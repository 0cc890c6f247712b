import LabelLedger
import Testing

struct LedgerPolicyTests {
  @Test func `A policy is read as it is written, and not otherwise`() throws {
    let document = LedgerPolicy.offline.document
    #expect(
      String(decoding: document, as: UTF8.self)
        == #"{"idempotencyDays":30,"peopleForChange":2,"proposalHours":72,"sealSignatures":1,"v":1}"#
        + "\n")
    #expect(try LedgerPolicy(document: document) == .offline)
    for end in document.indices {
      #expect(throws: PolicyError.self) {
        try LedgerPolicy(document: Array(document[..<end]))
      }
    }
    #expect(throws: PolicyError.self) { try LedgerPolicy(document: document + [0x0A]) }
    let text = String(decoding: document, as: UTF8.self)
    for (old, new) in [
      ("\"peopleForChange\":2", "\"peopleForChange\":1"),
      ("\"peopleForChange\":2", "\"peopleForChange\":9"),
      ("\"proposalHours\":72", "\"proposalHours\":0"),
      ("\"proposalHours\":72", "\"proposalHours\":9223372036854775807"),
      ("\"sealSignatures\":1", "\"sealSignatures\":\"1\""), ("\"v\":1", "\"v\":2"),
      ("\"v\":1", "\"v\":1,\"w\":1"), ("{", "{ "),
    ] {
      let other = text.split(separator: old, omittingEmptySubsequences: false).joined(
        separator: new)
      #expect(other != text)
      #expect(throws: PolicyError.self) { try LedgerPolicy(document: Array(other.utf8)) }
    }
    #expect(LedgerPolicy.offline.with(sealSignatures: 0) == nil)
    #expect(LedgerPolicy.offline.with(sealSignatures: 9) == nil)
  }
}
