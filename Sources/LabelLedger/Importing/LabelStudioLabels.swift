/// Reads labels from Label Studio's JSON export: a list of tasks with their annotations.
///
/// One class for each task is read: a result of type `choices` with one choice, `rating`, or `taxonomy` with one path, whose parts are
/// joined by a slash. An annotation without results is an answer without label. Cancelled annotations are counted and left out;
/// predictions are not answers.
public struct LabelStudioLabels: Sendable {
  /// The control tag (`from_name`) whose results are read; `nil` where there is one only.
  public var question: String?
  /// The field of a task's data that names the example; `nil` takes the task's number.
  public var exampleField: String?
  /// How annotators are named.
  public var pseudonyms: Pseudonyms

  /// Chooses what is read.
  ///
  /// - Parameters:
  ///   - question: The control tag; `nil` where there is one only.
  ///   - exampleField: The field of a task's data that names the example; `nil` takes the task's number.
  ///   - pseudonyms: How annotators are named.
  public init(
    question: String? = nil, exampleField: String? = nil,
    pseudonyms: Pseudonyms = .refusingAddresses
  ) {
    self.question = question
    self.exampleField = exampleField
    self.pseudonyms = pseudonyms
  }

  /// Reads an export.
  ///
  /// - Parameter bytes: The file.
  /// - Returns: The answers.
  /// - Throws: ``ImportError`` with the task of the first fault.
  public func read(_ bytes: [UInt8]) throws(ImportError) -> LabelImport {
    var answers = LabelImport()
    for (place, task) in try ImportedField.records(bytes) {
      let example = try example(of: task, at: place)
      let annotations = try ImportedField.require(task, "annotations", at: place)
      guard case .array(let annotations) = annotations else {
        throw ImportError(
          .field(
            FieldError(
              .wrongType(given: annotations.typeName, allowed: "an array"), at: "annotations")),
          at: place)
      }
      for annotation in annotations {
        let annotation = try ImportedField.object(annotation, "annotations", at: place)
        if annotation["was_cancelled"] == .bool(true) || annotation["skipped"] == .bool(true) {
          answers.skip()
          continue
        }
        let author = try ImportedField.require(annotation, "completed_by", at: place)
        try answers.add(
          ImportedLabel(
            example: example,
            annotator: try pseudonyms.annotator(author, "completed_by", at: place),
            label: try label(of: annotation, at: place),
            externalID: try ImportedField.optionalIdentifier(annotation, "id", at: place),
            time: try ImportedField.time(annotation, ["updated_at", "created_at"], at: place)),
          at: place)
      }
    }
    return answers
  }

  private func example(
    of task: StrictJSON.Object, at place: ImportPlace
  ) throws(ImportError) -> Identifier {
    guard let exampleField else { return try ImportedField.identifier(task, "id", at: place) }
    let data = try ImportedField.require(task, "data", at: place)
    return try ImportedField.identifier(
      try ImportedField.object(data, "data", at: place), exampleField, at: place)
  }

  private func label(
    of annotation: StrictJSON.Object, at place: ImportPlace
  ) throws(ImportError) -> Identifier? {
    var results: [(name: String, result: StrictJSON.Object)] = []
    for result in try ImportedField.list(annotation, "result", at: place) {
      let result = try ImportedField.object(result, "result", at: place)
      guard case .string(let name) = result["from_name"] else {
        throw ImportError(.unsupported(Self.type(of: result)), at: place)
      }
      if question?.hasBytes(of: name) ?? true { results.append((name, result)) }
    }
    guard let first = results.first else { return nil }
    guard results.count == 1 else {
      let names = results.map(\.name)
      throw ImportError(
        Set(names).count == 1
          ? .unsupported("\(names.count) results of one question") : .severalQuestions(names),
        at: place)
    }
    let type = Self.type(of: first.result)
    let value = try ImportedField.object(
      try ImportedField.require(first.result, "value", at: place), "value", at: place)
    return try label(type, value, at: place)
  }

  private func label(
    _ type: String, _ value: StrictJSON.Object, at place: ImportPlace
  ) throws(ImportError) -> Identifier? {
    switch type {
    case "rating": return try ImportedField.identifier(value, "rating", at: place)
    case "choices":
      let choices = try ImportedField.list(value, "choices", at: place)
      guard let choice = choices.first else { return nil }
      guard choices.count == 1 else {
        throw ImportError(.unsupported("\(choices.count) choices"), at: place)
      }
      return try ImportedField.identifier(choice, "choices", at: place)
    case "taxonomy":
      let paths = try ImportedField.list(value, "taxonomy", at: place)
      guard let path = paths.first else { return nil }
      guard paths.count == 1, case .array(let parts) = path else {
        throw ImportError(.unsupported("\(paths.count) paths of a taxonomy"), at: place)
      }
      var names: [String] = []
      for part in parts {
        let name = try ImportedField.identifier(part, "taxonomy", at: place).text
        guard !name.utf8.contains(UInt8(ascii: "/")) else {
          throw ImportError(.unsupported("a path of a taxonomy with a slash in a part"), at: place)
        }
        names.append(name)
      }
      return try ImportedField.identifier(
        .string(names.joined(separator: "/")), "taxonomy", at: place)
    default: throw ImportError(.unsupported("results of type \(type)"), at: place)
    }
  }

  private static func type(of result: StrictJSON.Object) -> String {
    guard case .string(let type) = result["type"] else { return "a result without type" }
    return type
  }
}
