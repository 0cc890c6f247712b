/// Reads labels from Label Studio's JSON-MIN export: a list with one object for each finished annotation.
///
/// The answer stands in a field named after the control tag, beside the fields of the task's data: a text for one choice, a number for a
/// rating. Without that field the annotator gave no label.
public struct LabelStudioMinimalLabels: Sendable {
  /// The control tag, and so the field, that holds the label.
  public var question: String
  /// The field that names the example.
  public var exampleField: String
  /// How annotators are named.
  public var pseudonyms: Pseudonyms

  /// Chooses what is read.
  ///
  /// - Parameters:
  ///   - question: The control tag.
  ///   - exampleField: The field that names the example; `id` is the task's number.
  ///   - pseudonyms: How annotators are named.
  public init(
    question: String, exampleField: String = "id", pseudonyms: Pseudonyms = .refusingAddresses
  ) {
    self.question = question
    self.exampleField = exampleField
    self.pseudonyms = pseudonyms
  }

  /// Reads an export.
  ///
  /// - Parameter bytes: The file.
  /// - Returns: The answers.
  /// - Throws: ``ImportError`` with the record of the first fault.
  public func read(_ bytes: [UInt8]) throws(ImportError) -> LabelImport {
    var answers = LabelImport()
    for (place, record) in try ImportedField.records(bytes) {
      let author = try ImportedField.require(record, "annotator", at: place)
      try answers.add(
        ImportedLabel(
          example: try ImportedField.identifier(record, exampleField, at: place),
          annotator: try pseudonyms.annotator(author, "annotator", at: place),
          label: try label(of: record, at: place),
          externalID: try ImportedField.optionalIdentifier(record, "annotation_id", at: place),
          time: try ImportedField.time(record, ["updated_at", "created_at"], at: place)),
        at: place)
    }
    return answers
  }

  private func label(
    of record: StrictJSON.Object, at place: ImportPlace
  ) throws(ImportError) -> Identifier? {
    switch record[question] {
    case nil: return nil
    case .object, .array:
      throw ImportError(.unsupported("several results in \(question)"), at: place)
    case .some(let json): return try ImportedField.identifier(json, question, at: place)
    }
  }
}
