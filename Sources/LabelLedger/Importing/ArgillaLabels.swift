/// Reads labels from records of Argilla, as a JSON list or one on each line.
///
/// Both forms of `responses` are read: that of the Python library's export, by question
/// (`{"label": [{"value": "pos", "user_id": "..."}]}`), and that of the server, by user
/// (`[{"user_id": "...", "status": "submitted", "values": {"label": {"value": "pos"}}}]`). Where a status is told, only `submitted`
/// counts; others are counted and left out. Suggestions are not answers.
public struct ArgillaLabels: Sendable {
  /// The question whose answers are read; `nil` where there is one only.
  public var question: String?
  /// The field that names the example.
  public var exampleField: String
  /// How annotators are named.
  public var pseudonyms: Pseudonyms

  /// Chooses what is read.
  ///
  /// - Parameters:
  ///   - question: The question; `nil` where there is one only.
  ///   - exampleField: The field that names the example.
  ///   - pseudonyms: How annotators are named.
  public init(
    question: String? = nil, exampleField: String = "id",
    pseudonyms: Pseudonyms = .refusingAddresses
  ) {
    self.question = question
    self.exampleField = exampleField
    self.pseudonyms = pseudonyms
  }

  /// Reads records.
  ///
  /// - Parameter bytes: The file.
  /// - Returns: The answers.
  /// - Throws: ``ImportError`` with the record of the first fault.
  public func read(_ bytes: [UInt8]) throws(ImportError) -> LabelImport {
    var answers = LabelImport()
    for (place, record) in try ImportedField.records(bytes) {
      let example = try ImportedField.identifier(record, exampleField, at: place)
      switch try ImportedField.require(record, "responses", at: place) {
      case .object(let questions):
        guard let responses = try chosen(questions, at: place) else { continue }
        guard case .array(let responses) = responses else {
          throw wrong(responses, "responses", at: place)
        }
        for response in responses {
          let response = try ImportedField.object(response, "responses", at: place)
          try add(response, value: response["value"], example, to: &answers, at: place)
        }
      case .array(let responses):
        for response in responses {
          let response = try ImportedField.object(response, "responses", at: place)
          var value: StrictJSON?
          if let values = response["values"], values != .null {
            let questions = try ImportedField.object(values, "values", at: place)
            if let answer = try chosen(questions, at: place) {
              value = try ImportedField.object(answer, "values", at: place)["value"]
            }
          }
          try add(response, value: value, example, to: &answers, at: place)
        }
      case let other: throw wrong(other, "responses", at: place)
      }
    }
    return answers
  }

  private func wrong(
    _ json: StrictJSON, _ field: String, at place: ImportPlace
  ) -> ImportError {
    let allowed = "an array or an object"
    return ImportError(
      .field(FieldError(.wrongType(given: json.typeName, allowed: allowed), at: field)), at: place)
  }

  /// What stands under the question.
  private func chosen(
    _ questions: StrictJSON.Object, at place: ImportPlace
  ) throws(ImportError) -> StrictJSON? {
    if let question { return questions[question] }
    guard questions.members.count <= 1 else {
      throw ImportError(.severalQuestions(questions.members.map(\.name)), at: place)
    }
    return questions.members.first?.value
  }

  private func add(
    _ response: StrictJSON.Object, value: StrictJSON?, _ example: Identifier,
    to answers: inout LabelImport, at place: ImportPlace
  ) throws(ImportError) {
    if let status = response["status"], status != .null, status != .string("submitted") {
      answers.skip()
      return
    }
    var label: Identifier?
    switch value {
    case nil, .null: label = nil
    case .array, .object: throw ImportError(.unsupported("an answer with several parts"), at: place)
    case .some(let json): label = try ImportedField.identifier(json, "value", at: place)
    }
    let author = try ImportedField.require(response, "user_id", at: place)
    try answers.add(
      ImportedLabel(
        example: example, annotator: try pseudonyms.annotator(author, "user_id", at: place),
        label: label,
        externalID: try ImportedField.optionalIdentifier(response, "id", at: place),
        time: try ImportedField.time(response, ["updated_at", "inserted_at"], at: place)),
      at: place)
  }
}
