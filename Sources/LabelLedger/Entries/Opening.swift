/// What the first entry says about the ledger.
public struct Opening: Hashable, Sendable {
  /// The origin, `<host>/<ledger>`.
  public var origin: Identifier
  /// The key of the checkpoints, as signed notes write it: name, key ID and Base64; 1 to 512 bytes.
  public var vkey: String
  /// The ledger that this one goes on from.
  public var predecessor: Predecessor?

  /// Puts an opening together.
  ///
  /// - Parameters:
  ///   - origin: The origin, `<host>/<ledger>`.
  ///   - vkey: The key of the checkpoints, as signed notes write it: name, key ID and Base64; 1 to 512 bytes.
  ///   - predecessor: The ledger that this one goes on from.
  public init(origin: Identifier, vkey: String, predecessor: Predecessor? = nil) {
    self.origin = origin
    self.vkey = vkey
    self.predecessor = predecessor
  }
}

extension Opening: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    origin = try fields.require("origin")
    predecessor = try fields.ifPresent("predecessor")
    vkey = try fields.require("vkey")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("origin", origin)
    object.set("predecessor", predecessor)
    object.set("vkey", vkey)
    return .object(object)
  }
}

/// The last checkpoint of the ledger before.
public struct Predecessor: Hashable, Sendable {
  /// Its origin.
  public var origin: Identifier
  /// Its tree size.
  public var size: UInt64
  /// Its root hash, which the document holds in Base64.
  public var root: Hash

  /// Puts a predecessor together.
  ///
  /// - Parameters:
  ///   - origin: Its origin.
  ///   - size: Its tree size.
  ///   - root: Its root hash, which the document holds in Base64.
  public init(origin: Identifier, size: UInt64, root: Hash) {
    self.origin = origin
    self.size = size
    self.root = root
  }
}

extension Predecessor: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    origin = try fields.require("origin")
    let text: String = try fields.require("root")
    guard let root = Hash(base64: text) else {
      throw FieldError(
        .badValue(given: text, allowed: "32 bytes in standard Base64"), at: "root")
    }
    self.root = root
    size = try fields.require("size")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("origin", origin)
    object.set("root", root.base64)
    object.set("size", size)
    return .object(object)
  }
}
