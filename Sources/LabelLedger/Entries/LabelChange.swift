/// A label before and after.
public struct LabelChange: Hashable, Sendable {
  /// The list of classes that the label is from.
  public var scheme: Identifier
  /// The label; `nil` takes the label back.
  public var new: Identifier?
  /// The label that was in force; `nil` where there was none.
  public var previous: Identifier?
  /// The entry that put that label in force; `nil` only for a first label.
  public var previousEntry: EntryReference?
  /// How sure the actor was, as the tool says it.
  public var confidence: DecimalString?

  /// Puts a change together.
  ///
  /// - Parameters:
  ///   - scheme: The list of classes that the label is from.
  ///   - new: The label; `nil` takes the label back.
  ///   - previous: The label that was in force; `nil` where there was none.
  ///   - previousEntry: The entry that put that label in force; `nil` only for a first label.
  ///   - confidence: How sure the actor was, as the tool says it.
  public init(
    scheme: Identifier, new: Identifier?, previous: Identifier?, previousEntry: EntryReference?,
    confidence: DecimalString? = nil
  ) {
    self.scheme = scheme
    self.new = new
    self.previous = previous
    self.previousEntry = previousEntry
    self.confidence = confidence
  }
}

extension LabelChange: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    confidence = try fields.ifPresent("confidence")
    new = try fields.nullable("new")
    previous = try fields.nullable("previous")
    previousEntry = try fields.nullable("previousEntry")
    scheme = try fields.require("scheme")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("confidence", confidence)
    object.setNullable("new", new)
    object.setNullable("previous", previous)
    object.setNullable("previousEntry", previousEntry)
    object.set("scheme", scheme)
    return .object(object)
  }
}
