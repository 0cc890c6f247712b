internal import LabelData

/// One data set, one attack, one seed: the unit that is run on one thread, and kept once it is finished.
struct BenchmarkTrial: Sendable {
  let source: BenchmarkSource
  let attack: String
  /// Number of the seed, from 0.
  let number: Int
  let plan: BenchmarkPlan

  /// Names the trial among all others.
  var key: String { "\(source.identity)/\(attack)/\(number)" }

  /// The seed of the victims: the same for all attacks and methods, so that no difference is one of the seed's.
  var victimSeed: UInt64 {
    SeededGenerator.derivedSeed(plan.seed, key: "\(source.name)/victim/\(number)")
  }

  /// What a trial gives.
  struct Outcome: TrialOutcome, Equatable {
    var key: String
    var rows: [BenchmarkRow] = []
    var timings: [BenchmarkTiming] = []
    var omissions: [BenchmarkOmission] = []
  }

  /// The seed of one part of the trial, so that neither order nor threads matter.
  func seed(_ part: String) -> UInt64 {
    SeededGenerator.derivedSeed(plan.seed, key: "\(source.name)/\(attack)/\(number)/\(part)")
  }
}

/// Something that could not be measured, and why.
public struct BenchmarkOmission: Codable, Hashable, Sendable {
  /// Name of the data set.
  public var dataset: String
  /// Name of the attack.
  public var attack: String
  /// Name of the method; `nil` where the attack itself was not possible.
  public var method: String?
  /// The fault in one sentence.
  public var reason: String

  /// Makes an omission.
  public init(dataset: String, attack: String, method: String?, reason: String) {
    self.dataset = dataset
    self.attack = attack
    self.method = method
    self.reason = reason
  }
}
