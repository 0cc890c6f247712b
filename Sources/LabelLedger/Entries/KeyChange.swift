/// A key that is added, taken out of use or put in the place of another.
public struct KeyChange: Hashable, Sendable {
  /// Whose key it is.
  public var actor: Identifier
  /// What that actor is.
  public var kind: ActorKind
  /// The key.
  public var publicKey: PublicKey
  /// The fingerprint of the key that it replaces.
  public var replaces: Hash?

  /// Puts a change together.
  ///
  /// - Parameters:
  ///   - actor: Whose key it is.
  ///   - kind: What that actor is.
  ///   - publicKey: The key.
  ///   - replaces: The fingerprint of the key that it replaces.
  public init(actor: Identifier, kind: ActorKind, publicKey: PublicKey, replaces: Hash? = nil) {
    self.actor = actor
    self.kind = kind
    self.publicKey = publicKey
    self.replaces = replaces
  }
}

extension KeyChange: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    actor = try fields.require("actor")
    kind = try fields.require("kind")
    publicKey = try fields.require("publicKey")
    replaces = try fields.ifPresent("replaces")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("actor", actor)
    object.set("kind", kind)
    object.set("publicKey", publicKey)
    object.set("replaces", replaces)
    return .object(object)
  }
}
