import LabelLedger

/// What came of drafts, told in a sentence.
struct Summary {
  private let receipts: [Receipt]

  init(_ receipts: [Receipt]) { self.receipts = receipts }

  /// Tells of many.
  func tell() throws {
    let new = receipts.filter(\.isNew)
    var parts: [String] = []
    for (kind, noun, verb) in [
      (EntryKind.labelGiven, "label", " given"), (.labelProposed, "change", " proposed"),
      (.labelRetracted, "label", " withdrawn"), (.labelApproved, "approval", ""),
      (.labelRejected, "rejection", ""),
    ] {
      let count = new.count { $0.kind == kind }
      if count > 0 { parts.append(Count.of(count, noun) + verb) }
    }
    let applied = receipts.compactMap(\.applied).count
    if applied > 0 { parts.append("\(Count.of(applied, "change")) in force") }
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
