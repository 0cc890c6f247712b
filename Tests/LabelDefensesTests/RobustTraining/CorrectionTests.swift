import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Neighbors
import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct CorrectionTests {
  /// Labels changed by class alone, with the rates of `transition`.
  private func noisy(_ labels: Labels, _ transition: [Double]) -> Labels {
    var generator = SeededGenerator(seed: 4, key: "noise")
    var noisy = labels
    for row in 0..<labels.count {
      let share = generator.unitInterval()
      var (given, sum) = (0, 0.0)
      for label in 0..<labels.classCount {
        sum += transition[labels[row] * labels.classCount + label]
        if share < sum {
          given = label
          break
        }
      }
      noisy[row] = given
    }
    return noisy
  }

  private static let two = [0.9, 0.1, 0.4, 0.6]
  private static let three = [0.7, 0.3, 0, 0, 0.9, 0.1, 0.2, 0.2, 0.6]

  @Test(arguments: [2, 3])
  func `with known noise the model of the clean labels comes back`(classCount: Int) throws {
    let (features, clean) = try SyntheticData.clusters(
      rowCount: 3000, featureCount: 3, classCount: classCount, separation: 2, seed: 6)
    let transition = classCount == 2 ? Self.two : Self.three
    let labels = noisy(clean, transition)
    let wanted = try LogisticRegression().fit(features, clean, seed: 1)
    func distance(_ model: any FittedClassifier) -> Double {
      let a = model.probabilities(features, execution: .serial).elements
      let b = wanted.probabilities(features, execution: .serial).elements
      return zip(a, b).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(a.count)
    }
    let plain = distance(try LogisticRegression().fit(features, labels, seed: 1))
    #expect(plain > 0.1)
    let forward = try ForwardCorrection(transition: transition).fit(features, labels)
    let backward = try BackwardCorrection(transition: transition).fit(features, labels)
    #expect(distance(forward) < 0.03)
    #expect(distance(backward) < 0.03)
  }

  @Test(arguments: [2, 3])
  func `without noise the correction is logistic regression`(classCount: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 3, classCount: classCount, separation: 1, seed: 6)
    let identity = (0..<classCount * classCount).map { place in
      place / classCount == place % classCount ? 1.0 : 0
    }
    let plain = try LogisticRegression().fit(features, labels, seed: 1)
      .probabilities(features, execution: .serial)
    let learners: [any RobustLearner] = [
      ForwardCorrection(transition: identity), BackwardCorrection(transition: identity),
    ]
    for learner in learners {
      let p = try learner.fit(features, labels).probabilities(features, execution: .serial)
      for (left, right) in zip(p.elements, plain.elements) { #expect(abs(left - right) < 1e-6) }
    }
  }

  @Test func `noise is estimated from what is known, trusted rows first`() throws {
    let (pool, truth) = try SyntheticData.clusters(
      rowCount: 1100, featureCount: 3, classCount: 2, separation: 5, seed: 6)
    let features = pool.selecting(rows: 0..<1000)
    let labels = noisy(truth.selecting(rows: 0..<1000), Self.two)
    let graph = try ExactNeighbors.graph(of: features, count: 20)
    let trusted = TrustedRows(
      features: pool.selecting(rows: 1000..<1100), labels: truth.selecting(rows: 1000..<1100))
    let neighbors = Evidence(neighborGraph: graph)
    var probabilities = neighbors
    probabilities.probabilities = try NeighborProbabilities(neighborCount: 20).probabilities(
      labels, evidence: neighbors)
    var all = probabilities
    all.trusted = trusted
    for (evidence, source) in [
      (neighbors, LabelTransition.Source.neighbors), (probabilities, .probabilities),
      (all, .trusted),
    ] {
      let estimate = try LabelTransition(features, labels, evidence: evidence)
      #expect(estimate.source == source)
      for (found, wanted) in zip(estimate.matrix, Self.two) {
        #expect(abs(found - wanted) < 0.12, "\(source)")
      }
      #expect(abs(estimate.matrix[0] + estimate.matrix[1] - 1) < 1e-9)
    }
    all.trusted = TrustedRows(
      features: pool.selecting(rows: 1000..<1018), labels: truth.selecting(rows: 1000..<1018))
    #expect(try LabelTransition(features, labels, evidence: all).source == .probabilities)
  }

  @Test(arguments: [
    [0.5, 0.5, 0.5, 0.5], [0.50004, 0.49996, 0.49996, 0.50004], [0.9, 0.2, 0.1, 0.9],
    [1.1, -0.1, 0, 1], [1, 0], [.nan, 0, 0, 1],
  ])
  func `matrices that do not tell classes apart are refused`(matrix: [Double]) throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 20, featureCount: 2, seed: 3)
    for learner: any RobustLearner in [
      ForwardCorrection(transition: matrix), BackwardCorrection(transition: matrix),
    ] {
      let error = #expect(throws: DefenseError.self) { try learner.fit(features, labels) }
      guard case .invalidParameter = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test func `just below the largest condition number a matrix is taken`() throws {
    let share = 0.5 + 0.5 / 9_000
    let matrix = try CorrectionMatrix(
      [share, 1 - share, 1 - share, share], classes: [0, 1], classCount: 2)
    #expect(abs(matrix.inverse[0] + matrix.inverse[1] - 1) < 1e-9)
  }

  @Test func `noise by which a class has no rows left is refused`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 40, featureCount: 2, seed: 3)
    // Of equal shares of labels, this noise explains more of class 1 than there can be.
    #expect(throws: DefenseError.self) {
      try BackwardCorrection(transition: [0.4, 0.6, 0, 1]).fit(
        features,
        labels.applying((0..<10).map { Flip(row: 2 * $0 + 1, from: 1, to: 0) }))
    }
  }
}
