import FlipguardTestSupport
import LabelContracts
import LabelData
import Neighbors
import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct NoiseTransitionTests {
  /// Neighbors are drawn from the row's own class, so that labels go together as the estimator supposes.
  @Test func `recovers known noise`() throws {
    let count = 20_000
    var generator = SeededGenerator(seed: 7)
    let truth = (0..<count).map { _ in generator.unitInterval() < 0.4 ? 0 : 1 }
    let right = [0.8, 0.7]
    let labels = try SyntheticData.labels(
      truth.map { generator.unitInterval() < right[$0] ? $0 : 1 - $0 }, classCount: 2)
    let members = (0..<2).map { label in truth.indices.filter { truth[$0] == label } }
    let neighbors = truth.flatMap { label in
      (0..<2).map { _ in Int32(members[label][generator.below(members[label].count)]) }
    }
    let graph = NeighborGraph(
      rowCount: count, neighborCount: 2, metric: .cosine, indices: neighbors,
      distances: [Float](repeating: 0.1, count: 2 * count))
    let found = try NoiseTransition(labels, evidence: Evidence(neighborGraph: graph))
    #expect(abs(found.matrix[0] - 0.8) < 0.03 && abs(found.matrix[3] - 0.7) < 0.03)
    #expect(abs(found.classShares[0] - 0.4) < 0.03)
    #expect(abs(found.probabilityOfBeingRight(0) - 0.32 / (0.32 + 0.18)) < 0.03)
    #expect(abs(found.probabilityOfBeingRight(1) - 0.42 / (0.42 + 0.08)) < 0.03)
  }

  /// Shares without any chance in them are met.
  @Test func `recovers what made the shares`() {
    let shares = [0.2, 0.5, 0.3]
    let matrix = [0.7, 0.2, 0.1, 0.05, 0.9, 0.05, 0.15, 0.25, 0.6]
    let fit = ConsensusFit(ConsensusShares(classShares: shares, matrix: matrix))
      .fitted(execution: .serial)
    for (found, expected) in zip(fit.matrix, matrix) { #expect(abs(found - expected) < 0.01) }
    for (found, expected) in zip(fit.classShares, shares) { #expect(abs(found - expected) < 0.01) }
  }

  @Test func `the gradient is that of the loss`() {
    let counted = ConsensusShares(
      classShares: [0.5, 0.2, 0.3], matrix: [0.6, 0.3, 0.1, 0.2, 0.7, 0.1, 0.3, 0.1, 0.6])
    let fit = ConsensusFit(counted)
    var parameters = ConsensusFit.Parameters(classCount: 3)
    var generator = SeededGenerator(seed: 2)
    for place in parameters.values.indices {
      parameters.values[place] = 2 * generator.unitInterval() - 1
    }
    let (_, gradient) = fit.lossAndGradient(parameters, execution: .serial)
    for place in parameters.values.indices {
      var (above, below) = (parameters, parameters)
      above.values[place] += 1e-5
      below.values[place] -= 1e-5
      let slope =
        (fit.lossAndGradient(above, execution: .serial).loss
          - fit.lossAndGradient(below, execution: .serial).loss) / 2e-5
      #expect(abs(slope - gradient[place]) < 1e-8)
    }
  }

  @Test func `more classes than can be afforded are refused`() throws {
    let labels = Labels(names: (0..<400).map { String($0 % 200) })
    let graph = try ExactNeighbors.graph(
      of: Matrix(rows: (0..<400).map { [Float($0)] }), count: 2)
    #expect(
      throws: DefenseError.invalidParameter(
        name: "number of classes", value: "200",
        allowed: "128 or fewer where the noise is estimated from neighbors")
    ) { try NoiseTransition(labels, evidence: Evidence(neighborGraph: graph)) }
  }

  @Test func `two neighbors are needed`() throws {
    let labels = try SyntheticData.labels([0, 1, 1], classCount: 2)
    let graph = try ExactNeighbors.graph(of: Matrix(rows: [[0], [1], [3]]), count: 1)
    #expect(throws: DefenseError.self) {
      try NoiseTransition(labels, evidence: Evidence(neighborGraph: graph))
    }
  }
}
