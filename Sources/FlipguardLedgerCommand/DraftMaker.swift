import ArgumentParser
import LabelLedger
import LedgerSQLite

/// Makes drafts of rows.
struct DraftMaker {
  let author: Draft.Author
  let signer: ActorKey?
  let dataset: Identifier
  let batch: Identifier?
  let reason: ReasonCode?
  let isAnswer: Bool

  /// The draft of a row; without a label it asks to take the label off.
  func draft(_ row: LabelInput.Row) -> Draft {
    let action: Draft.Action =
      row.label.map { isAnswer ? .answer(label: $0) : .record(label: $0) } ?? .propose(label: nil)
    var draft = Draft(
      action, by: author, signer: signer,
      about: Subject(dataset: dataset, example: row.example, exampleDigest: row.digest))
    draft.confidence = row.confidence
    draft.reason = reason
    draft.privateNote = row.note.map { PrivateNote(salt: RandomBytes.draw(16), text: $0) }
    if let batch = row.batch ?? batch {
      draft.source = Source(
        origin: author.kind == .model ? .model : .annotator, batch: batch)
    }
    return draft
  }

  /// The draft of a row of a file, whose place in the file is its idempotency key.
  func draft(_ row: LabelInput.Row, of input: LabelInput) throws -> Draft {
    var draft = draft(row)
    draft.idempotencyKey = try Names.identifier("\(input.digest):\(row.line)", "the row's key")
    if draft.source == nil {
      draft.source = Source(
        origin: author.kind == .model ? .model : .annotator,
        batch: try Names.identifier("file-\(input.digest.prefix(16))", "the batch"))
    }
    return draft
  }
}
