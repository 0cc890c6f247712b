internal import GRDB
internal import LabelLedger

extension SQLiteTransaction {
  private static let headColumns = """
    dataset, example, example_digest, label, status, entry_idx, leaf_hash, annotator, time, batch
    """

  private static func head(_ row: SQLiteRow) throws -> Head {
    Head(
      dataset: try row.text(0), example: try row.text(1),
      exampleDigest: try row.optional(2, row.hash), label: try row.optional(3, row.text),
      status: try row.word(4, as: Head.Status.self), entry: try row.reference(5),
      annotator: try row.text(7), time: try row.integer(8), batch: try row.optional(9, row.text))
  }

  func head(dataset: String, example: String) throws -> Head? {
    let sql = "SELECT \(Self.headColumns) FROM heads WHERE dataset = ? AND example = ?"
    return try row(
      of: "heads", sql, [try dataset.storedText, try example.storedText], Self.head)
  }

  func heads(dataset: String, after example: String?, limit: Int) throws -> [Head] {
    let start = example == nil ? "" : "AND example > ?"
    let sql = """
      SELECT \(Self.headColumns) FROM heads WHERE dataset = ? \(start) ORDER BY example LIMIT ?
      """
    let names = try [dataset.storedText] + (example.map { [try $0.storedText] } ?? [])
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
        try head.dataset.storedText, try head.example.storedText,
        head.exampleDigest?.databaseValue ?? .null, try head.label.storedText,
        head.status.rawValue.databaseValue, try head.entry.index.databaseValue,
        head.entry.leafHash.databaseValue, try head.annotator.storedText,
        head.time.databaseValue, try head.batch.storedText,
      ])
  }
}

extension SQLiteTransaction {
  private static let answerColumns = "dataset, example, annotator, label, entry_idx, leaf_hash"

  private static func answer(_ row: SQLiteRow) throws -> Answer {
    Answer(
      dataset: try row.text(0), example: try row.text(1), annotator: try row.text(2),
      label: try row.optional(3, row.text), entry: try row.reference(4))
  }

  func answer(dataset: String, example: String, annotator: String) throws -> Answer? {
    let sql = """
      SELECT \(Self.answerColumns) FROM answers
      WHERE dataset = ? AND example = ? AND annotator = ?
      """
    let names = try [dataset.storedText, example.storedText, annotator.storedText]
    return try row(of: "answers", sql, names, Self.answer)
  }

  func answers(dataset: String) throws -> [Answer] {
    let sql = """
      SELECT \(Self.answerColumns) FROM answers WHERE dataset = ? ORDER BY example, annotator
      """
    return try rows(of: "answers", sql, [try dataset.storedText], Self.answer)
  }

  func allAnswers() throws -> [Answer] {
    let sql = """
      SELECT \(Self.answerColumns) FROM answers ORDER BY dataset, example, annotator
      """
    return try rows(of: "answers", sql, [], Self.answer)
  }

  func store(_ answer: Answer) throws {
    try run(
      "INSERT OR REPLACE INTO answers (\(Self.answerColumns)) VALUES (?, ?, ?, ?, ?, ?)",
      [
        try answer.dataset.storedText, try answer.example.storedText,
        try answer.annotator.storedText, try answer.label.storedText,
        try answer.entry.index.databaseValue, answer.entry.leafHash.databaseValue,
      ])
  }
}
