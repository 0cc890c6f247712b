/// Something that an audit found wrong.
public enum FsckFinding: Hashable, Sendable {
  /// Of some entries not all are there.
  case missingEntries(Range<UInt64>, count: Int)
  /// The storage cannot be read further.
  case unreadable(String)
  /// An entry's bytes do not have the leaf hash that is stored.
  case leafHash(UInt64)
  /// A node is not the hash of the two below it, or is missing.
  case node(NodePosition)
  /// Nodes are stored that no tree of this size has.
  case extraNodes(level: Int)
  /// A checkpoint does not open with the ledger's key.
  case checkpointNote(size: UInt64?, reason: String)
  /// A checkpoint signs another root than the entries have.
  case checkpointRoot(size: UInt64, signed: Hash, stored: Hash)
  /// A checkpoint signs more entries than there are.
  case checkpointSize(signed: UInt64, stored: UInt64)
  /// A tile or entry bundle is missing.
  case missingTile(TilePath)
  /// A tile or entry bundle is not what the entries say.
  case tile(TilePath)
  /// The guard remembers a tree that the entries do not begin with.
  case guarded(SignedTree, stored: SignedTree)
  /// The guard remembers less than was signed: it was set back.
  case guardBehind(SignedTree, signed: UInt64)
  /// An entry is not written as entries are.
  case malformedEntry(UInt64, reason: String)
  /// A signature on an entry is not valid, or is by nobody who may sign.
  case signature(UInt64, reason: String)
  /// An entry does what the rules forbid.
  case rule(UInt64, RuleViolation)
  /// What is kept for quick reading is not what the entries say.
  case state(String)
  /// The list of the entries about an example is not what the entries say.
  case history(dataset: Identifier, example: Identifier)
  /// A seal is not of the labels that the entries before it leave in force.
  case seal(UInt64)
  /// A note kept outside the log is not the one that the entry commits to.
  case note(UInt64)
}

extension FsckFinding: CustomStringConvertible {
  /// What is wrong, in a sentence.
  public var description: String {
    switch self {
    case .missingEntries(let range, let count):
      "of entries \(range.lowerBound) to \(range.upperBound - 1), \(count) are missing"
    case .unreadable(let what): "the storage is damaged: \(what)"
    case .leafHash(let index): "entry \(index) was changed: its bytes do not have its leaf hash"
    case .node(let position):
      "\(position) is missing or is not the hash of what lies below it"
    case .extraNodes(let level): "level \(level) holds nodes that no tree of this size has"
    case .checkpointNote(let size, let reason):
      "the checkpoint\(size.map { " of \($0) entries" } ?? "") does not open: \(reason)"
    case .checkpointRoot(let size, let signed, let stored):
      "the checkpoint of \(size) entries signs root \(signed.base64), and the entries have \(stored.base64)"
    case .checkpointSize(let signed, let stored):
      "a checkpoint signs \(signed) entries, and \(stored) are there: entries were lost or the ledger was rolled back"
    case .missingTile(let path): "\(path) is missing"
    case .tile(let path): "\(path) is not what the entries say"
    case .guarded(let signed, let stored):
      "the guard remembers \(signed.size) entries with root \(signed.root.base64), and "
        + "\(stored.size) with root \(stored.root.base64) are there: the ledger was rolled back or changed"
    case .guardBehind(let guarded, let signed):
      "the guard remembers \(guarded.size) entries, and a checkpoint signs \(signed): the guard was set back"
    case .malformedEntry(let index, let reason): "entry \(index) is malformed: \(reason)"
    case .signature(let index, let reason): "entry \(index): \(reason)"
    case .rule(let index, let violation): "entry \(index) breaks a rule: \(violation)"
    case .state(let what): "\(what) is not what the entries say; rebuild makes it again"
    case .history(let dataset, let example):
      "the list of entries about '\(example)' of '\(dataset)' is not what the entries say"
    case .seal(let index):
      "the seal of entry \(index) is not of the labels that the entries before it leave in force"
    case .note(let index): "the note of entry \(index) is not the one that it was written with"
    }
  }
}
