import Flipguard

/// What a scan looks at: data, or labels and probabilities alone.
struct ScanInput {
  /// What is scanned, as the user named it.
  let source: String
  /// The rows that are judged.
  let rows: ScannedRows
  /// The data of these rows; `nil` with probabilities alone.
  let data: LoadedData?
  /// The probabilities of these rows, where the user gives them.
  let probabilities: ClassProbabilities?
  /// Where the labels of these rows come from, where that is known.
  let groups: LabelGroups?
  /// Rows with correct labels and features, where there are any.
  let trusted: TrustedSet?
  /// What the user called the trusted rows, where there are any.
  let trustedName: String?
  /// Number of trusted rows, with or without features.
  let trustedCount: Int
  /// How many rows a file of correct labels names that had another label, and of how many; `nil` without such a file.
  let audited: (wrong: Int, of: Int)?
  /// What was decided on reading, a sentence each.
  let notes: [String]

  /// Reads data, and what the user gives besides.
  init(
    _ name: String, columns: ColumnOptions, evidence: EvidenceOptions, trusted: TrustedOptions,
    _ common: CommonOptions
  ) throws {
    let form = try trusted.form()
    var loaded = try columns.load(name, trusted: form?.column, common)
    if evidence.groups != nil, columns.group != nil {
      throw UsageError("--group and --groups both tell where labels come from; leave one out")
    }
    let rowCount = loaded.fileRowCount ?? loaded.dataset.rowCount
    let file = try evidence.predProbs.map { try ProbabilityFile(path: $0, rowCount: rowCount) }
    if let file {
      let labels = try file.matched(loaded.dataset.labels, dataFile: name)
      if labels != loaded.dataset.labels { loaded = try loaded.relabeled(labels) }
    }
    let groupFile = try evidence.groups.map {
      try ColumnFile(path: $0, role: .groups, rowCount: rowCount)
    }
    var notes = loaded.notes
    if let form, let trustedName = trusted.trusted {
      let split = try TrustedSet.split(
        loaded, form, named: trustedName, columns: columns, common)
      if let note = split.trusted.note(beside: loaded, split.judged) {
        notes.append(note)
        common.note(note)
      }
      loaded = split.judged
      self.trusted = split.trusted
    } else {
      self.trusted = nil
    }
    data = loaded
    trustedName = trusted.trusted
    source = name
    rows = ScannedRows(loaded.dataset)
    trustedCount = self.trusted?.labels.count ?? 0
    audited = self.trusted.flatMap { set in
      set.correctedCount.map { (wrong: $0, of: set.labels.count) }
    }
    probabilities = file.map { Self.selected($0, loaded.keptRows) }
    groups =
      groupFile.map { LabelGroups($0).selecting(rows: loaded.keptRows ?? Array(0..<rowCount)) }
      ?? loaded.dataset.groups
    self.notes = notes
  }

  /// Reads labels and probabilities, without data.
  init(
    probabilities path: String, labels labelsFile: String, evidence: EvidenceOptions,
    trusted: TrustedOptions, _ common: CommonOptions
  ) throws {
    let form = try trusted.form()
    let file = try ProbabilityFile(path: path)
    let given = try ColumnFile(path: labelsFile, role: .labels, rowCount: file.rowCount).values
    let labels = try file.matched(given, dataFile: labelsFile)
    let groupFile = try evidence.groups.map {
      try ColumnFile(path: $0, role: .groups, rowCount: file.rowCount)
    }
    var notes: [String] = []
    var judged: [Int]?
    switch form {
    case nil: (trustedCount, audited) = (0, nil)
    case .named(let named):
      let entries = try named.entries(
        rowCount: file.rowCount, ids: nil, keptRows: nil, classNames: labels.classNames,
        dataFile: labelsFile)
      var isJudged = [Bool](repeating: true, count: file.rowCount)
      for entry in entries { isJudged[entry.row] = false }
      judged = isJudged.indices.filter { isJudged[$0] }
      trustedCount = entries.count
      let corrected = entries.count { $0.label != labels[$0.row] }
      audited = entries.isEmpty ? nil : (corrected, entries.count)
      notes.append(
        TrustedSet.note(named.path, trusted: entries.count, corrected: corrected))
    case .rows, .column:
      throw UsageError(
        "without DATA --trusted takes a CSV file of the columns row,label, which names rows of \(labelsFile)"
      )
    }
    notes.forEach { common.note($0) }
    let kept = judged.map { labels.selecting(rows: $0) } ?? labels
    guard kept.classSizes.count(where: { $0 > 0 }) > 1 else {
      throw FormatError(
        file: labelsFile,
        found: kept.count == 0 ? "no labels to judge" : "only one class, '\(kept.name(at: 0))'",
        allowed: "labels of at least two classes")
    }
    data = nil
    trustedName = trusted.trusted
    source = labelsFile
    rows = ScannedRows(labels: kept, fileRows: judged)
    self.trusted = nil
    probabilities = Self.selected(file, judged)
    groups = groupFile.map {
      LabelGroups($0).selecting(rows: judged ?? Array(0..<file.rowCount))
    }
    self.notes = notes
  }

  /// The probabilities of some rows.
  private static func selected(_ file: ProbabilityFile, _ rows: [Int]?) -> ClassProbabilities {
    let all = ClassProbabilities(
      rowCount: file.rowCount, classCount: file.columnCount, elements: file.elements)
    return rows.map { all.selecting(rows: $0) } ?? all
  }
}
