/// What a verifier found out about the file of a snapshot, in short.
///
/// An in-toto Statement with the predicate "Simple Verification Result" (SVR, version 0.2, 2026), for those who trust the verifier and
/// need no more than the level.
public struct VerificationResult: Hashable, Sendable {
  /// The type of the predicate.
  public static let predicateType = "https://in-toto.io/attestation/svr/v0.2"
  /// The verifier, by a URI as the document asks for.
  public static let verifier = "urn:flipguard:ledger:v1"
  private static let propertyPrefix = "FLIPGUARD_LABEL_"

  /// The SHA-256 hash of the file.
  public let file: Hash
  /// The level that was found.
  public let level: ProtectionLevel
  /// The SHA-256 hash of the policy document that was applied.
  public let policy: Hash
  /// When: milliseconds since 1970, UTC, in the years 0000 to 9999.
  public let time: Int64

  /// Puts a result together.
  ///
  /// - Parameters:
  ///   - file: The hash of the file.
  ///   - level: The level that was found.
  ///   - policy: The hash of the policy.
  ///   - time: When, in milliseconds since 1970.
  public init(file: Hash, level: ProtectionLevel, policy: Hash, time: Int64) {
    self.file = file
    self.level = level
    self.policy = policy
    self.time = time
  }

  /// Signs the result.
  ///
  /// - Parameter keys: 1 to 8 keys.
  /// - Returns: The envelope, whose bytes are the file `snapshot.svr.json`.
  /// - Throws: ``SnapshotError/envelope(_:)``, ``SnapshotError/statement(_:)`` for a time that has no text.
  public func signed(by keys: [ActorKey]) throws(SnapshotError) -> Envelope {
    guard let text = RFC3339.text(milliseconds: time) else {
      throw .statement(
        FieldError(.badValue(given: "\(time)", allowed: "in the years 0000 to 9999"), at: "time"))
    }
    let predicate = StrictJSON.object([
      "properties": .array([.string(Self.propertyPrefix + level.rawValue)]),
      "timeCreated": .string(text),
      "verifier": Verifier(policy: policy).json,
    ])
    do {
      return try Statement(predicate: predicate, predicateType: Self.predicateType, file: file)
        .signed(by: keys)
    } catch {
      throw .envelope(error)
    }
  }

  /// Reads a result and checks its signatures.
  ///
  /// - Parameters:
  ///   - envelope: The bytes of the envelope.
  ///   - publicKeys: The keys that may sign, by their fingerprints.
  ///   - threshold: How many of them must have signed, at least 1.
  /// - Returns: The result; whether it is about a file at hand is for the caller to see from ``file``.
  /// - Throws: ``SnapshotError`` with the first thing that does not hold.
  public static func verify(
    envelope: [UInt8], publicKeys: [Hash: PublicKey], threshold: Int = 1
  ) throws(SnapshotError) -> Self {
    let opened = try Statement.open(envelope, publicKeys: publicKeys, threshold: threshold)
    let outer = try Statement(envelope: opened, predicateType: predicateType)
    do {
      return try Self(json: outer.predicate, file: outer.file)
    } catch {
      throw .statement(error.inside("predicate"))
    }
  }

  private init(json: StrictJSON, file: Hash) throws(FieldError) {
    var fields = try FieldReader(json)
    let properties: [String] = try fields.require("properties")
    let level = ProtectionLevel.allCases.first {
      properties.count == 1 && properties[0].hasBytes(of: Self.propertyPrefix + $0.rawValue)
    }
    guard let level else {
      throw FieldError(
        .badValue(
          given: properties.joined(separator: ", "),
          allowed: "\(Self.propertyPrefix)L1 to \(Self.propertyPrefix)L4"), at: "properties")
    }
    let text: String = try fields.require("timeCreated")
    guard let time = RFC3339.milliseconds(text), RFC3339.text(milliseconds: time) == text else {
      throw FieldError(
        .badValue(given: text, allowed: "UTC with milliseconds, as RFC 3339 writes it"),
        at: "timeCreated")
    }
    let verifier: Verifier = try fields.require("verifier")
    try fields.finish()
    self.init(file: file, level: level, policy: verifier.policy, time: time)
  }

  private struct Verifier: FieldValue {
    let policy: Hash

    init(policy: Hash) { self.policy = policy }

    init(json: StrictJSON) throws(FieldError) {
      var fields = try FieldReader(json)
      try fields.requireText("id", VerificationResult.verifier)
      let policies: [Policy] = try fields.require("policies")
      guard policies.count == 1 else {
        throw FieldError(
          .badValue(given: "\(policies.count) policies", allowed: "one policy"), at: "policies")
      }
      policy = policies[0].digest
      try fields.finish()
    }

    var json: StrictJSON {
      .object([
        "id": .string(VerificationResult.verifier), "policies": [Policy(digest: policy)].json,
      ])
    }
  }

  private struct Policy: FieldValue {
    let digest: Hash

    init(digest: Hash) { self.digest = digest }

    init(json: StrictJSON) throws(FieldError) {
      var fields = try FieldReader(json)
      let digest: Digest = try fields.require("digest")
      self.digest = digest.sha256
      try fields.requireText("name", "policy.json")
      try fields.finish()
    }

    var json: StrictJSON {
      .object(["digest": Digest(sha256: digest).json, "name": .string("policy.json")])
    }
  }
}
