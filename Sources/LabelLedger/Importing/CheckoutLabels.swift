/// Reads the labels that a ledger checked out: CSV with the columns `id,label,annotator,batch`.
public enum CheckoutLabels {
  /// The columns, which the first line must name.
  public static let columns = ["id", "label", "annotator", "batch"]

  /// Reads a file; batches are those of the other ledger, and are passed over.
  ///
  /// - Parameters:
  ///   - bytes: The file, RFC 4180 in UTF-8.
  ///   - pseudonyms: How annotators are named.
  /// - Returns: The labels.
  /// - Throws: ``ImportError`` with the line of the first fault.
  public static func read(
    _ bytes: [UInt8], pseudonyms: Pseudonyms = .refusingAddresses
  ) throws(ImportError) -> LabelImport {
    let table: CSVTable
    do { table = try CSVTable(parsing: bytes) } catch {
      throw ImportError(.csv(error), at: .line(error.line))
    }
    guard table.header == columns else {
      throw ImportError(.header(given: table.header, allowed: columns), at: .line(1))
    }
    var labels = LabelImport()
    for row in table.rows {
      let place = ImportPlace.line(row.line)
      try labels.add(
        ImportedLabel(
          example: try ImportedField.identifier(.string(row.fields[0]), "id", at: place),
          annotator: try pseudonyms.annotator(.string(row.fields[2]), "annotator", at: place),
          label: try ImportedField.identifier(.string(row.fields[1]), "label", at: place)),
        at: place)
    }
    return labels
  }
}
