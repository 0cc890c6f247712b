import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

/// The laws of ``Sanitizer``, run on every member of the list with every action.
@Suite struct SanitizerLaws {
  private func sanitizer(_ id: String, _ action: SanitizeAction) throws -> any Sanitizer {
    try #require(Sanitizers.all.first { $0.id == id }).make(
      Sanitizers.Options(detector: KnownPosteriors(), action: action))
  }

  /// Whether a member needs probabilities for an action and has none.
  private func isRefused(_ id: String, _ action: SanitizeAction) -> Bool {
    id == "knn" && [.auto, .weight].contains(action)
  }

  /// Distinct distances, so that the order of the rows cannot matter.
  private func data(_ classCount: Int, order: [Int]? = nil) throws -> (Labels, Evidence) {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 50, featureCount: 3, classCount: classCount, separation: 1, seed: 21)
    let chosen = order ?? Array(0..<50)
    let (rows, given) = (features.selecting(rows: chosen), labels.selecting(rows: chosen))
    let graph = try ExactNeighbors.graph(of: rows, count: 10)
    let evidence = Evidence(neighborGraph: graph)
    let probabilities = try NeighborProbabilities(neighborCount: 10).probabilities(
      given, evidence: evidence, execution: .serial)
    return (given, Evidence(neighborGraph: graph, probabilities: probabilities))
  }

  @Test(arguments: Sanitizers.all.map(\.id), SanitizeAction.allCases)
  func `changes tell all that is done`(id: String, action: SanitizeAction) throws {
    let sanitizer = try sanitizer(id, action)
    for classCount in [2, 4] {
      let (labels, evidence) = try data(classCount)
      guard !isRefused(id, action) else {
        #expect(throws: DefenseError.self) { try sanitizer.sanitize(labels, evidence: evidence) }
        continue
      }
      let result = try sanitizer.sanitize(labels, evidence: evidence)
      #expect(result.labels.count == labels.count && result.weights.count == labels.count)
      #expect(result.labels.classNames == labels.classNames)
      #expect(!result.changes.isEmpty)
      #expect(result.changes.map(\.row) == Set(result.changes.map(\.row)).sorted())
      var (expected, weights) = (labels, [Double](repeating: 1, count: 50))
      for change in result.changes {
        #expect(change.from == labels[change.row] && (0...1).contains(change.confidence))
        #expect(action == .auto ? change.action != .auto : change.action == action)
        switch change.action {
        case .relabel:
          expected[change.row] = change.to
          #expect(change.from != change.to && change.weight == 1)
        case .remove: weights[change.row] = 0
        case .weight:
          weights[change.row] = change.weight
          #expect((0..<1).contains(change.weight))
        case .flag, .auto: #expect(change.weight == 1)
        }
      }
      #expect(result.labels == expected && result.weights == weights)
      let again = try sanitizer.sanitize(
        labels, evidence: evidence, seed: 1, execution: Execution(threadCount: 3))
      #expect(again == result)
    }
  }

  @Test(arguments: Sanitizers.all.map(\.id), SanitizeAction.allCases)
  func `the order of the rows does not matter`(id: String, action: SanitizeAction) throws {
    guard !isRefused(id, action) else { return }
    let sanitizer = try sanitizer(id, action)
    var generator = SeededGenerator(seed: 2)
    let order = generator.permutation(count: 50)
    let (labels, evidence) = try data(4)
    let (shuffledLabels, shuffledEvidence) = try data(4, order: order)
    let result = try sanitizer.sanitize(labels, evidence: evidence)
    let shuffled = try sanitizer.sanitize(shuffledLabels, evidence: shuffledEvidence)
    #expect(shuffled.labels == result.labels.selecting(rows: order))
    #expect(shuffled.weights == order.map { result.weights[$0] })
  }

  @Test(arguments: Sanitizers.all.map(\.id))
  func `labels that agree stay`(id: String) throws {
    let (labels, evidence) = try data(2)
    let same = try Labels(
      classIndices: [Int](repeating: 0, count: 50), classNames: labels.classNames)
    let agreeing = Evidence(neighborGraph: evidence.neighborGraph)
    let known = Evidence(
      neighborGraph: evidence.neighborGraph,
      probabilities: try NeighborProbabilities(neighborCount: 10).probabilities(
        same, evidence: agreeing, execution: .serial))
    let result = try sanitizer(id, .relabel).sanitize(same, evidence: known)
    #expect(result.changes.isEmpty && result.labels == same)
  }
}
