/// One step that a label went through.
public struct Transform: Hashable, Sendable {
  /// The name of the step.
  public var name: Identifier
  /// The version of the step.
  public var version: Identifier
  /// The SHA-256 hash of its parameters.
  public var paramsDigest: Hash

  /// Puts a transform together.
  ///
  /// - Parameters:
  ///   - name: The name of the step.
  ///   - version: The version of the step.
  ///   - paramsDigest: The SHA-256 hash of its parameters.
  public init(name: Identifier, version: Identifier, paramsDigest: Hash) {
    self.name = name
    self.version = version
    self.paramsDigest = paramsDigest
  }
}

extension Transform: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    name = try fields.require("name")
    paramsDigest = try fields.require("paramsDigest")
    version = try fields.require("version")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("name", name)
    object.set("paramsDigest", paramsDigest)
    object.set("version", version)
    return .object(object)
  }
}
