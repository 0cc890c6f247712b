/// A decision about a proposal.
public struct Approval: Hashable, Sendable {
  /// The leaf hash of the proposal.
  public var of: Hash
  /// The decision.
  public var decision: Decision
  /// The round of review.
  public var round: UInt64

  /// Puts an approval together.
  ///
  /// - Parameters:
  ///   - of: The leaf hash of the proposal.
  ///   - decision: The decision.
  ///   - round: The round of review.
  public init(of: Hash, decision: Decision, round: UInt64) {
    self.of = of
    self.decision = decision
    self.round = round
  }
}

extension Approval: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    decision = try fields.require("decision")
    of = try fields.require("of")
    round = try fields.require("round")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("decision", decision)
    object.set("of", of)
    object.set("round", round)
    return .object(object)
  }
}

/// The decisions about a proposal.
public enum Decision: String, CaseIterable, Hashable, Sendable {
  /// The change may be made.
  case approve
  /// The change may not be made.
  case reject
  /// No opinion.
  case abstain
}

extension Decision: FieldValue {}
