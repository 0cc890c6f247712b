/// Reads labels from CSV with the columns `task,worker,label`, as crowdsourcing data sets are passed on.
public enum CSVLabels {
  /// The columns, which the first line must name.
  public static let columns = ["task", "worker", "label"]

  /// Reads a file.
  ///
  /// RFC 4180 in UTF-8; a byte order mark is passed over. An empty label says that the worker gave none.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - pseudonyms: How workers are named.
  /// - Returns: The answers.
  /// - Throws: ``ImportError`` with the line of the first fault.
  public static func read(
    _ bytes: [UInt8], pseudonyms: Pseudonyms = .refusingAddresses
  ) throws(ImportError) -> LabelImport {
    var reader = CSVReader(bytes, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    let header = try next(&reader)?.fields ?? []
    guard header.count == 3, zip(header, columns).allSatisfy({ $0.hasBytes(of: $1) }) else {
      throw ImportError(.header(given: header, allowed: columns), at: .line(1))
    }
    var answers = LabelImport()
    while let record = try next(&reader) {
      let place = ImportPlace.line(record.line)
      guard record.fields.count == 3 else {
        throw ImportError(.fieldCount(given: record.fields.count, allowed: 3), at: place)
      }
      let label = StrictJSON.string(record.fields[2])
      try answers.add(
        ImportedLabel(
          example: try ImportedField.identifier(.string(record.fields[0]), "task", at: place),
          annotator: try pseudonyms.annotator(.string(record.fields[1]), "worker", at: place),
          label: record.fields[2].isEmpty
            ? nil : try ImportedField.identifier(label, "label", at: place)),
        at: place)
    }
    return answers
  }

  private static func next(_ reader: inout CSVReader) throws(ImportError) -> CSVReader.Record? {
    do { return try reader.next() } catch { throw ImportError(.csv(error), at: .line(error.line)) }
  }
}
