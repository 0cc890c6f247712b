extension Snapshot {
  /// The bytes of the file.
  public var csv: [UInt8] {
    var bytes = Array(Self.header.utf8)
    bytes.reserveCapacity(rows.count * 160 + 64)
    bytes.append(UInt8(ascii: "\n"))
    for row in rows { row.writeLine(to: &bytes) }
    return bytes
  }

  /// Reads a file, which must be the one that ``csv`` writes.
  ///
  /// - Parameter csv: The bytes of the file.
  /// - Throws: ``SnapshotError`` with the line of the first fault.
  ///
  /// - Complexity: O(n) in the bytes.
  public init(csv: [UInt8]) throws(SnapshotError) {
    var reader = CSVReader(csv)
    do {
      guard let first = try reader.next(), csv[first.range].elementsEqual((Self.header + "\n").utf8)
      else { throw SnapshotError.header }
    } catch let error as CSVError {
      throw .csv(error)
    } catch { throw .header }
    var rows: [Row] = []
    var line: [UInt8] = []
    while let record = try Self.next(&reader) {
      let row = try Row(record)
      line.removeAll(keepingCapacity: true)
      row.writeLine(to: &line)
      guard csv[record.range].elementsEqual(line) else { throw .form(line: record.line) }
      if let last = rows.last, last.example >= row.example {
        throw last.example == row.example
          ? .repeatedExample(row.example) : .order(line: record.line)
      }
      rows.append(row)
    }
    try self.init(rows: rows)
  }

  private static func next(_ reader: inout CSVReader) throws(SnapshotError) -> CSVReader.Record? {
    do { return try reader.next() } catch { throw .csv(error) }
  }
}

extension Snapshot.Row {
  fileprivate init(_ record: CSVReader.Record) throws(SnapshotError) {
    let fields = record.fields
    guard fields.count == 4 else {
      throw .fieldCount(line: record.line, given: fields.count)
    }
    do {
      self.init(
        example: try Self.read(fields[0], "id"),
        exampleDigest: fields[1].isEmpty ? nil : try Self.read(fields[1], "exampleDigest"),
        label: try Self.read(fields[2], "label"), leafHash: try Self.read(fields[3], "leafHash"))
    } catch {
      throw .field(line: record.line, error: error)
    }
  }

  private static func read<Value: FieldValue>(
    _ text: String, _ name: String
  ) throws(FieldError) -> Value {
    do { return try Value(json: .string(text)) } catch { throw error.inside(name) }
  }

  fileprivate func writeLine(to bytes: inout [UInt8]) {
    Self.write(example.text, to: &bytes)
    bytes.append(UInt8(ascii: ","))
    if let exampleDigest { bytes += exampleDigest.hexadecimal.utf8 }
    bytes.append(UInt8(ascii: ","))
    Self.write(label.text, to: &bytes)
    bytes.append(UInt8(ascii: ","))
    bytes += leafHash.hexadecimal.utf8
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Identifiers hold no line ends, so that commas and quotation marks are all that needs care.
  private static func write(_ text: String, to bytes: inout [UInt8]) {
    let quotation = UInt8(ascii: "\"")
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == quotation }) else {
      bytes += text.utf8
      return
    }
    bytes.append(quotation)
    for byte in text.utf8 {
      if byte == quotation { bytes.append(quotation) }
      bytes.append(byte)
    }
    bytes.append(quotation)
  }
}
