/// Why something was done.
public struct Reason: Hashable, Sendable {
  /// The reason.
  public var code: ReasonCode
  /// The SHA-256 hash of a salt of 16 bytes and a note, both kept outside the log.
  public var note: Hash?

  /// Puts a reason together.
  ///
  /// - Parameters:
  ///   - code: The reason.
  ///   - note: The SHA-256 hash of a salt of 16 bytes and a note, both kept outside the log.
  public init(code: ReasonCode, note: Hash? = nil) {
    self.code = code
    self.note = note
  }
}

extension Reason: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    code = try fields.require("code")
    note = try fields.ifPresent("note")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("code", code)
    object.set("note", note)
    return .object(object)
  }
}

/// The reasons that an entry can give.
public enum ReasonCode: String, CaseIterable, Hashable, Sendable {
  /// The first label.
  case initial
  /// A label was wrong.
  case correction
  /// Annotators disagreed.
  case adjudication
  /// A detector found it.
  case detector
  /// A rule asked for it.
  case rule
  /// It came from elsewhere.
  case `import`
  /// Something is undone.
  case rollback
  /// Somebody asked to be forgotten.
  case erasure
}

extension ReasonCode: FieldValue {}
