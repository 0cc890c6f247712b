internal import GRDB
internal import LabelLedger

extension SQLiteTransaction: LedgerWriter {
  func apply(_ changes: [StateChange]) throws {
    try writing {
      for change in changes { try apply(change) }
    }
  }

  private func apply(_ change: StateChange) throws {
    switch change {
    case .ledger(let record): try store(record)
    case .head(let head): try store(head)
    case .answer(let answer): try store(answer)
    case .proposal(let proposal): try store(proposal)
    case .actor(let record): try store(record)
    case .key(let record): try store(record)
    case .idempotency(let record): try store(record)
    }
  }

  func clearState() throws {
    try writing {
      for table in [
        "ledger", "heads", "answers", "proposals", "voters", "actors", "keys", "idempotency",
      ] {
        try run("DELETE FROM \(table)")
      }
    }
  }

  func state() throws -> [StateChange] {
    var changes: [StateChange] = try ledgerRecord().map { [.ledger($0)] } ?? []
    changes += try allHeads().map { .head($0) }
    changes += try allAnswers().map { .answer($0) }
    changes += try allProposals().map { .proposal($0) }
    changes += try allActors().map { .actor($0) }
    changes += try allKeys().map { .key($0) }
    changes += try allRequests().map { .idempotency($0) }
    return changes
  }
}
