/// Where a label comes from, and what was done to it on the way.
public struct Source: Hashable, Sendable {
  /// The kind of source.
  public var origin: SourceOrigin
  /// The batch that it came in.
  public var batch: Identifier?
  /// The program that brought it.
  public var connector: Identifier?
  /// Its name in the other system.
  public var externalID: Identifier?
  /// The SHA-256 hash of its bytes in the other system.
  public var externalDigest: Hash?
  /// The SHA-256 hash of a manifest that describes the source.
  public var manifestDigest: Hash?
  /// What was done to it, in order.
  public var transform: [Transform]

  /// Puts a source together.
  ///
  /// - Parameters:
  ///   - origin: The kind of source.
  ///   - batch: The batch that it came in.
  ///   - connector: The program that brought it.
  ///   - externalID: Its name in the other system.
  ///   - externalDigest: The SHA-256 hash of its bytes in the other system.
  ///   - manifestDigest: The SHA-256 hash of a manifest that describes the source.
  ///   - transform: What was done to it, in order.
  public init(
    origin: SourceOrigin, batch: Identifier? = nil, connector: Identifier? = nil,
    externalID: Identifier? = nil, externalDigest: Hash? = nil, manifestDigest: Hash? = nil,
    transform: [Transform] = []
  ) {
    self.origin = origin
    self.batch = batch
    self.connector = connector
    self.externalID = externalID
    self.externalDigest = externalDigest
    self.manifestDigest = manifestDigest
    self.transform = transform
  }
}

extension Source: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    batch = try fields.ifPresent("batch")
    connector = try fields.ifPresent("connector")
    externalDigest = try fields.ifPresent("externalDigest")
    externalID = try fields.ifPresent("externalID")
    manifestDigest = try fields.ifPresent("manifestDigest")
    origin = try fields.require("origin")
    transform = try fields.list("transform")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("batch", batch)
    object.set("connector", connector)
    object.set("externalDigest", externalDigest)
    object.set("externalID", externalID)
    object.set("manifestDigest", manifestDigest)
    object.set("origin", origin)
    object.setList("transform", transform)
    return .object(object)
  }
}

/// The kinds of source.
public enum SourceOrigin: String, CaseIterable, Hashable, Sendable {
  /// An annotator in front of the example.
  case annotator
  /// Another system.
  case `import`
  /// A model.
  case model
  /// A measuring device.
  case sensor
  /// A client of federated learning.
  case federated
}

extension SourceOrigin: FieldValue {}
