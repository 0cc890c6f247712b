internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import LabelDefenses
internal import Neighbors
internal import VectorKernels

/// The evidence about one labelling of the training rows, each part computed once for all detectors.
struct TrialEvidence {
  /// The parts that could be had, without trusted rows.
  private(set) var evidence: Evidence
  /// The parts that could not, and why.
  private(set) var faults: [Evidence.Kind: String] = [:]
  /// How long each part took.
  private(set) var seconds: [(stage: BenchmarkTiming.Stage, value: Double)] = []

  /// Computes the parts that are needed.
  ///
  /// - Parameters:
  ///   - labels: The labels as the defender sees them.
  ///   - features: The training rows.
  ///   - graph: Their neighbors.
  ///   - needs: The parts.
  ///   - classifier: The classifier of the probabilities.
  ///   - seed: Where randomness starts.
  init(
    _ labels: Labels, features: Matrix, graph: NeighborGraph, needs: Set<Evidence.Kind>,
    classifier: any Classifier, seed: UInt64
  ) {
    evidence = Evidence(features: features, neighborGraph: graph)
    // The noise rate is estimated from the probabilities, whether or not another detector looks at these.
    if !needs.isDisjoint(with: [.probabilities, .noiseRate]) {
      evidence.probabilities = measured(.probabilities, .probabilities) {
        try Self.outOfSample(classifier, features, labels, seed: seed)
      }
    }
    if needs.contains(.dynamics) {
      evidence.dynamics = measured(.dynamics, .dynamics) {
        try MultilayerPerceptron().train(features, labels, seed: seed).dynamics
      }
    }
    if needs.contains(.noiseRate) {
      let known = evidence
      evidence.noiseRate = measured(.noiseRate, .noiseRate) {
        try NoiseRateEstimate(labels, evidence: known).rate
      }
    }
  }

  /// Why one of the parts is not known; `nil` where all of them are, trusted rows aside.
  func fault(forAnyOf needs: Set<Evidence.Kind>) -> String? {
    if needs.contains(.groups) { return "needs groups of labels, of which nothing is known here" }
    return Evidence.Kind.allCases.filter(needs.contains).compactMap { faults[$0] }.first
  }

  /// Out-of-sample probabilities by five folds.
  static func outOfSample(
    _ classifier: some Classifier, _ features: Matrix, _ labels: Labels, seed: UInt64
  ) throws -> ClassProbabilities {
    try CrossValidation().probabilities(
      of: classifier, features, labels, seed: seed, execution: .serial
    ).probabilities
  }

  /// Runs a computation, and keeps its time or its fault.
  private mutating func measured<Part>(
    _ kind: Evidence.Kind, _ stage: BenchmarkTiming.Stage, _ body: () throws -> Part
  ) -> Part? {
    let start = ContinuousClock.now
    do {
      let part = try body()
      seconds.append((stage, start.duration(to: .now) / .seconds(1)))
      return part
    } catch {
      faults[kind] = "\(error)"
      return nil
    }
  }
}
