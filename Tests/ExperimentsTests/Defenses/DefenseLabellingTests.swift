import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Neighbors
import Testing
import VectorKernels

@testable import Experiments

@Suite struct DefenseLabellingTests {
  /// Makes known changes.
  private struct Scripted: Sanitizer {
    let changes: [SanitizedLabels.Change]
    let needs: Set<Evidence.Kind> = []
    let neighborCount = 0

    func sanitize(
      _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
    ) throws(DefenseError) -> SanitizedLabels {
      SanitizedLabels(repairing: labels, changes: changes)
    }
  }

  /// The trusted rows that a learner was given tell what it predicts: their first label for everybody.
  private struct Looking: RobustLearner {
    let needs: Set<Evidence.Kind> = [.trusted]

    func fit(
      _ features: Matrix, _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
    ) throws(DefenseError) -> any FittedClassifier {
      let trusted = try evidence.trusted(for: labels)
      var weights = [Double](repeating: 0, count: features.columnCount + 1)
      weights[features.columnCount] = trusted.labels[0] == 1 ? 1 : -1
      return LinearModel(weights: [weights])
    }
  }

  private let trial: DefenseTrial
  private let split: BenchmarkSplit
  private let flips: [Flip]
  private let labelling: DefenseLabelling

  init() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 400, featureCount: 2, classCount: 2, separation: 2, seed: 3)
    trial = DefenseTrial(
      source: BenchmarkSource(
        try Dataset(features: features, labels: labels), name: "clusters", digest: ""),
      attack: "random", number: 0, plan: DefensePlan(splitCount: 1, seed: 4))
    let split = try trial.split()
    self.split = split
    flips = (0..<25).map { Flip(row: $0, from: split.truth[$0], to: 1 - split.truth[$0]) }
    let trial = trial
    labelling = DefenseLabelling(
      split.truth.applying(flips),
      parts: DefenseLabelling.Parts(
        training: split.training,
        graph: try ExactNeighbors.graph(of: split.training, count: 25, execution: .serial),
        trusted: split.trusted(40), test: split.test, victim: DefensePlan.victim,
        victimSeed: trial.victimSeed),
      defenses: Defense.all
    ) { trial.seed($0) }
  }

  private func error(_ features: Matrix, _ labels: Labels, weights: [Double]? = nil) throws
    -> Double
  {
    try LinearHinge().fit(
      features, labels, weights: weights, seed: trial.victimSeed, execution: .serial
    ).error(split.test.features, split.test.labels)
  }

  private func outcome(
    _ kind: Defense.Kind, trusted: Int
  ) throws -> (error: Double, changes: Int?) {
    try labelling.outcome(
      Defense(id: "x", summary: "", kind: kind, trustedCounts: [trusted]), trusting: trusted > 0)
  }

  private func changes(_ action: SanitizeAction, weight: Double? = nil) -> Defense.Kind {
    .repair(
      Scripted(
        changes: flips.map { flip in
          SanitizedLabels.Change(
            row: flip.row, from: flip.to, to: flip.from, action: action, weight: weight,
            reason: .margin(-1), confidence: 1)
        }))
  }

  @Test func `the victim learns from what a repair makes of the labels`() throws {
    let plain = try outcome(.given, trusted: 0)
    #expect(plain.changes == nil)
    #expect(plain.error == (try error(split.training, split.truth.applying(flips))))
    let relabeled = try outcome(changes(.relabel), trusted: 0)
    #expect(relabeled.changes == 25)
    #expect(relabeled.error == (try error(split.training, split.truth)))
    let kept = Array(25..<100)
    #expect(
      try outcome(changes(.remove), trusted: 0).error
        == error(split.training.selecting(rows: kept), split.truth.selecting(rows: kept)))
    let weights = (0..<100).map { $0 < 25 ? 0.25 : 1.0 }
    #expect(
      try outcome(changes(.weight, weight: 0.25), trusted: 0).error
        == error(split.training, split.truth.applying(flips), weights: weights))
    #expect(plain.error != relabeled.error)
  }

  @Test func `trusted rows are learnt from too, at full weight`() throws {
    let trusted = try #require(split.trusted(40))
    let features = Matrix(
      rowCount: 140, columnCount: 2,
      elements: split.training.elements + trusted.features.elements)
    func labels(_ training: Labels) throws -> Labels {
      try Labels(
        classIndices: training.classIndices + trusted.labels.classIndices,
        classNames: training.classNames)
    }
    let given = split.truth.applying(flips)
    #expect(try outcome(.given, trusted: 40).error == error(features, labels(given)))
    #expect(
      try outcome(changes(.relabel), trusted: 40).error == error(features, labels(split.truth)))
    let weights = (0..<140).map { $0 < 25 ? 0.5 : 1.0 }
    #expect(
      try outcome(changes(.weight, weight: 0.5), trusted: 40).error
        == error(features, labels(given), weights: weights))
    #expect(
      try outcome(.trustedOnly, trusted: 40).error == error(trusted.features, trusted.labels))
    #expect(throws: DefenseError.self) { try outcome(.trustedOnly, trusted: 0) }
  }

  @Test func `a learner takes the victim's place, and sees trusted rows`() throws {
    let first = try #require(split.trusted(40)).labels[0]
    let others = split.test.labels.classIndices.count { $0 != first }
    #expect(
      try outcome(.learner(Looking()), trusted: 40).error
        == Double(others) / Double(split.test.labels.count))
    #expect(throws: DefenseError.self) { try outcome(.learner(Looking()), trusted: 0) }
  }
}
