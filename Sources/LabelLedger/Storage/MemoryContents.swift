/// What a storage in memory holds, or what one write adds to it.
struct MemoryContents: Sendable {
  var entries: [StoredEntry] = []
  var indices: [Hash: UInt64] = [:]
  var histories: [MemoryState.ExampleKey: [UInt64]] = [:]
  var nodes: [NodePosition: Hash] = [:]
  var checkpoints: [UInt64: StoredCheckpoint] = [:]
  /// Notes; of a write also those that it erases, as `nil`.
  var notes: [Hash: PrivateNote?] = [:]
  var state = MemoryState()

  /// Puts what a write has collected in place.
  mutating func merge(_ changes: MemoryChanges) {
    let added = changes.contents
    entries += added.entries
    indices.merge(added.indices) { $1 }
    histories.merge(added.histories) { $0 + $1 }
    nodes.merge(added.nodes) { $1 }
    checkpoints.merge(added.checkpoints) { $1 }
    for (leafHash, note) in added.notes {
      if let note { notes.updateValue(note, forKey: leafHash) } else { notes[leafHash] = nil }
    }
    if changes.clearsState { state = MemoryState() }
    for change in changes.state { state.apply(change) }
  }
}

/// What one write has collected.
struct MemoryChanges: Sendable {
  /// What is added or replaced.
  var contents = MemoryContents()
  /// Whether the state is emptied before it changes.
  var clearsState = false
  /// The changes of the state, in order.
  var state: [StateChange] = []
}
