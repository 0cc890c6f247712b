internal import LabelLedger

extension StorageLaw {
  /// What holds of the state.
  static let stateLaws: [StorageLaw] = [
    StorageLaw("Every change of the state comes back, in the order of the state in memory") {
      member in
      let storage = try member.make()
      let changes = SampleState.changes
      var state = MemoryState()
      for change in changes { state.apply(change) }
      try storage.write { writer in
        try writer.apply(changes)
        try requireEqual(try writer.state(), state.changes, "state within the write")
        try requireLookups(state, changes, writer)
      }
      try storage.read { reader in
        try requireEqual(try reader.state(), state.changes, "state")
        try requireLookups(state, changes, reader)
      }
      try member.reopen(storage).read { reader in
        try requireEqual(try reader.state(), state.changes, "state reopened")
        try requireLookups(state, changes, reader)
      }
    },
    StorageLaw("A later change takes the place of an earlier one") { member in
      let storage = try member.make()
      try storage.write { writer in
        try writer.apply([.head(SampleState.head("a", number: 1))])
      }
      let proposal = SampleState.proposal(4, example: "a", approvers: 2, status: .open)
      var applied = proposal
      applied.approvers = [SampleState.voter(99)]
      applied.status = .applied
      try storage.write { writer in
        try writer.apply([
          .head(SampleState.head("a", number: 2)), .proposal(proposal),
          .head(SampleState.head("a", label: nil, number: 3)), .proposal(applied),
        ])
      }
      try storage.read { reader in
        try requireEqual(
          try reader.head(dataset: "labels", example: "a"),
          SampleState.head("a", label: nil, number: 3), "head")
        try requireEqual(try reader.proposal(proposal.entry.leafHash), applied, "proposal")
        try requireEqual(try reader.openProposals(), [], "open proposals")
        try requireEqual(try reader.state().count, 2, "changes of the state")
      }
    },
    StorageLaw("Heads are listed by bytes, page after page") { member in
      let storage = try member.make()
      try storage.write { writer in
        try writer.apply(SampleState.names.map { .head(SampleState.head($0)) })
        try writer.apply([.head(SampleState.head("c", dataset: "other"))])
      }
      let expected = SampleState.names.sorted()
      var listed: [Identifier] = []
      while true {
        let page = try storage.read { reader in
          try reader.heads(dataset: "labels", after: listed.last, limit: 4)
        }
        try requireEqual(page.count <= 4, true, "length of the page")
        listed += page.map(\.example)
        if page.isEmpty { break }
      }
      try requireEqual(listed, expected, "examples")
      try storage.read { reader in
        try requireEqual(
          try reader.heads(dataset: "labels", after: nil, limit: 0), [], "page of nothing")
        try requireEqual(
          try reader.heads(dataset: "none", after: nil, limit: Int.max), [], "no data set")
      }
    },
    StorageLaw("Clearing takes the state away and nothing else") { member in
      let storage = try member.make()
      var log = SampleLog(seed: 4)
      let note = PrivateNote(salt: [1], text: "note")
      try storage.write { writer in
        try writer.append(log.next(example: "a"))
        try writer.insert(log.checkpoint())
        try writer.setPrivateNote(note, of: SampleState.hash(1))
        try writer.apply(SampleState.changes)
      }
      let kept = SampleState.head("a", number: 8)
      try storage.write { writer in
        try writer.apply([.head(SampleState.head("b"))])
        try writer.clearState()
        try requireEqual(try writer.state(), [], "state being cleared")
        try requireEqual(try writer.head(dataset: "labels", example: "b"), nil, "cleared head")
        try requireEqual(
          try writer.heads(dataset: "labels", after: nil, limit: 9), [], "cleared heads")
        try writer.apply([.head(kept)])
        try requireEqual(try writer.state(), [.head(kept)], "state being made again")
      }
      try member.reopen(storage).read { reader in
        try requireEqual(try reader.state(), [.head(kept)], "state")
        try requireEqual(try reader.size(), 1, "size")
        try requireEqual(try reader.history(dataset: "labels", example: "a"), [0], "history")
        try requireEqual(try reader.checkpoints().count, 1, "checkpoints")
        try requireEqual(try reader.privateNote(SampleState.hash(1)), note, "note")
      }
    },
  ]

  /// Asks for each thing alone, and for each list.
  private static func requireLookups(
    _ state: MemoryState, _ changes: [StateChange], _ reader: any LedgerReader
  ) throws {
    var open: [Proposal] = []
    var answers: [Answer] = []
    for change in state.changes {
      switch change {
      case .ledger(let record): try requireEqual(try reader.ledgerRecord(), record, "ledger")
      case .head(let head):
        try requireEqual(
          try reader.head(dataset: head.dataset, example: head.example), head, "head")
      case .answer(let answer):
        answers.append(answer)
        let found = try reader.answer(
          dataset: answer.dataset, example: answer.example, annotator: answer.annotator)
        try requireEqual(found, answer, "answer")
      case .proposal(let proposal):
        if proposal.status == .open { open.append(proposal) }
        try requireEqual(
          try reader.proposal(proposal.entry.leafHash), proposal, "proposal")
        let all = try reader.proposals(dataset: "labels", example: proposal.example)
        try requireEqual(all.contains(proposal), true, "proposals of an example")
        try requireEqual(all.map(\.entry.index), all.map(\.entry.index).sorted(), "their order")
        try requireEqual(all.allSatisfy { $0.example == proposal.example }, true, "their example")
      case .actor(let record): try requireEqual(try reader.actor(record.id), record, "actor")
      case .key(let record):
        try requireEqual(try reader.key(record.key.fingerprint), record, "key")
      case .idempotency(let record):
        let found = try reader.idempotency(actor: record.actor, key: record.key)
        try requireEqual(found, record, "request")
      }
    }
    try requireEqual(
      try reader.openProposals(), open.sorted { $0.entry.index < $1.entry.index }, "open")
    try requireEqual(try reader.answers(dataset: "labels"), answers, "answers")
    try requireEqual(try reader.head(dataset: "labels", example: "nobody"), nil, "no head")
    try requireEqual(
      try reader.answer(dataset: "labels", example: "a", annotator: "nobody"), nil, "no answer")
    try requireEqual(try reader.proposal(SampleState.hash(-1)), nil, "no proposal")
    try requireEqual(try reader.actor("nobody"), nil, "no actor")
    try requireEqual(try reader.key(SampleState.hash(-1)), nil, "no key")
    try requireEqual(try reader.idempotency(actor: "a", key: "nothing"), nil, "no request")
  }
}
