/// The rules of keys: the ledger lets actors in and out, actors replace their own keys.
extension JudgedEntry {
  /// `key.added`, `key.rotated` and `key.revoked`.
  mutating func judgeKey(in state: some LedgerState) throws {
    guard let change = entry.key else {
      preconditionFailure("an entry about a key has a key, or is not valid")
    }
    guard isLedger || (entry.kind == .keyRotated && change.actor == entry.actor.id) else {
      throw RuleViolation.ledgerOnly(entry.kind)
    }
    guard change.actor != LedgerRules.ledgerActor else {
      throw RuleViolation.hasKey(actor: change.actor)
    }
    // The entry itself may have moved the chain of the actor whose key it is about.
    var record =
      try changedRecord(of: change.actor) ?? state.actor(change.actor)
      ?? ActorRecord(id: change.actor, kind: change.kind)
    guard record.kind == change.kind else {
      throw RuleViolation.actorKind(
        actor: change.actor, given: change.kind, known: record.kind)
    }
    if entry.kind == .keyAdded {
      guard record.fingerprint == nil else { throw RuleViolation.hasKey(actor: change.actor) }
    } else {
      try endKey(of: change, record, in: state)
    }
    record.fingerprint = nil
    if entry.kind != .keyRevoked {
      let fingerprint = change.publicKey.fingerprint
      guard try state.key(fingerprint) == nil,
        try state.ledgerRecord()?.ingestKey.fingerprint != fingerprint
      else { throw RuleViolation.keyKnown(fingerprint) }
      self.change(
        .key(KeyRecord(key: change.publicKey, actor: change.actor, added: reference.index)))
      record.fingerprint = fingerprint
    }
    self.change(.actor(record))
  }

  /// Takes the key in use out of use.
  private mutating func endKey(
    of change: KeyChange, _ record: ActorRecord, in state: some LedgerState
  ) throws {
    let named =
      entry.kind == .keyRevoked ? change.publicKey.fingerprint : change.replaces
    guard let fingerprint = record.fingerprint, named == fingerprint,
      var key = try state.key(fingerprint)
    else {
      throw RuleViolation.key(
        actor: change.actor, fingerprint: named ?? change.publicKey.fingerprint)
    }
    key.ended = reference.index
    self.change(.key(key))
  }

  private func changedRecord(of actor: Identifier) -> ActorRecord? {
    for case .actor(let record) in changes.reversed() where record.id == actor { return record }
    return nil
  }
}
