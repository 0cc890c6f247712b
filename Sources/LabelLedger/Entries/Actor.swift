/// Who did what an entry records.
public struct Actor: Hashable, Sendable {
  /// The pseudonym; names live outside the log.
  public var id: Identifier
  /// What the actor is.
  public var kind: ActorKind
  /// The session in which the actor worked.
  public var session: Identifier
  /// The fingerprint of the key that signs second, or of the ingest key where the actor has none.
  public var credential: Hash
  /// The program that was used.
  public var tool: Identifier
  /// Its version.
  public var toolVersion: Identifier
  /// A keyed hash of the network address.
  public var network: Hash?

  /// Puts an actor together.
  ///
  /// - Parameters:
  ///   - id: The pseudonym; names live outside the log.
  ///   - kind: What the actor is.
  ///   - session: The session in which the actor worked.
  ///   - credential: The fingerprint of the key that signs second, or of the ingest key where the actor has none.
  ///   - tool: The program that was used.
  ///   - toolVersion: Its version.
  ///   - network: A keyed hash of the network address.
  public init(
    id: Identifier, kind: ActorKind, session: Identifier, credential: Hash, tool: Identifier,
    toolVersion: Identifier, network: Hash? = nil
  ) {
    self.id = id
    self.kind = kind
    self.session = session
    self.credential = credential
    self.tool = tool
    self.toolVersion = toolVersion
    self.network = network
  }
}

extension Actor: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    credential = try fields.require("credential")
    id = try fields.require("id")
    kind = try fields.require("kind")
    network = try fields.ifPresent("network")
    session = try fields.require("session")
    tool = try fields.require("tool")
    toolVersion = try fields.require("toolVersion")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("credential", credential)
    object.set("id", id)
    object.set("kind", kind)
    object.set("network", network)
    object.set("session", session)
    object.set("tool", tool)
    object.set("toolVersion", toolVersion)
    return .object(object)
  }
}

/// What an actor is.
public enum ActorKind: String, CaseIterable, Hashable, Sendable {
  /// A person.
  case human
  /// A program that moves what others decided, such as the ledger itself.
  case service
  /// A trained model.
  case model
  /// A fixed rule.
  case rule
}

extension ActorKind: FieldValue {}
