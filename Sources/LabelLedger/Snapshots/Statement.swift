/// An in-toto Statement (in-toto attestation framework, Statement v1, 2023) about the file of a snapshot.
struct Statement: FieldValue {
  static let payloadType = "application/vnd.in-toto+json"
  static let type = "https://in-toto.io/Statement/v1"
  static let fileName = "snapshot.csv"
  /// More than the classes of a seal that fits into an entry.
  static let maximumByteCount = 1 << 20

  /// What is said.
  let predicate: StrictJSON
  /// In which form it is said.
  let predicateType: String
  /// The SHA-256 hash of the file.
  let file: Hash

  init(predicate: StrictJSON, predicateType: String, file: Hash) {
    self.predicate = predicate
    self.predicateType = predicateType
    self.file = file
  }

  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    try fields.requireText("_type", Self.type)
    let predicate: AnyField = try fields.require("predicate")
    self.predicate = predicate.json
    predicateType = try fields.require("predicateType")
    let subjects: [Subject] = try fields.require("subject")
    guard subjects.count == 1 else {
      throw FieldError(
        .badValue(given: "\(subjects.count) subjects", allowed: "one subject"), at: "subject")
    }
    file = subjects[0].digest
    try fields.finish()
  }

  var json: StrictJSON {
    .object([
      "_type": .string(Self.type), "predicate": predicate, "predicateType": .string(predicateType),
      "subject": [Subject(digest: file)].json,
    ])
  }

  /// Signs the Statement.
  func signed(by keys: [ActorKey]) throws(EnvelopeError) -> Envelope {
    try Envelope(
      signing: json.canonical, payloadType: Self.payloadType, keys: keys,
      maximumByteCount: Self.maximumByteCount)
  }

  /// Reads a Statement that is said in one form.
  init(envelope: Envelope, predicateType: String) throws(SnapshotError) {
    let json: StrictJSON
    do { json = try StrictJSON(parsing: envelope.payload) } catch { throw .json(error) }
    do { self = try Self(json: json) } catch { throw .statement(error) }
    guard self.predicateType.hasBytes(of: predicateType) else {
      throw .statement(
        FieldError(
          .badValue(given: self.predicateType, allowed: predicateType), at: "predicateType"))
    }
  }

  /// Opens the envelope of a Statement and counts the signatures.
  static func open(
    _ bytes: [UInt8], publicKeys: [Hash: PublicKey], threshold: Int
  ) throws(SnapshotError) -> Envelope {
    do {
      let envelope = try Envelope.parse(
        bytes, payloadType: payloadType, maximumByteCount: maximumByteCount)
      let signers = try envelope.verify(publicKeys: publicKeys)
      guard signers.count >= max(1, threshold) else {
        throw SnapshotError.signers(given: signers.count, needed: max(1, threshold))
      }
      return envelope
    } catch let error as EnvelopeError {
      throw .envelope(error)
    } catch let error as SnapshotError {
      throw error
    } catch { preconditionFailure("envelopes throw nothing else: \(error)") }
  }

  /// The file and its digest.
  private struct Subject: FieldValue {
    let digest: Hash

    init(digest: Hash) { self.digest = digest }

    init(json: StrictJSON) throws(FieldError) {
      var fields = try FieldReader(json)
      let digest: Digest = try fields.require("digest")
      self.digest = digest.sha256
      try fields.requireText("name", Statement.fileName)
      try fields.finish()
    }

    var json: StrictJSON {
      .object(["digest": Digest(sha256: digest).json, "name": .string(Statement.fileName)])
    }
  }
}

/// A digest as in-toto names it.
struct Digest: FieldValue {
  let sha256: Hash

  init(sha256: Hash) { self.sha256 = sha256 }

  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    sha256 = try fields.require("sha256")
    try fields.finish()
  }

  var json: StrictJSON { .object(["sha256": sha256.json]) }
}

/// A field that is read later.
struct AnyField: FieldValue {
  let json: StrictJSON

  init(json: StrictJSON) { self.json = json }
}
