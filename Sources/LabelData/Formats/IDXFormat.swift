public import ArrayFiles
public import VectorKernels

/// The IDX format of the MNIST files: one array of numbers, the labels in a file of their own.
///
/// An array of one dimension is a file of labels; more dimensions are rows of the first, an image
/// becoming one row of pixels. Memory: the file and 4 bytes for each feature value.
public struct IDXFormat: SeparateLabelsFormat {
  /// `idx`.
  public let id = "idx"
  /// `idx`, and what follows the last dot in names like `train.idx3-ubyte`.
  public let fileExtensions = ["idx", "idx1-ubyte", "idx2-ubyte", "idx3-ubyte", "idx4-ubyte"]

  private static let types: [UInt8: NPYElementType] = [
    0x08: .unsigned(byteCount: 1), 0x09: .signed(byteCount: 1), 0x0B: .signed(byteCount: 2),
    0x0C: .signed(byteCount: 4), 0x0D: .float(byteCount: 4), 0x0E: .float(byteCount: 8),
  ]

  /// Makes the format.
  public init() {}

  /// Whether a file starts as this format does.
  public static func recognizes(_ start: [UInt8]) -> Bool {
    start.count >= 4 && start[0] == 0 && start[1] == 0 && types[start[2]] != nil && start[3] > 0
  }

  /// Reads features alone, or labels alone from an array of one dimension.
  ///
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  public func read(
    _ reader: ByteReader, options: ReadOptions, execution: Execution
  ) throws -> DataTable {
    let array = try Self.array(reader).array
    try array.requireElements(file: reader.name)
    if array.shape.count == 1 { return try DataTable(labels: array, file: reader.name) }
    guard options.label == nil || options.labelsFile != nil else {
      throw FormatError(
        file: reader.name, found: "a label column for an IDX file", allowed: "a labels file")
    }
    let columns = try MatrixColumns(
      count: array.columnCount, label: nil, id: options.id, group: options.group,
      trusted: options.trusted, ignored: options.ignored, file: reader.name)
    return try DataTable(array, columns: columns, file: reader.name)
  }

  /// Copies a labels file but for labels and rows, or a file of features but for rows.
  ///
  /// - Throws: ``FormatError``, as when the element type cannot hold a label; ``/ArrayFiles/FileError``.
  public func rewrite(
    _ reader: ByteReader, options: ReadOptions, edits: LabelEdits, to output: inout OutputFile
  ) throws {
    let (header, array) = try Self.array(reader)
    try array.requireElements(file: reader.name)
    guard array.shape.count == 1 || edits.relabeled.isEmpty else {
      throw FormatError(
        file: reader.name, found: "new labels for a file of features",
        allowed: "changes to the labels file")
    }
    let changed = try array.applying(edits, column: 0, file: reader.name)
    // Fewer rows than before, so the count fits its four bytes.
    try output.write(header[..<4] + Self.bigEndian(UInt32(changed.rowCount)) + header[8...])
    try output.write(changed.elements)
  }

  private static func array(_ reader: ByteReader) throws -> (header: [UInt8], array: NPYArray) {
    func fail(_ byte: Int, _ found: String, _ allowed: String) -> FormatError {
      FormatError(
        file: reader.name, place: .init(byte: byte), found: found, allowed: allowed)
    }
    var header: [UInt8] = []
    guard try reader.read(4, appendingTo: &header) == 4, header[0] == 0, header[1] == 0 else {
      throw fail(0, "no IDX magic number", "two zeros, a type and a number of dimensions")
    }
    guard let type = types[header[2]] else {
      throw fail(
        2, "the type 0x\(String(header[2], radix: 16))", "0x08, 0x09, 0x0b, 0x0c, 0x0d and 0x0e")
    }
    guard header[3] > 0 else { throw fail(3, "0 dimensions", "1 or more") }
    let size = Int(header[3]) * 4
    guard try reader.read(size, appendingTo: &header) == size else {
      throw fail(header.count, "the end of the file in the header", "\(size + 4) bytes of header")
    }
    let shape = stride(from: 4, to: header.count, by: 4).map { start in
      header[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    let elements = try reader.readElements(type, shape: shape, after: header.count)
    let array = NPYArray(elementType: type, isBigEndian: true, shape: shape, elements: elements)
    return (header, array)
  }
}
