public import ArrayFiles
public import VectorKernels

/// The sparse text format of LIBSVM and SVMlight: `label index:value index:value ...`, indices from 1.
///
/// Features that a line leaves out are 0. Comments start with `#`; query ids (`qid:`) are passed over
/// with a note. `+1` and `1` name the same class.
///
/// **Memory.** 8 bytes for each value in the file, then 4 for each row and feature. That matrix may have
/// 64 bytes for each byte of the file and 64 MiB besides, 8 GiB at most, so that a small file cannot claim
/// much memory. Dense files and those of some hundred features keep far below; text with ten thousands of
/// features is refused.
public struct LIBSVMFormat: DataFormat {
  /// `libsvm`.
  public let id = "libsvm"
  /// `libsvm`, `svmlight` and `svm`.
  public let fileExtensions = ["libsvm", "svmlight", "svm"]

  /// Most bytes of a matrix in memory: so many for each byte of file beyond the free ones, and in all.
  static let densest = (bytes: 8 << 30, perByte: 64, free: 64 << 20)

  /// Most bytes that the matrix of a file of some size may take.
  static func longestMatrix(fileSize: Int) -> Int {
    // No file has 2^57 bytes, so nothing overflows.
    min(densest.bytes, densest.free + fileSize * densest.perByte)
  }

  /// Makes the format.
  public init() {}

  /// Reads features and labels; with a labels file, the labels in this file are passed over.
  ///
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  public func read(
    _ reader: ByteReader, options: ReadOptions, execution: Execution
  ) throws -> DataTable {
    try refuseColumns(options, file: reader.name)
    var lines = LineReader(reader)
    var names: [String] = []
    var rowStarts = [0]
    var indices: [Int32] = []
    var values: [Float] = []
    var hasQueries = false
    while let line = try lines.next() {
      let words = LIBSVMLine.words(line)
      if words.isEmpty { continue }
      let place = FormatError.Place(line: lines.lineNumber, row: rowStarts.count - 1)
      let parsed = try LIBSVMLine(words, of: line, file: reader.name, place: place)
      if options.labelsFile == nil {
        names.append(try name(parsed.label.map { line[$0] }, file: reader.name, place: place))
      } else if parsed.label != nil {
        names.append("")
      }
      hasQueries = hasQueries || parsed.hasQuery
      indices.append(contentsOf: parsed.indices)
      values.append(contentsOf: parsed.values)
      rowStarts.append(indices.count)
    }
    let features = try dense(rowStarts, indices, values, reader: reader, lines.byteCount)
    var table = DataTable(features: features)
    if options.labelsFile == nil {
      table.labels = Labels(names: names)
    } else if !names.isEmpty {
      table.notes.append("the labels in this file are not used: a labels file is given")
    }
    if hasQueries { table.notes.append("query ids (qid) are not used") }
    return table
  }

  /// Writes the features that are not 0; feature names are not kept.
  ///
  /// - Throws: ``FormatError`` for ids and for class names that this format would read otherwise.
  public func write(_ dataset: Dataset, to output: inout OutputFile) throws {
    guard dataset.ids == nil else {
      throw FormatError(
        file: output.name, found: "ids", allowed: "no ids; .npz and .csv hold them")
    }
    for name in dataset.labels.classNames { try requireWord(name, file: output.name) }
    let d = dataset.featureCount
    for row in 0..<dataset.rowCount {
      var line = dataset.labels.name(at: row)
      for (column, value) in dataset.features.row(row).enumerated() {
        // The first row names the last feature, so that the number of features can be read again.
        let isNamed = value.bitPattern != 0 || (row == 0 && column == d - 1)
        line += isNamed ? " \(column + 1):\(value)" : ""
      }
      line += "\n"
      try output.write(line)
    }
  }

  /// Copies a file but for labels and rows.
  ///
  /// A class that the file spells in a way of its own, as `+1`, is spelled so again.
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  public func rewrite(
    _ reader: ByteReader, options: ReadOptions, edits: LabelEdits, to output: inout OutputFile
  ) throws {
    var lines = LineReader(reader)
    var examples: [(label: Range<Int>?, line: ArraySlice<UInt8>, isRow: Bool)] = []
    var spelling: [String: [UInt8]] = [:]
    while let line = try lines.next() {
      let words = LIBSVMLine.words(line)
      let label = words.first.flatMap { line[$0].contains(UInt8(ascii: ":")) ? nil : $0 }
      examples.append((label, line, !words.isEmpty))
      if let label, let text = String(validating: line[label], as: UTF8.self),
        let name = LabelName.name(text), spelling[name] == nil
      {
        spelling[name] = Array(line[label])
      }
    }
    try edits.check(rowCount: examples.count(where: \.isRow), file: reader.name)
    var row = 0
    for (label, line, isRow) in examples {
      defer { row += isRow ? 1 : 0 }
      if isRow, edits.removed.contains(row) { continue }
      guard isRow, let text = edits.relabeled[row] else {
        try output.write(line)
        continue
      }
      guard let label else {
        throw FormatError(
          file: reader.name, place: .init(row: row), found: "a row without a label",
          allowed: "changes to rows with labels")
      }
      try requireWord(text, file: reader.name)
      try output.write(line[..<label.lowerBound])
      try output.write(spelling[text] ?? Array(text.utf8))
      try output.write(line[label.upperBound...])
    }
  }

  private func refuseColumns(_ options: ReadOptions, file: String) throws(FormatError) {
    guard options.labelsFile != nil || options.label == nil || options.label == .index(0),
      options.id == nil, options.group == nil, options.trusted == nil, options.ignored.isEmpty
    else {
      throw FormatError(
        file: file, found: "columns given for a LIBSVM file",
        allowed: "none: the label stands first, all else are features")
    }
  }

  private func name(
    _ word: ArraySlice<UInt8>?, file: String, place: FormatError.Place
  ) throws(FormatError) -> String {
    guard let word else {
      throw FormatError(
        file: file, place: place, found: "no label", allowed: "a label before the features")
    }
    let text = String(validating: word, as: UTF8.self)
    guard let text, !text.utf8.contains(UInt8(ascii: ",")), let name = LabelName.name(text) else {
      let shown = FormatError.excerpt(String(decoding: word, as: UTF8.self))
      throw FormatError(
        file: file, place: place, found: "the label '\(shown)'",
        allowed: "one label: \(LabelName.allowed)")
    }
    return name
  }

  /// Checks that a class name can stand in a file and is read as the same name.
  private func requireWord(_ name: String, file: String) throws(FormatError) {
    let bytes = Array(name.utf8)
    let isWord = LIBSVMLine.words(bytes[...]) == [bytes.indices]
    guard isWord, LabelName.name(name) == name, !bytes.contains(where: { ":,".utf8.contains($0) })
    else {
      throw FormatError(
        file: file, found: "the class '\(FormatError.excerpt(name))'",
        allowed: "one word without spaces, '#', ':' and ','")
    }
  }

  private func dense(
    _ rowStarts: [Int], _ indices: [Int32], _ values: [Float], reader: ByteReader, _ size: Int
  ) throws(FormatError) -> Matrix {
    let n = rowStarts.count - 1
    let d = indices.max().map { Int($0) + 1 } ?? 0
    let (bytes, overflow) = (n * 4).multipliedReportingOverflow(by: d)
    let limit = Self.longestMatrix(fileSize: size)
    guard !overflow, bytes <= limit else {
      throw FormatError(
        file: reader.name, found: "\(n) rows of \(d) features, most of them absent",
        allowed: "at most \(limit) bytes as a dense matrix of 4 bytes a value (64 for each byte of "
          + "the file and 64 MiB, or 8 GiB); keep fewer features")
    }
    var elements = [Float](repeating: 0, count: n * d)
    for row in 0..<n {
      for position in rowStarts[row]..<rowStarts[row + 1] {
        elements[row * d + Int(indices[position])] = values[position]
      }
    }
    return Matrix(rowCount: n, columnCount: d, elements: elements)
  }
}
