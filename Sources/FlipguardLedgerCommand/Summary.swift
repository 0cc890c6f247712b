import LabelLedger

/// What came of drafts, told in a sentence.
struct Summary {
  private let receipts: [Receipt]

  init(_ receipts: [Receipt]) { self.receipts = receipts }

  /// Tells of many.
  func tell() throws {
    let new = receipts.filter(\.isNew)
    var parts: [String] = []
    for (kind, words) in [
      (EntryKind.labelGiven, "given"), (.labelProposed, "proposed"), (.labelRetracted, "withdrawn"),
      (.labelApproved, "approvals"), (.labelRejected, "rejections"),
    ] {
      let count = new.count { $0.kind == kind }
      if count > 0 { parts.append("\(count) \(words)") }
    }
    let applied = receipts.compactMap(\.applied).count
    if applied > 0 { parts.append("\(applied) changes in force") }
    let held = receipts.count - new.count
    if held > 0 { parts.append("\(held) there already") }
    try StandardStream.output.write(
      "\(parts.isEmpty ? "Nothing to record" : parts.joined(separator: ", ")).\n")
  }

  /// Tells of one label.
  func tell(_ receipt: Receipt, of example: Identifier) throws {
    let entry = "entry \(receipt.entry.index), \(receipt.entry.leafHash.hexadecimal.prefix(12))"
    let text =
      if !receipt.isNew {
        "That is in the ledger already (\(entry)); nothing written."
      } else if receipt.kind == .labelProposed {
        "Proposed a change of '\(example)' (\(entry)). Somebody else approves it: approve \(receipt.entry.index) --actor NAME"
      } else {
        "Recorded the label of '\(example)' (\(entry))."
      }
    try StandardStream.output.write("\(text)\n")
  }
}

extension OpenLedger {
  /// Number of drafts that are written at once, and are all written or none.
  private static let group = 256

  /// Writes drafts and publishes a checkpoint.
  func append(_ drafts: [Draft], _ options: LedgerOptions) throws -> [Receipt] {
    var receipts: [Receipt] = []
    let progress = Progress("recording", of: drafts.count, isQuiet: options.quiet)
    for start in stride(from: 0, to: drafts.count, by: Self.group) {
      let group = Array(drafts[start..<min(drafts.count, start + Self.group)])
      do { receipts += try ledger.append(group) } catch {
        progress.end()
        if !receipts.isEmpty {
          try publish()
          warn(
            "The first \(receipts.count) rows are recorded; run the same again once the fault is mended."
          )
        }
        throw error
      }
      progress.reach(receipts.count)
    }
    progress.end()
    try publish()
    return receipts
  }
}
