import ArrayFiles

extension DatasetFile {
  /// Copies a file byte for byte but for some labels and some rows.
  ///
  /// With a labels file in the options, that file is the one that is copied. Rows that go must go from
  /// both files, so `featuresOutput` must then be given. Of a table of labels the label cells change alone; rows cannot
  /// go where it names them by number.
  ///
  /// - Parameters:
  ///   - path: The data file.
  ///   - options: The options that reading it gave: ``Contents/options``.
  ///   - edits: Which rows change or go, counted in the file's order: see ``Contents/fileEdits(_:)``.
  ///   - output: Where the copy goes. It may be the file itself.
  ///   - featuresOutput: Where the data file without the removed rows goes, if there is a labels file.
  ///   - digest: SHA-256 that the bytes of `output` must have; by default any.
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``; then nothing has changed under `output`.
  public static func rewrite(
    path: String, options: ReadOptions = ReadOptions(), edits: LabelEdits, output: String,
    featuresOutput: String? = nil, expecting digest: String? = nil
  ) throws {
    func commit(_ file: consuming OutputFile) throws {
      if let digest { try file.commit(expecting: digest) } else { try file.commit() }
    }
    let isDigested = digest != nil
    guard let labelsFile = options.labelsFile else {
      try commit(
        copy(path, options: options, edits: edits, output: output, isDigested: isDigested))
      return
    }
    let labels = try copy(
      labelsFile, options: labelsOptions(options, labelsFile),
      edits: options.labelJoin?.edits(edits, of: labelsFile) ?? edits, output: output,
      isDigested: isDigested)
    guard !edits.removed.isEmpty else {
      try commit(labels)
      return
    }
    guard let featuresOutput else {
      throw FormatError(
        file: path, found: "\(edits.removed.count) rows to remove beside a labels file",
        allowed: "a second output for the data without these rows")
    }
    let removal = LabelEdits(removed: edits.removed)
    let features = try copy(path, options: options, edits: removal, output: featuresOutput)
    try commit(labels)
    try features.commit()
  }

  /// How the labels file is to be rewritten.
  private static func labelsOptions(
    _ options: ReadOptions, _ labelsFile: String
  ) throws -> ReadOptions {
    let table = try LabelTable(path: labelsFile)
    guard (table == nil) == (options.labelJoin == nil) else {
      throw FormatError(
        file: labelsFile, found: "another kind of labels file than was read",
        allowed: "the file and the options that reading the data gave")
    }
    return table?.rewriteOptions ?? ReadOptions(header: options.labelsHeader)
  }

  private static func copy(
    _ path: String, options: ReadOptions, edits: LabelEdits, output: String,
    isDigested: Bool = false
  ) throws -> OutputFile {
    let format = try DataFormats.format(ofFile: path)
    let reader = try ByteReader(path: path)
    var file = try OutputFile(path: output, isDigested: isDigested)
    try format.rewrite(reader, options: options, edits: edits, to: &file)
    return file
  }
}
