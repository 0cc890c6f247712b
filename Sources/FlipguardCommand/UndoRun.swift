import Flipguard

/// `flipguard sanitize --undo`: gives back what a sanitization changed.
struct UndoRun {
  private let changes: ChangeFile
  private let data: DataOptions
  private let rows: [Int]?
  private let output: String
  private let common: CommonOptions

  /// Reads the table of changes.
  ///
  /// - Parameters:
  ///   - path: The table of changes.
  ///   - data: The repaired file, and what its columns are.
  ///   - rows: The rows that get their labels back; `nil` for all that was changed.
  ///   - output: The file to be made.
  ///   - common: What every command takes.
  /// - Throws: ``UsageError``, ``/LabelData/FormatError`` or ``/ArrayFiles/FileError``.
  init(
    _ path: String, data: DataOptions, rows: [Int]?, output: String, _ common: CommonOptions
  ) throws {
    changes = try ChangeFile(path: path)
    self.data = data
    self.rows = rows
    self.output = output
    self.common = common
    guard !changes.entries.isEmpty else {
      throw FormatError(
        file: path, found: "no change", allowed: "the changes that are to be undone")
    }
    let actions = Set(changes.entries.map(\.action))
    guard actions.isSubset(of: SanitizeAction.allCases.map(\.rawValue)) else {
      throw FormatError(
        file: path, place: .init(column: "action"),
        found: actions.sorted().joined(separator: ", "),
        allowed: "relabel, remove, weight or flag")
    }
    guard !actions.isDisjoint(with: [Self.relabel, Self.remove]) else {
      throw UsageError(
        "\(path) lists rows that were flagged or weighted; no data changed, so there is nothing to undo"
      )
    }
  }

  private static let relabel = SanitizeAction.relabel.rawValue
  private static let remove = SanitizeAction.remove.rawValue

  /// The file that the labels are in.
  private var repaired: String { data.columns.labels ?? data.data }

  /// Writes the file and tells so.
  ///
  /// - Throws: Why that cannot be done; then nothing is written.
  func run() throws {
    let target = try OutputTarget(output, inputs: data.inputFiles + [changes.path])
    let undo = UndoFile.path(of: repaired)
    let log: UndoLog
    if let rows {
      log = try restoreLabels(of: rows, target)
    } else if UndoFile.exists(at: undo) {
      let file = try UndoFile(path: undo)
      try OutputFile.write(try file.original(from: repaired, changes: changes), to: target.path)
      let isOriginal = try OutputFile.appearsWhole(at: target.path) && file.isOriginal(target.path)
      if !isOriginal {
        common.note(
          "the contents are those of the input, but not compressed as it was, so the files may differ"
        )
      }
      log = UndoLog(restored(changes.entries), output: target.path, isWhole: true)
    } else {
      log = try restoreAllLabels(target, undo)
    }
    try common.show(
      text: log.summary, json: try log.json(version: flipguardVersion), csv: log.csv)
  }

  /// Gives all labels back where no row was removed, by the table of changes alone.
  private func restoreAllLabels(_ target: OutputTarget, _ undo: String) throws -> UndoLog {
    guard !changes.entries.contains(where: { $0.action == Self.remove }) else {
      throw FormatError(
        file: undo, found: "no such file",
        allowed:
          "the file that sanitize wrote beside \(repaired): the rows that were removed are in it")
    }
    guard !changes.inputDigest.isEmpty else {
      throw UsageError(
        "\(changes.path) is about a bundled set, which has no file to give back; 'flipguard datasets' writes it, "
          + "and --rows gives single labels back")
    }
    let entries = changes.entries.filter { $0.action == Self.relabel }
    let loaded = try data.load(common)
    do {
      try rewrite(loaded, entries, target, expecting: changes.inputDigest)
    } catch FileError.malformed(target.path, _, _, _) {
      throw FormatError(
        file: repaired, found: "labels that, changed back, do not make the file of \(changes.path)",
        allowed: "the repaired file and the table of changes as sanitize wrote them, or \(undo)")
    }
    return UndoLog(restored(entries), output: target.path, isWhole: true)
  }

  /// Gives the labels of some rows back.
  private func restoreLabels(of rows: [Int], _ target: OutputTarget) throws -> UndoLog {
    let entries = try Set(rows).sorted().map { row in
      guard let entry = changes.entries.first(where: { $0.row == row }) else {
        throw UsageError("--rows names row \(row), which \(changes.path) does not list")
      }
      guard entry.action == Self.relabel else {
        throw UsageError(
          "--rows names row \(row), whose action is \(entry.action); only labels come back one by one"
            + (entry.action == Self.remove ? ": leave out --rows to have all rows back" : ""))
      }
      return entry
    }
    try rewrite(try data.load(common), entries, target)
    return UndoLog(restored(entries), output: target.path, isWhole: false)
  }

  /// Writes the repaired file with labels as they were.
  private func rewrite(
    _ loaded: LoadedData, _ entries: [ChangeFile.Entry], _ target: OutputTarget,
    expecting digest: String? = nil
  ) throws {
    guard case .file(let options) = loaded.origin else {
      throw UsageError("\(loaded.name) is bundled; give the repaired file")
    }
    try loaded.checkFormat(ofOutput: target.path)
    var removed = changes.entries.filter { $0.action == Self.remove }.map(\.row)[...]
    var removedBefore = 0
    let places = Dictionary(
      uniqueKeysWithValues: (0..<loaded.dataset.rowCount).map { (loaded.fileRow($0), $0) })
    var edits: [Int: String] = [:]
    for entry in entries {
      // Rows count in the input, which had the removed ones.
      while let first = removed.first, first < entry.row {
        removed = removed.dropFirst()
        removedBefore += 1
      }
      let row = entry.row - removedBefore
      guard let place = places[row] else {
        throw FormatError(
          file: repaired, found: "no row \(row)",
          allowed: "the repaired file, with row \(entry.row) of \(changes.path)")
      }
      let id = loaded.dataset.id(ofRow: place)
      if options.labelJoin?.isByNumber == false, id != entry.id {
        throw FormatError(
          file: loaded.name, place: .init(row: row), found: "the id '\(id)'",
          allowed: "'\(entry.id)', as row \(entry.row) of \(changes.path) says")
      }
      let label = loaded.dataset.labels.name(at: place)
      guard label == entry.to else {
        throw FormatError(
          file: repaired, place: .init(row: row), found: "the label '\(label)'",
          allowed: "'\(entry.to)', as row \(entry.row) of \(changes.path) says")
      }
      edits[row] = entry.from
    }
    try DatasetFile.rewrite(
      path: loaded.name, options: options, edits: LabelEdits(relabeled: edits),
      output: target.path, expecting: digest)
  }

  private func restored(_ entries: [ChangeFile.Entry]) -> [UndoLog.Row] {
    entries.filter { [Self.relabel, Self.remove].contains($0.action) }.map {
      UndoLog.Row(row: $0.row, label: $0.from, wasRemoved: $0.action == Self.remove)
    }
  }
}
