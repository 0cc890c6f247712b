/// What a detector measured.
public struct DetectorEvidence: Hashable, Sendable {
  /// The detector.
  public var detector: Identifier
  /// Its version.
  public var version: Identifier
  /// The SHA-256 hash of its parameters.
  public var paramsDigest: Hash
  /// The SHA-256 hash of what it looked at.
  public var inputDigest: Hash
  /// What it measured.
  public var score: DecimalString
  /// Where it draws the line.
  public var threshold: DecimalString
  /// On which side of the line lies the fault.
  public var direction: EvidenceDirection
  /// The trusted set or window that it compared with.
  public var reference: Identifier?

  /// Puts evidence together.
  ///
  /// - Parameters:
  ///   - detector: The detector.
  ///   - version: Its version.
  ///   - paramsDigest: The SHA-256 hash of its parameters.
  ///   - inputDigest: The SHA-256 hash of what it looked at.
  ///   - score: What it measured.
  ///   - threshold: Where it draws the line.
  ///   - direction: On which side of the line lies the fault.
  ///   - reference: The trusted set or window that it compared with.
  public init(
    detector: Identifier, version: Identifier, paramsDigest: Hash, inputDigest: Hash,
    score: DecimalString, threshold: DecimalString, direction: EvidenceDirection,
    reference: Identifier? = nil
  ) {
    self.detector = detector
    self.version = version
    self.paramsDigest = paramsDigest
    self.inputDigest = inputDigest
    self.score = score
    self.threshold = threshold
    self.direction = direction
    self.reference = reference
  }
}

extension DetectorEvidence: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    detector = try fields.require("detector")
    direction = try fields.require("direction")
    inputDigest = try fields.require("inputDigest")
    paramsDigest = try fields.require("paramsDigest")
    reference = try fields.ifPresent("reference")
    score = try fields.require("score")
    threshold = try fields.require("threshold")
    version = try fields.require("version")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("detector", detector)
    object.set("direction", direction)
    object.set("inputDigest", inputDigest)
    object.set("paramsDigest", paramsDigest)
    object.set("reference", reference)
    object.set("score", score)
    object.set("threshold", threshold)
    object.set("version", version)
    return .object(object)
  }
}

/// The side of a threshold that speaks against a label.
public enum EvidenceDirection: String, CaseIterable, Hashable, Sendable {
  /// Scores below the threshold.
  case low
  /// Scores above the threshold.
  case high
}

extension EvidenceDirection: FieldValue {}
