/// What is said and signed about the file of a sealed snapshot.
///
/// An in-toto Statement whose subject is the file by its SHA-256 hash; the predicate repeats the seal, which stands in the log, with
/// the data set, the origin of the log and the policy. Whoever holds the file, the Statement and the public keys can check all but
/// what was left out.
public struct SnapshotStatement: Hashable, Sendable {
  /// The type of the predicate.
  public static let predicateType = "urn:flipguard:label-snapshot:v1"

  /// The data set.
  public let dataset: Identifier
  /// The origin of the log.
  public let origin: Identifier
  /// The SHA-256 hash of the policy document in force.
  public let policy: Hash
  /// The seal.
  public let seal: Seal
  /// When the snapshot was sealed: milliseconds since 1970, UTC.
  public let sealedAt: Int64

  /// Puts a Statement together.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - origin: The origin of the log.
  ///   - policy: The hash of the policy in force.
  ///   - seal: The seal.
  ///   - sealedAt: When, in milliseconds since 1970.
  public init(
    dataset: Identifier, origin: Identifier, policy: Hash, seal: Seal, sealedAt: Int64
  ) {
    self.dataset = dataset
    self.origin = origin
    self.policy = policy
    self.seal = seal
    self.sealedAt = sealedAt
  }

  /// Signs the Statement.
  ///
  /// - Parameter keys: 1 to 8 keys.
  /// - Returns: The envelope, whose bytes are the file `snapshot.intoto.json`.
  /// - Throws: ``EnvelopeError``.
  public func signed(by keys: [ActorKey]) throws(EnvelopeError) -> Envelope {
    try Statement(predicate: json, predicateType: Self.predicateType, file: seal.file)
      .signed(by: keys)
  }

  /// Reads a Statement and checks its signatures and the file.
  ///
  /// - Parameters:
  ///   - envelope: The bytes of the envelope.
  ///   - csv: The bytes of the file.
  ///   - publicKeys: The keys that may sign, by their fingerprints.
  ///   - threshold: How many of them must have signed, at least 1.
  /// - Returns: The Statement and the rows of the file.
  /// - Throws: ``SnapshotError`` with the first thing that does not hold.
  ///
  /// - Complexity: O(n) in the bytes of the file.
  public static func verify(
    envelope: [UInt8], csv: [UInt8], publicKeys: [Hash: PublicKey], threshold: Int = 1
  ) throws(SnapshotError) -> (statement: Self, snapshot: Snapshot) {
    let opened = try Statement.open(envelope, publicKeys: publicKeys, threshold: threshold)
    let outer = try Statement(envelope: opened, predicateType: predicateType)
    let statement: Self
    do {
      statement = try Self(json: outer.predicate, file: outer.file)
    } catch {
      throw .statement(error.inside("predicate"))
    }
    let snapshot = try statement.check(csv)
    return (statement, snapshot)
  }

  /// Compares the seal with what the file shows.
  private func check(_ csv: [UInt8]) throws(SnapshotError) -> Snapshot {
    let digest = Hash(of: csv)
    try Self.compare("the digest", seal.file.hexadecimal, digest.hexadecimal)
    let snapshot = try Snapshot(csv: csv)
    try Self.compare("the number of rows", "\(seal.rows)", "\(snapshot.rows.count)")
    let counts = snapshot.classCounts
    guard counts == seal.classes else {
      throw .differs(
        field: "classes", stated: Self.text(seal.classes), found: Self.text(counts))
    }
    try Self.compare("the root", seal.root.hexadecimal, snapshot.root.hexadecimal)
    return snapshot
  }

  private static func compare(
    _ field: String, _ stated: String, _ found: String
  ) throws(SnapshotError) {
    guard stated == found else { throw .differs(field: field, stated: stated, found: found) }
  }

  private static func text(_ counts: [ClassCount]) -> String {
    counts.map { "\($0.count) of \($0.label)" }.joined(separator: ", ")
  }
}

extension SnapshotStatement {
  private init(json: StrictJSON, file: Hash) throws(FieldError) {
    var fields = try FieldReader(json)
    let classes: [ClassCount] = try fields.require("classes")
    dataset = try fields.require("dataset")
    let excluded: CountsByName = try fields.require("excluded")
    let size: UInt64 = try fields.require("ledgerSize")
    let level: ProtectionLevel = try fields.require("level")
    origin = try fields.require("origin")
    policy = try fields.require("policy")
    let root: Hash = try fields.require("root")
    let rows: UInt64 = try fields.require("rows")
    sealedAt = try fields.require("sealedAt")
    try fields.finish()
    seal = Seal(
      size: size, rows: rows, root: root, file: file, excluded: excluded.counts, classes: classes,
      level: level)
  }

  private var json: StrictJSON {
    .object([
      "classes": seal.classes.json, "dataset": dataset.json,
      "excluded": CountsByName(counts: seal.excluded).json, "ledgerSize": seal.size.json,
      "level": seal.level.json, "origin": origin.json, "policy": policy.json,
      "root": seal.root.json, "rows": seal.rows.json, "sealedAt": sealedAt.json,
    ])
  }
}
