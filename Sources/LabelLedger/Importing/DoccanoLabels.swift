/// Reads labels from doccano's JSON export, as a list or one document on each line.
///
/// The export does not say who labelled: in a project whose members label apart there is one file for each member, so the caller says
/// whose file it is. The label stands in `label`, or in `labels` as older versions write it, as a list with one class. An empty list
/// or no such field means that the document has no label, and the document is counted and left out: doccano does not tell whether
/// somebody looked.
public struct DoccanoLabels: Sendable {
  /// Whose labels the file holds.
  public var annotator: Identifier
  /// The field that names the example.
  public var exampleField: String

  /// Chooses what is read.
  ///
  /// - Parameters:
  ///   - annotator: Whose labels the file holds.
  ///   - exampleField: The field that names the example.
  public init(annotator: Identifier, exampleField: String = "id") {
    self.annotator = annotator
    self.exampleField = exampleField
  }

  /// Reads an export.
  ///
  /// - Parameter bytes: The file.
  /// - Returns: The answers.
  /// - Throws: ``ImportError`` with the line or record of the first fault.
  public func read(_ bytes: [UInt8]) throws(ImportError) -> LabelImport {
    var answers = LabelImport()
    for (place, record) in try ImportedField.records(bytes) {
      let example = try ImportedField.identifier(record, exampleField, at: place)
      if record["annotations"] != nil {
        throw ImportError(.unsupported("annotations by numbers of labels"), at: place)
      }
      guard let json = record["label"] ?? record["labels"], json != .null else {
        answers.skip()
        continue
      }
      guard record["label"] == nil || record["labels"] == nil else {
        throw ImportError(.unsupported("both label and labels"), at: place)
      }
      guard case .array(let classes) = json else {
        throw ImportError(.unsupported("\(json.typeName) as label"), at: place)
      }
      guard let first = classes.first else {
        answers.skip()
        continue
      }
      guard classes.count == 1 else {
        throw ImportError(.unsupported("\(classes.count) labels"), at: place)
      }
      guard case .string = first else {
        throw ImportError(.unsupported("\(first.typeName) in the list of labels"), at: place)
      }
      try answers.add(
        ImportedLabel(
          example: example, annotator: annotator,
          label: try ImportedField.identifier(first, "label", at: place)),
        at: place)
    }
    return answers
  }
}
