internal import GRDB
internal import LabelLedger

extension SQLiteTransaction {
  private static let proposalColumns = """
    entry_idx, leaf_hash, dataset, example, example_digest, scheme, label, disputed, head_idx,
    head_leaf_hash, time, batch, status
    """

  func proposal(_ leafHash: Hash) throws -> Proposal? {
    let sql = "SELECT \(Self.proposalColumns) FROM proposals WHERE leaf_hash = ?"
    return try row(of: "proposals", sql, [leafHash.databaseValue], proposal)
  }

  func proposals(dataset: Identifier, example: Identifier) throws -> [Proposal] {
    let sql = """
      SELECT \(Self.proposalColumns) FROM proposals WHERE dataset = ? AND example = ?
      ORDER BY entry_idx
      """
    let names = [dataset.databaseValue, example.databaseValue]
    return try rows(of: "proposals", sql, names, proposal)
  }

  func openProposals() throws -> [Proposal] {
    let sql = """
      SELECT \(Self.proposalColumns) FROM proposals WHERE status = 'open' ORDER BY entry_idx
      """
    return try rows(of: "proposals", sql, [], proposal)
  }

  func allProposals() throws -> [Proposal] {
    let sql = "SELECT \(Self.proposalColumns) FROM proposals ORDER BY leaf_hash"
    return try rows(of: "proposals", sql, [], proposal)
  }

  private func proposal(_ row: SQLiteRow) throws -> Proposal {
    let entry = try row.reference(0)
    let voters = try voters(entry.leafHash)
    guard let proposer = voters.first else {
      throw StorageError.damaged("proposal \(entry.leafHash) has no proposer")
    }
    return Proposal(
      entry: entry, dataset: try row.identifier(2), example: try row.identifier(3),
      exampleDigest: try row.optional(4, row.hash), scheme: try row.identifier(5),
      label: try row.optional(6, row.identifier), disputed: try row.optional(7, row.identifier),
      head: try row.reference(8), proposer: proposer, approvers: Array(voters.dropFirst()),
      time: try row.integer(10), batch: try row.optional(11, row.identifier),
      status: try row.word(12, as: Proposal.Status.self))
  }

  /// Who spoke for a proposal: first who proposed, then who approved, in order.
  private func voters(_ proposal: Hash) throws -> [Proposal.Voter] {
    let sql = """
      SELECT position, id, kind, session, credential, has_own_key FROM voters
      WHERE proposal = ? ORDER BY position
      """
    var position: UInt64 = 0
    return try rows(of: "voters", sql, [proposal.databaseValue]) { row in
      guard try row.index(0) == position else {
        throw StorageError.damaged("proposal \(proposal) has no voter \(position)")
      }
      position += 1
      return Proposal.Voter(
        id: try row.identifier(1), kind: try row.word(2, as: ActorKind.self),
        session: try row.identifier(3),
        credential: try row.hash(4), hasOwnKey: try row.flag(5))
    }
  }

  func store(_ proposal: Proposal) throws {
    let leafHash = proposal.entry.leafHash.databaseValue
    try run(
      """
      INSERT OR REPLACE INTO proposals (\(Self.proposalColumns))
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        try proposal.entry.index.databaseValue, leafHash, proposal.dataset.databaseValue,
        proposal.example.databaseValue, proposal.exampleDigest?.databaseValue ?? .null,
        proposal.scheme.databaseValue, proposal.label?.databaseValue ?? .null,
        proposal.disputed?.databaseValue ?? .null, try proposal.head.index.databaseValue,
        proposal.head.leafHash.databaseValue, proposal.time.databaseValue,
        proposal.batch?.databaseValue ?? .null, proposal.status.rawValue.databaseValue,
      ])
    try run("DELETE FROM voters WHERE proposal = ?", [leafHash])
    for (position, voter) in ([proposal.proposer] + proposal.approvers).enumerated() {
      try run(
        """
        INSERT INTO voters (proposal, position, id, kind, session, credential, has_own_key)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
          leafHash, Int64(position).databaseValue, voter.id.databaseValue,
          voter.kind.rawValue.databaseValue, voter.session.databaseValue,
          voter.credential.databaseValue, Int64(voter.hasOwnKey ? 1 : 0).databaseValue,
        ])
    }
  }
}
