/// An entry named by its place and its hash, so that neither can be exchanged.
public struct EntryReference: Hashable, Sendable {
  /// The number of entries before it in the log.
  public var index: UInt64
  /// Its leaf hash.
  public var leafHash: Hash

  /// Puts a reference together.
  ///
  /// - Parameters:
  ///   - index: The number of entries before it in the log.
  ///   - leafHash: Its leaf hash.
  public init(index: UInt64, leafHash: Hash) {
    self.index = index
    self.leafHash = leafHash
  }
}

extension EntryReference: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    index = try fields.require("index")
    leafHash = try fields.require("leafHash")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("index", index)
    object.set("leafHash", leafHash)
    return .object(object)
  }
}
