import Classifiers
import Foundation
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelCertificates

@Suite struct LabelSmoothingTests {
  private static func radius(
    _ bound: LabelSmoothing.Bound, p: Double, q: Double, classCount: Int = 2, limit: Int = 1000
  ) -> Int {
    let noise = LabelNoise(flipProbability: q, classCount: classCount)
    let logError = log(1 - p)
    return SmoothedRadii(bound, noise: noise, limit: limit, smallest: logError)
      .radius(logError: logError)
  }

  @Test(arguments: [
    (0.9001, 0.3, 1, 2), (0.99, 0.3, 4, 7), (0.999, 0.4, 34, 58), (0.999999, 0.4, 76, 139),
    (0.99, 0.45, 80, 135),
  ])
  func `known radii of both bounds`(p: Double, q: Double, closed: Int, tight: Int) {
    #expect(Self.radius(.closedForm, p: p, q: q) == closed)
    #expect(Self.radius(.neymanPearson, p: p, q: q) == tight)
  }

  @Test(arguments: [2, 3, 10])
  func `the tight bound is never below the closed form`(classCount: Int) {
    for p in [0.51, 0.6, 0.9, 0.99, 1 - 1e-9] {
      for share in [0.1, 0.5, 0.9] {
        let q = share * LabelNoise.limit(classCount: classCount)
        let closed = Self.radius(.closedForm, p: p, q: q, classCount: classCount, limit: 200)
        let tight = Self.radius(.neymanPearson, p: p, q: q, classCount: classCount, limit: 200)
        #expect(tight >= closed && closed >= 0)
      }
    }
    #expect(Self.radius(.neymanPearson, p: 0.5, q: 0.1) == -1)
    #expect(Self.radius(.closedForm, p: 0.4, q: 0.1) == -1)
  }

  /// The probability that a class has the larger score than another under noise, by all outcomes.
  private static func winProbability(
    _ weights: [Double], _ labels: Labels, _ leader: Int, _ rival: Int, _ noise: LabelNoise
  ) -> Double {
    var wins = 0.0
    func visit(_ row: Int, _ lead: Double, _ probability: Double) {
      guard row < labels.count else {
        if lead > 1e-12 { wins += probability }
        return
      }
      for label in 0..<labels.classCount {
        let odds = label == labels[row] ? noise.stay : noise.move
        let share = label == leader ? 1.0 : label == rival ? -1 : 0
        visit(row + 1, lead + share * weights[row], probability * odds)
      }
    }
    visit(0, 0, 1)
    return wins
  }

  @Test(arguments: [2, 3], 0..<6)
  func `the bound on the error holds for all outcomes of the noise`(
    classCount: Int, seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed, key: "smoothing")
    let labels = try SyntheticData.labels(
      (0..<7).map { _ in generator.below(3) == 0 ? 1 : 0 }, classCount: classCount)
    let weights = (0..<7).map { _ in generator.unitInterval() - 0.2 }
    for q in [0.05, 0.2, 0.4] {
      let noise = LabelNoise(flipProbability: q, classCount: classCount)
      for rival in 1..<classCount {
        let bound = NoisyContest(
          .dense(weights), labels, leader: 0, rival: rival, noise: noise
        ).logBound()
        let loses = 1 - Self.winProbability(weights, labels, 0, rival, noise)
        #expect(bound <= 0 && loses <= exp(bound) + 1e-12)
      }
    }
  }

  @Test func `the bound is the least over all t`() throws {
    let labels = try SyntheticData.labels([0, 0, 0, 1, 0, 2], classCount: 3)
    let weights = [0.5, 0.7, -0.1, 0.3, 0.9, 0.2]
    let noise = LabelNoise(flipProbability: 0.1, classCount: 3)
    let found = NoisyContest(
      .dense(weights), labels, leader: 0, rival: 1, noise: noise
    ).logBound()
    let least =
      stride(from: 0.0, to: 10, by: 1e-3).map { t in
        zip(weights, labels.classIndices).reduce(0.0) { sum, pair in
          let (a, label) = pair
          let (down, up, rest) =
            label == 0 ? (0.9, 0.05, 0.05) : label == 1 ? (0.05, 0.9, 0.05) : (0.05, 0.05, 0.9)
          return sum + log(down * exp(-t * a) + up * exp(t * a) + rest)
        }
      }.min() ?? 0
    #expect(abs(found - least) < 1e-6)
  }

  private static func problem(
    rowCount: Int, classCount: Int, trusted: Set<Int> = [], seed: UInt64
  ) throws -> CertificateProblem {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 2, classCount: classCount, separation: 3, seed: seed)
    return CertificateProblem(
      features: features, labels: labels, queries: Matrix(rows: [[3, 0], [0, 3], [2, 1]]),
      threat: LabelThreat(trustedRows: trusted))
  }

  // What holds is the prediction under noise, found by all outcomes.
  @Test(arguments: [LabelSmoothing.Bound.closedForm, .neymanPearson], 0..<9)
  func `no change within the radius changes the smoothed prediction`(
    bound: LabelSmoothing.Bound, number: Int
  ) throws {
    let threat = TriedThreats.all(rowCount: 8)[number]
    let noise = LabelNoise(flipProbability: 0.1, classCount: 2)
    let weights = [0.3, 0.25, 0.25, 0.3, 0.28, 0.26, 0.3, 0.25]
    let base = GivenWeights(weights: weights)
    let labels = try SyntheticData.labels([0, 0, 0, 0, 0, 0, 0, 0], classCount: 2)
    let features = Matrix(rowCount: 8, columnCount: 1, elements: (0..<8).map(Float.init))
    func certified(_ labels: Labels) throws -> CertifiedPrediction {
      try LabelSmoothing(base: base, flipProbability: 0.1, bound: bound).certify(
        CertificateProblem(
          features: features, labels: labels, queries: Matrix(rows: [[0]]), threat: threat),
        seed: 0, execution: .serial)[0]
    }
    let found = try certified(labels)
    #expect(found.predictedLabel == 0)
    if number == 0 { #expect(found.radius == (bound == .closedForm ? 0 : 1)) }
    for relabelling in Relabelling.all(labels)
    where relabelling.isAllowed(by: threat) && threat.count(relabelling.flips) <= found.radius {
      #expect(Self.winProbability(weights, relabelling.labels, 0, 1, noise) > 0.5)
      #expect(try certified(relabelling.labels).predictedLabel != 1)
    }
  }

  @Test(arguments: [2, 3])
  func `the exact radius on the same weights is at least as large`(classCount: Int) throws {
    let problem = try Self.problem(rowCount: 90, classCount: classCount, seed: 2)
    let fitted = try RidgeSmoother().fit(problem.features, seed: 0, execution: .serial)
    let weights = try fitted.labelWeights(problem.queries, rows: 0..<3, execution: .serial)
    let search = try LabelRadiusSearch(problem.labels)
    for q in [0.05, 0.2, 0.4] {
      let found = try LabelSmoothing(flipProbability: q)
        .certify(problem, seed: 0, execution: .serial)
      for (prediction, weights) in zip(found, weights) where prediction.radius >= 0 {
        let exact = search.radius(weights)
        #expect(prediction.predictedLabel == exact.predictedLabel)
        #expect(prediction.radius <= exact.radius)
      }
    }
  }

  @Test func `threads change nothing`() throws {
    let problem = try Self.problem(rowCount: 60, classCount: 3, seed: 1)
    let certificate = LabelSmoothing()
    let plain = try certificate.certify(problem, seed: 0, execution: .serial)
    let threads = try certificate.certify(problem, seed: 0, execution: Execution(threadCount: 3))
    #expect(plain == threads)
    #expect(plain.contains { $0.radius > 0 })
  }

  @Test func `labels that are all trusted cannot be changed`() throws {
    let problem = try Self.problem(
      rowCount: 12, classCount: 2, trusted: Set(0..<12), seed: 1)
    let found = try LabelSmoothing().certify(problem, seed: 0, execution: .serial)
    #expect(found.allSatisfy { $0.radius == 12 })
  }

  @Test func `probabilities that say nothing are refused`() throws {
    let problem = try Self.problem(rowCount: 12, classCount: 3, seed: 1)
    for q in [0, -1, 2.0 / 3, 1, Double.nan] {
      #expect(throws: CertificateError.self) {
        try LabelSmoothing(flipProbability: q).certify(problem, seed: 0, execution: .serial)
      }
    }
  }
}

/// The same weights for every query.
private struct GivenWeights: LabelLinear, FittedLabelLinear {
  let weights: [Double]
  var rowCount: Int { weights.count }

  func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> GivenWeights { self }

  func labelWeights(
    _ queries: Matrix, rows: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] { rows.map { _ in .dense(weights) } }
}
