/// The rows that an undone sanitization gave back, as a table, as JSON and in a sentence.
public struct UndoLog: Sendable {
  /// A row of the input that is as it was.
  public struct Row: Sendable {
    /// Its number in the input.
    public let row: Int
    /// The label that it has again.
    public let label: String
    /// Whether the row itself was gone.
    public let wasRemoved: Bool

    /// Makes a row.
    public init(row: Int, label: String, wasRemoved: Bool) {
      self.row = row
      self.label = label
      self.wasRemoved = wasRemoved
    }
  }

  private let rows: [Row]
  private let output: String
  private let isWhole: Bool

  /// Makes a log.
  ///
  /// - Parameters:
  ///   - rows: The rows that are as they were, by number.
  ///   - output: The file that was written.
  ///   - isWhole: Whether its contents are those of the input, byte for byte.
  public init(_ rows: [Row], output: String, isWhole: Bool) {
    self.rows = rows
    self.output = output
    self.isWhole = isWhole
  }

  /// `row,label`; one line for each row.
  public var csv: String {
    CSVText.document(header: ["row", "label"], rows: rows.map { ["\($0.row)", $0.label] })
  }

  /// The counts as a JSON document.
  ///
  /// - Throws: `EncodingError`.
  public func json(version: String) throws -> String {
    struct Summary: Encodable {
      let labels: Int
      let rows: Int
      let isWhole: Bool
      let output: String
      let version: String

      enum CodingKeys: String, CodingKey {
        case output, version
        case labels = "restored_labels"
        case rows = "restored_rows"
        case isWhole = "is_whole"
      }
    }
    let removed = rows.count { $0.wasRemoved }
    return try JSONText.document(
      Summary(
        labels: rows.count - removed, rows: removed, isWhole: isWhole, output: output,
        version: version))
  }

  /// The result in words.
  public var summary: String {
    let removed = rows.count { $0.wasRemoved }
    return "Gave back \(rows.count - removed) labels"
      + (removed > 0 ? " and \(removed) removed rows" : "") + "; wrote \(output)"
      + (isWhole ? ", whose contents are those of the input byte for byte." : ".")
  }
}
