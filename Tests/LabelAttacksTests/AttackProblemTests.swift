import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@Suite struct AttackProblemTests {
  private func problem() throws -> AttackProblem {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 6, featureCount: 2, classCount: 3, seed: 1)
    let validation = try SyntheticData.clusters(rowCount: 8, featureCount: 2, seed: 2)
    return AttackProblem(
      features: features, labels: labels,
      validation: (
        validation.features,
        try Labels(
          classIndices: validation.labels.classIndices, classNames: labels.classNames)
      ), limits: FlipLimits(fixedRows: [4]))
  }

  @Test func `the damage is judged on the rows that are named, in their order`() throws {
    let problem = try problem()
    let judged = try problem.judged(on: .rows([5, 0]))
    #expect(judged.validationLabels.classIndices == [1, 0])
    #expect(Array(judged.validationFeatures.row(0)) == Array(problem.validationFeatures.row(5)))
    #expect(judged.features == problem.features && judged.labels == problem.labels)
    #expect(judged.limits == problem.limits)
  }

  @Test func `the damage is judged on one class`() throws {
    let problem = try problem()
    let judged = try problem.judged(on: .ofClass(1))
    #expect(judged.validationLabels.classIndices == [1, 1, 1, 1])
    #expect(Array(judged.validationFeatures.row(1)) == Array(problem.validationFeatures.row(3)))
    let all = try problem.judged(on: .all)
    #expect(all.validationFeatures == problem.validationFeatures)
  }

  @Test func `where the rows come from is known after choosing among them`() throws {
    let problem = try problem()
    guard case .ownSet(let features, _) = try problem.judged(on: .rows([1])).validationSource
    else {
      Issue.record("a set of its own")
      return
    }
    #expect(features == problem.validationFeatures)
    let own = AttackProblem(features: problem.features, labels: problem.labels)
    let judged = try own.judged(on: .rows([4, 1, 3])).judged(on: .ofClass(1))
    guard case .trainingRows(let rows) = judged.validationSource else {
      Issue.record("training rows")
      return
    }
    #expect(rows == [4, 1])
  }

  @Test(arguments: [JudgedRows.ofClass(2), .ofClass(9), .rows([]), .rows([0, 8]), .rows([-1])])
  func `rows that there are not are refused`(rows: JudgedRows) throws {
    let problem = try problem()
    #expect(throws: AttackError.self) { try problem.judged(on: rows) }
  }
}
