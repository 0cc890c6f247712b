internal import GRDB
internal import LabelLedger

extension SQLiteTransaction {
  private static let headColumns = """
    dataset, example, example_digest, label, status, entry_idx, leaf_hash, annotator, time, batch
    """

  private static func head(_ row: SQLiteRow) throws -> Head {
    Head(
      dataset: try row.identifier(0), example: try row.identifier(1),
      exampleDigest: try row.optional(2, row.hash), label: try row.optional(3, row.identifier),
      status: try row.word(4, as: Head.Status.self), entry: try row.reference(5),
      annotator: try row.identifier(7), time: try row.integer(8),
      batch: try row.optional(9, row.identifier))
  }

  func head(dataset: Identifier, example: Identifier) throws -> Head? {
    let sql = "SELECT \(Self.headColumns) FROM heads WHERE dataset = ? AND example = ?"
    return try row(
      of: "heads", sql, [dataset.databaseValue, example.databaseValue], Self.head)
  }

  func heads(dataset: Identifier, after example: Identifier?, limit: Int) throws -> [Head] {
    let start = example == nil ? "" : "AND example > ?"
    let sql = """
      SELECT \(Self.headColumns) FROM heads WHERE dataset = ? \(start) ORDER BY example LIMIT ?
      """
    let names = [dataset.databaseValue] + (example.map { [$0.databaseValue] } ?? [])
    return try rows(of: "heads", sql, names + [Int64(max(0, limit)).databaseValue], Self.head)
  }

  func allHeads() throws -> [Head] {
    try rows(
      of: "heads", "SELECT \(Self.headColumns) FROM heads ORDER BY dataset, example", [], Self.head)
  }

  func store(_ head: Head) throws {
    try run(
      "INSERT OR REPLACE INTO heads (\(Self.headColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        head.dataset.databaseValue, head.example.databaseValue,
        head.exampleDigest?.databaseValue ?? .null, head.label?.databaseValue ?? .null,
        head.status.rawValue.databaseValue, try head.entry.index.databaseValue,
        head.entry.leafHash.databaseValue, head.annotator.databaseValue,
        head.time.databaseValue, head.batch?.databaseValue ?? .null,
      ])
  }
}

extension SQLiteTransaction {
  private static let answerColumns = """
    dataset, example, annotator, label, earlier, entry_idx, leaf_hash
    """

  private static func answer(_ row: SQLiteRow) throws -> Answer {
    Answer(
      dataset: try row.identifier(0), example: try row.identifier(1),
      annotator: try row.identifier(2),
      label: try row.optional(3, row.identifier), earlier: try row.identifiers(4),
      entry: try row.reference(5))
  }

  func answer(dataset: Identifier, example: Identifier, annotator: Identifier) throws -> Answer? {
    let sql = """
      SELECT \(Self.answerColumns) FROM answers
      WHERE dataset = ? AND example = ? AND annotator = ?
      """
    let names = [dataset.databaseValue, example.databaseValue, annotator.databaseValue]
    return try row(of: "answers", sql, names, Self.answer)
  }

  func answers(dataset: Identifier) throws -> [Answer] {
    let sql = """
      SELECT \(Self.answerColumns) FROM answers WHERE dataset = ? ORDER BY example, annotator
      """
    return try rows(of: "answers", sql, [dataset.databaseValue], Self.answer)
  }

  func allAnswers() throws -> [Answer] {
    let sql = """
      SELECT \(Self.answerColumns) FROM answers ORDER BY dataset, example, annotator
      """
    return try rows(of: "answers", sql, [], Self.answer)
  }

  func store(_ answer: Answer) throws {
    try run(
      "INSERT OR REPLACE INTO answers (\(Self.answerColumns)) VALUES (?, ?, ?, ?, ?, ?, ?)",
      [
        answer.dataset.databaseValue, answer.example.databaseValue,
        answer.annotator.databaseValue, answer.label?.databaseValue ?? .null,
        answer.earlier.databaseValue,
        try answer.entry.index.databaseValue, answer.entry.leafHash.databaseValue,
      ])
  }
}
