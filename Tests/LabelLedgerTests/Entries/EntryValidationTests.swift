import LabelLedger
import Testing

@Suite("Entries hold together")
struct EntryValidationTests {
  @Test("each kind has its fields and no others", arguments: EntryKind.allCases)
  func fields(_ kind: EntryKind) throws {
    let needs = EntrySamples.needs(kind)
    let allows = EntrySamples.allows(kind)
    for field in EntrySamples.fields {
      var entry = EntrySamples.smallest(kind)
      if needs.contains(field) {
        EntrySamples.remove(field, from: &entry)
        #expect(throws: EntryError.neededByKind(field: field, kind: kind)) {
          try entry.validate()
        }
      } else if allows.contains(field) {
        EntrySamples.add(field, to: &entry)
        if field == "subject.exampleDigest" { entry.subject.example = "image-1" }
        #expect(throws: Never.self) { try entry.validate() }
      } else {
        EntrySamples.add(field, to: &entry)
        #expect(throws: EntryError.notForKind(field: field, kind: kind)) { try entry.validate() }
      }
    }
  }

  @Test("a digest without its example is refused")
  func digestAlone() {
    var entry = EntrySamples.smallest(.alarmRaised)
    entry.subject.exampleDigest = EntrySamples.leaf
    #expect(throws: EntryError.neededByKind(field: "subject.example", kind: .alarmRaised)) {
      try entry.validate()
    }
  }

  private func path(_ kind: EntryKind, _ change: (inout Entry) -> Void) throws -> String {
    var entry = EntrySamples.smallest(kind)
    try entry.validate()
    change(&entry)
    let error = try #require(throws: EntryError.self) { try entry.validate() }
    guard case .field(let field) = error else {
      Issue.record("\(error)")
      return ""
    }
    // What is refused in memory is refused on paper.
    let payload = entry.canonicalPayload
    #expect(throws: EntryError.self) { try Entry(decoding: payload) }
    return field.path
  }

  @Test("numbers stay within 2^53")
  func numbers() throws {
    let large = StrictJSON.largestInteger + 1
    #expect(try path(.ledgerFrozen) { $0.time = large } == "time")
    #expect(try path(.ledgerFrozen) { $0.time = -large } == "time")
    #expect(try path(.ledgerFrozen) { $0.clientTime = .max } == "clientTime")
    #expect(try path(.ledgerFrozen) { $0.actorSeq = .max } == "actorSeq")
    #expect(try path(.ledgerFrozen) { $0.actorSeq = -1 } == "actorSeq")
    #expect(
      try path(.labelGiven) { $0.label?.previousEntry?.index = .max }
        == "label.previousEntry.index")
    #expect(try path(.labelApproved) { $0.approval?.round = .max } == "approval.round")
    #expect(
      try path(.ledgerOpened) { $0.opening?.predecessor?.size = .max }
        == "opening.predecessor.size")
    #expect(try path(.snapshotSealed) { $0.seal?.size = .max } == "seal.size")
    #expect(
      try path(.snapshotSealed) { $0.seal?.excluded["quarantined"] = .max }
        == "seal.excluded.quarantined")
    #expect(
      try path(.snapshotSealed) { $0.seal?.classes[1].count = .max } == "seal.classes[1].count")
  }

  @Test("an actor's first entry, and only it, follows on nothing")
  func chain() throws {
    #expect(try path(.ledgerFrozen) { $0.actorSeq = 1 } == "prevActorEntry")
    #expect(
      try path(.ledgerFrozen) { $0.prevActorEntry = EntrySamples.leaf } == "prevActorEntry")
  }

  @Test("labels change from what was to what is")
  func labels() throws {
    for kind in [EntryKind.labelGiven, .labelApplied] {
      #expect(try path(kind) { $0.label?.new = nil } == "label.new")
      var first = EntrySamples.smallest(kind)
      first.label?.previous = nil
      first.label?.previousEntry = nil
      #expect(throws: Never.self) { try first.validate() }
    }
    #expect(try path(.labelRetracted) { $0.label?.new = "cat" } == "label.new")
    #expect(try path(.labelProposed) { $0.label?.new = "dog" } == "label.new")
    for kind in [EntryKind.labelGiven, .labelProposed, .labelRetracted, .labelApplied] {
      #expect(try path(kind) { $0.label?.previousEntry = nil } == "label.previousEntry")
    }
    #expect(
      try path(.labelProposed) {
        $0.label?.previousEntry = nil
        $0.label?.previous = nil
      } == "label.previousEntry")
    var retraction = EntrySamples.smallest(.labelProposed)
    retraction.label?.new = nil
    #expect(throws: Never.self) { try retraction.validate() }
    var restored = EntrySamples.smallest(.labelProposed)
    restored.label?.previous = nil
    #expect(throws: Never.self) { try restored.validate() }
    // Composed and decomposed letters are two labels, as their bytes say.
    var composed = EntrySamples.smallest(.labelProposed)
    composed.label?.new = "\u{E9}"
    composed.label?.previous = "e\u{301}"
    #expect(throws: Never.self) { try composed.validate() }
  }

  @Test("a decision fits its kind")
  func decisions() throws {
    for kind in [EntryKind.labelApproved, .labelRejected] {
      let wrong: Decision = kind == .labelApproved ? .reject : .approve
      #expect(try path(kind) { $0.approval?.decision = wrong } == "approval.decision")
      #expect(try path(kind) { $0.approval?.decision = .abstain } == "approval.decision")
    }
    #expect(
      try path(.labelApplied) {
        $0.approval = Approval(of: EntrySamples.leaf, decision: .reject, round: 1)
      } == "approval.decision")
  }

  @Test("only a rotated key replaces another")
  func keys() throws {
    #expect(try path(.keyRotated) { $0.key?.replaces = nil } == "key.replaces")
    for kind in [EntryKind.keyAdded, .keyRevoked] {
      #expect(try path(kind) { $0.key?.replaces = EntrySamples.leaf } == "key.replaces")
    }
  }

  @Test("the counts of a seal are sorted and add up")
  func seals() throws {
    #expect(try path(.snapshotSealed) { $0.seal?.rows = 6 } == "seal.rows")
    #expect(try path(.snapshotSealed) { $0.seal?.classes.reverse() } == "seal.classes[1].label")
    #expect(
      try path(.snapshotSealed) { $0.seal?.classes[1].label = "cat" } == "seal.classes[1].label")
    #expect(try path(.snapshotSealed) { $0.seal?.classes = [] } == "seal.rows")
  }

  @Test("the key of the checkpoints is one line")
  func opening() throws {
    for vkey in ["", "a\nb", "a\u{85}b", String(repeating: "v", count: 513)] {
      #expect(try path(.ledgerOpened) { $0.opening?.vkey = vkey } == "opening.vkey")
    }
  }
}
