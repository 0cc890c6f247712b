import Flipguard

/// Data as a command works on them, with what is needed to write them back.
struct LoadedData {
  /// Where the data come from.
  enum Origin {
    case bundled(BundledDataset)
    case file(ReadOptions)
  }

  /// The argument that named them.
  let name: String
  let dataset: Dataset
  /// The row of the file that each row stands for, when some were left out.
  let keptRows: [Int]?
  let origin: Origin
  /// What was decided on reading, a sentence each.
  var notes: [String] = []
  /// Number of rows of the file, those that were left out too; `nil` where none were.
  var fileRowCount: Int?
  /// All rows that were read, where some of them are not judged; else `nil`.
  private(set) var whole: Whole?

  /// All rows that were read.
  struct Whole {
    /// Their features.
    let features: Matrix
    /// The place of each row that is judged among them.
    let places: [Int]
  }

  /// The data with other labels, one for each row.
  func relabeled(_ labels: Labels) throws(DatasetError) -> LoadedData {
    var data = LoadedData(
      name: name, dataset: try dataset.relabeled(labels), keptRows: keptRows, origin: origin,
      notes: notes)
    data.fileRowCount = fileRowCount
    return data
  }

  /// The data without some rows, which are not judged.
  ///
  /// - Parameter rows: Rows of the data, none twice.
  /// - Returns: The rows that are left, in their order.
  /// - Throws: ``/LabelData/DatasetError`` where no row is left, or one class alone.
  func leavingOut(_ rows: [Int]) throws(DatasetError) -> LoadedData {
    var isLeft = [Bool](repeating: true, count: dataset.rowCount)
    for row in rows { isLeft[row] = false }
    let places = isLeft.indices.filter { isLeft[$0] }
    let rest = try dataset.selecting(rows: places)
    try rest.requireTwoClasses()
    var data = LoadedData(
      name: name, dataset: rest, keptRows: places.map(fileRow), origin: origin, notes: notes)
    data.fileRowCount = fileRowCount ?? dataset.rowCount
    data.whole = Whole(features: dataset.features, places: places)
    return data
  }

  /// The row number in the file, which is the one that users see.
  func fileRow(_ row: Int) -> Int { keptRows?[row] ?? row }

  /// The index of a class that the user names.
  ///
  /// - Throws: ``UsageError`` where there is none of this name.
  func classIndex(_ name: String) throws -> Int {
    guard let index = dataset.labels.classNames.firstIndex(of: name) else {
      throw UsageError(
        "no class '\(name)' in \(self.name); there are "
          + dataset.labels.classNames.joined(separator: ", "))
    }
    return index
  }

  /// The rows of the data that rows of the file became.
  ///
  /// - Throws: ``UsageError`` for a row that the file does not have, or that was left out.
  func rows(_ fileRows: [Int], of option: String) throws -> [Int] {
    try FileRows(keptRows, count: dataset.rowCount, file: name).find(fileRows, of: option)
  }

  /// How the features are scaled for distances when the user does not say.
  var defaultScaling: Scaling { dataset.featureKind.defaultScaling }

  /// The files that the data come from, which no result may replace.
  var inputFiles: [String] {
    guard case .file(let options) = origin else { return [] }
    return [name, options.labelsFile].compactMap(\.self)
  }

  /// The default name of a file made from these data, as in `data-sanitized.csv`.
  func outputName(_ suffix: String) -> String {
    let labelsFile: String? =
      if case .file(let options) = origin { options.labelsFile } else { nil }
    return Self.outputName(of: labelsFile ?? name, suffix)
  }

  private static func outputName(of source: String, _ suffix: String) -> String {
    let file = source.split(separator: "/").last.map(String.init) ?? source
    if file.hasPrefix("@") { return "\(file.dropFirst())-\(suffix).csv" }
    guard let dot = file.firstIndex(of: "."), dot != file.startIndex else {
      return "\(file)-\(suffix)"
    }
    return "\(file[..<dot])-\(suffix)\(file[dot...])"
  }

  /// Checks that the name of an output stands for the format that will be written.
  ///
  /// A copy keeps the format of its file, under any name but one of another format. A bundled set takes the
  /// format that the name tells.
  ///
  /// - Throws: ``UsageError``.
  func checkFormat(ofOutput path: String) throws {
    switch origin {
    case .file(let options):
      let source = options.labelsFile ?? name
      let format = try DataFormats.format(ofFile: source)
      if let claimed = DataFormats.format(named: path), claimed.id != format.id {
        throw UsageError(
          "the output \(path) has the name of the format \(claimed.id), but a copy of \(source) "
            + "keeps the format \(format.id); give another name")
      }
    case .bundled: try Self.checkFormat(ofOutput: path, for: dataset)
    }
  }

  /// Checks that a data set can be written in the format that a name tells.
  ///
  /// - Throws: ``UsageError``.
  static func checkFormat(ofOutput path: String, for dataset: Dataset) throws {
    guard let format = DataFormats.format(named: path) else {
      let known = DataFormats.all.flatMap(\.fileExtensions).map { ".\($0)" }
      throw UsageError(
        "the output \(path) has a name of no known format; give one that ends in "
          + known.joined(separator: " "))
    }
    // What stands in the way, such as text as class names, shows in one row of each class.
    let classes = dataset.labels.classNames.indices
    let rows = classes.compactMap { dataset.labels.classIndices.firstIndex(of: $0) }
    let sample = try Dataset(
      features: dataset.features.selecting(rows: rows),
      labels: dataset.labels.selecting(rows: rows),
      featureNames: dataset.featureNames, featureKind: dataset.featureKind,
      ids: dataset.ids.map { ids in rows.map { ids[$0] } })
    do {
      var nowhere = try OutputFile(path: "/dev/null")
      try format.write(sample, to: &nowhere)
      try (format as? any SeparateLabelsFormat)?.writeLabels(sample.labels, to: &nowhere)
    } catch let error as FormatError {
      throw UsageError(
        "the output \(path) cannot be \(format.id): found \(error.found); allowed: \(error.allowed)"
      )
    }
  }

  /// The name of the data file's copy without the rows that go from a labels file; `nil` where the labels
  /// are in the data file itself.
  var featuresOutputName: String? {
    guard case .file(let options) = origin, options.labelsFile != nil else { return nil }
    return Self.outputName(of: name, "sanitized")
  }

  /// Refuses to remove rows that a table of labels names by number, since the others would get other numbers.
  ///
  /// - Throws: ``UsageError``.
  func checkRemoval() throws {
    guard case .file(let options) = origin, let labelsFile = options.labelsFile,
      options.labelJoin?.isByNumber == true
    else { return }
    throw UsageError(
      "\(labelsFile) names rows of \(name) by number, and numbers change where rows are removed; add --action relabel, "
        + "or join by ids (--id)")
  }

  /// The files that hold what ``write(edits:removed:to:)`` may change, with the names of their repaired copies.
  ///
  /// Rows that are removed beside a labels file go from the data file too. A bundled set has no file.
  func copies(at target: OutputTarget, removing: Bool) -> [(original: String, copy: String)] {
    guard case .file(let options) = origin else { return [] }
    let labels = (options.labelsFile ?? name, target.path)
    guard removing, let features = featuresOutputName else { return [labels] }
    return [labels, (name, target.beside(features))]
  }

  /// Writes the data with other labels or without some rows.
  ///
  /// A file keeps every byte but those; of a bundled set the whole data set is written. Rows that go from a
  /// labels file go from the data file too, whose copy lies beside the output.
  ///
  /// - Returns: The files written.
  func write(
    edits: [Int: Int], removed: Set<Int> = [], to target: OutputTarget
  ) throws -> (output: String, featuresOutput: String?) {
    switch origin {
    case .file(let options):
      let features = removed.isEmpty ? nil : featuresOutputName.map(target.beside)
      try DatasetFile.rewrite(
        path: name, options: options,
        edits: LabelEdits(
          relabeled: Dictionary(
            uniqueKeysWithValues: edits.map { (fileRow($0), dataset.labels.classNames[$1]) }),
          removed: Set(removed.map(fileRow))),
        output: target.path, featuresOutput: features)
      return (target.path, features)
    case .bundled(let set):
      // Rows that are not judged stay in the set.
      let whole = try set.load()
      var labels = whole.labels
      for (row, label) in edits {
        guard let index = labels.classNames.firstIndex(of: dataset.labels.classNames[label]) else {
          throw FormatError(
            file: name, place: .init(row: fileRow(row)),
            found: "the new label '\(dataset.labels.classNames[label])'",
            allowed: labels.classNames.joined(separator: ", "))
        }
        labels[fileRow(row)] = index
      }
      let left = Set(removed.map(fileRow))
      let kept = (0..<whole.rowCount).filter { !left.contains($0) }
      try DatasetFile.write(
        Dataset(
          features: whole.features.selecting(rows: kept), labels: labels.selecting(rows: kept),
          featureNames: whole.featureNames, featureKind: whole.featureKind,
          ids: whole.ids.map { ids in kept.map { ids[$0] } }),
        to: target.path)
      return (target.path, nil)
    }
  }

  /// SHA-256 of the file that the edits are for; empty for a bundled set.
  func inputDigest() throws -> String {
    guard case .file(let options) = origin else { return "" }
    return try SHA256.digest(ofFile: options.labelsFile ?? name)
  }
}
