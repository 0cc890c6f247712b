/// What an entry is about.
public struct Subject: Hashable, Sendable {
  /// The data set.
  public var dataset: Identifier
  /// The example in it.
  public var example: Identifier?
  /// The SHA-256 hash of the example's bytes.
  public var exampleDigest: Hash?

  /// Puts a subject together.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - example: The example in it.
  ///   - exampleDigest: The SHA-256 hash of the example's bytes.
  public init(dataset: Identifier, example: Identifier? = nil, exampleDigest: Hash? = nil) {
    self.dataset = dataset
    self.example = example
    self.exampleDigest = exampleDigest
  }
}

extension Subject: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    dataset = try fields.require("dataset")
    example = try fields.ifPresent("example")
    exampleDigest = try fields.ifPresent("exampleDigest")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("dataset", dataset)
    object.set("example", example)
    object.set("exampleDigest", exampleDigest)
    return .object(object)
  }
}
