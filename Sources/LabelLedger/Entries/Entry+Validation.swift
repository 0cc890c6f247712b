extension Entry {
  /// Checks what the types of the fields leave open: which fields the kind has, and which fit together.
  ///
  /// It looks at this entry alone; what may follow on what is a matter of the ledger's rules.
  ///
  /// - Throws: ``EntryError`` with the first fault.
  public func validate() throws(EntryError) {
    try checkKind()
    do {
      try checkNumbers()
      try checkChain()
      if let label { try check(label) }
      if let approval { try check(approval) }
      if let key { try check(key) }
      if let seal { try check(seal) }
    } catch {
      throw .field(error)
    }
  }

  private func checkKind() throws(EntryError) {
    var present = EntryFields()
    if subject.example != nil { present.insert(.example) }
    if subject.exampleDigest != nil { present.insert(.exampleDigest) }
    if label != nil { present.insert(.label) }
    if approval != nil { present.insert(.approval) }
    if key != nil { present.insert(.key) }
    if opening != nil { present.insert(.opening) }
    if seal != nil { present.insert(.seal) }
    let (needed, allowed) = kind.fields
    guard present != needed else { return }
    for (field, path) in EntryFields.paths {
      if present.contains(field), !needed.union(allowed).contains(field) {
        throw .notForKind(field: path, kind: kind)
      }
      if needed.contains(field), !present.contains(field) {
        throw .neededByKind(field: path, kind: kind)
      }
    }
    if present.contains(.exampleDigest), !present.contains(.example) {
      throw .neededByKind(field: "subject.example", kind: kind)
    }
  }

  private func checkNumbers() throws(FieldError) {
    try check(time, "time")
    if let clientTime { try check(clientTime, "clientTime") }
    try check(actorSeq, "actorSeq")
    guard actorSeq >= 0 else { throw bad("actorSeq", "\(actorSeq)", "0 or more") }
    if let index = label?.previousEntry?.index { try check(index, "label.previousEntry.index") }
    if let approval { try check(approval.round, "approval.round") }
    if let size = opening?.predecessor?.size { try check(size, "opening.predecessor.size") }
    if let opening {
      let isAllowed =
        1...512 ~= opening.vkey.utf8.count
        && opening.vkey.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
      guard isAllowed else {
        throw bad("opening.vkey", opening.vkey, "1 to 512 bytes without control characters")
      }
    }
    if let idempotencyKey {
      let count = idempotencyKey.text.utf8.count
      guard count <= Self.maximumIdempotencyKeyByteCount else {
        throw bad("idempotencyKey", idempotencyKey.text, "1 to 128 bytes")
      }
    }
  }

  private func checkChain() throws(FieldError) {
    guard (actorSeq == 0) == (prevActorEntry == nil) else {
      throw bad(
        "prevActorEntry", prevActorEntry?.hexadecimal ?? "left out",
        "there unless actorSeq is 0, and only then left out")
    }
  }

  private func check(_ label: LabelChange) throws(FieldError) {
    switch kind {
    case .labelGiven, .labelApplied:
      guard label.new != nil else { throw bad("label.new", "null", "a label") }
    case .labelRetracted:
      guard label.new == nil else {
        throw bad("label.new", label.new?.text ?? "", "null, which takes the label back")
      }
    default: break
    }
    if label.previousEntry == nil {
      guard label.previous == nil else {
        throw bad("label.previousEntry", "null", "the entry that gave the previous label")
      }
      guard kind == .labelGiven || kind == .labelApplied else {
        throw bad("label.previousEntry", "null", "the entry that is to be changed")
      }
    }
    if kind == .labelProposed {
      guard label.new != label.previous else {
        throw bad("label.new", label.new?.text ?? "null", "another label than the previous one")
      }
    }
  }

  private func check(_ approval: Approval) throws(FieldError) {
    let allowed: Decision = kind == .labelRejected ? .reject : .approve
    guard approval.decision == allowed else {
      throw bad("approval.decision", approval.decision.rawValue, "\"\(allowed.rawValue)\"")
    }
  }

  private func check(_ key: KeyChange) throws(FieldError) {
    guard (kind == .keyRotated) == (key.replaces != nil) else {
      throw bad(
        "key.replaces", key.replaces?.hexadecimal ?? "left out",
        "there in key.rotated and only there")
    }
  }

  private func check(_ seal: Seal) throws(FieldError) {
    try check(seal.size, "seal.size")
    try check(seal.rows, "seal.rows")
    for (state, count) in seal.excluded { try check(count, "seal.excluded.\(state)") }
    var sum: UInt64 = 0
    for (index, count) in seal.classes.enumerated() {
      let path = "seal.classes[\(index)]"
      try check(count.count, "\(path).count")
      guard index == 0 || seal.classes[index - 1].label < count.label else {
        throw bad("\(path).label", count.label.text, "behind the label before it, byte by byte")
      }
      sum = min(sum + count.count, 1 << 62)
    }
    guard sum == seal.rows else {
      throw bad("seal.rows", "\(seal.rows)", "the sum of the class counts, \(sum)")
    }
  }

  private func check(_ value: Int64, _ path: String) throws(FieldError) {
    let limit = StrictJSON.largestInteger
    guard (-limit...limit).contains(value) else { throw bad(path, "\(value)", "within 2^53") }
  }

  private func check(_ value: UInt64, _ path: String) throws(FieldError) {
    guard value <= UInt64(StrictJSON.largestInteger) else {
      throw bad(path, "\(value)", "at most 2^53")
    }
  }

  private func bad(_ path: String, _ given: String, _ allowed: String) -> FieldError {
    FieldError(.badValue(given: given, allowed: allowed), at: path)
  }
}
