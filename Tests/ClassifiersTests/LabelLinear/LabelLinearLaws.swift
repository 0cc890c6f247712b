import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import Classifiers

/// The laws of ``LabelLinear``, run on every member of ``LabelLinears/all``.
@Suite struct LabelLinearLaws {
  /// Options that give few rows a say, so that small data are divided.
  static let options = {
    var options = LabelLinears.Options()
    options.neighborCount = 5
    options.graphNeighborCount = 3
    options.landmarkCount = 20
    options.cellCount = 4
    options.treeCount = 7
    options.smallestLeaf = 3
    return options
  }()

  private func weights(
    _ id: String, _ options: LabelLinears.Options, _ features: Matrix, of queries: Matrix,
    seed: UInt64 = 7, threads: Int = 1
  ) throws -> [LabelWeights] {
    let entry = try #require(LabelLinears.all.first { $0.id == id })
    let execution = Execution(threadCount: threads)
    func fitted(_ member: some LabelLinear) throws -> any FittedLabelLinear {
      try member.fit(features, seed: seed, execution: execution)
    }
    let fitted = try fitted(entry.make(options))
    #expect(fitted.rowCount == features.rowCount)
    let found = try fitted.labelWeights(
      queries, rows: 0..<queries.rowCount, execution: execution)
    #expect(found.count == queries.rowCount)
    for weights in found {
      var rows: [Int] = []
      var isFinite = true
      weights.forEach { row, weight in
        rows.append(row)
        isFinite = isFinite && weight.isFinite
      }
      #expect(isFinite && Set(rows).count == rows.count)
      #expect(rows.allSatisfy { (0..<features.rowCount).contains($0) })
    }
    return found
  }

  @Test func `every member has its own name`() {
    #expect(Set(LabelLinears.all.map(\.id)).count == LabelLinears.all.count)
    #expect(LabelLinears.all.allSatisfy { !$0.summary.isEmpty })
  }

  @Test(arguments: LabelLinears.all.map(\.id), [3, 70])
  func `weights are alike on any number of threads and in any blocks`(
    id: String, featureCount: Int
  ) throws {
    let entry = try #require(LabelLinears.all.first { $0.id == id })
    let (features, _) = try SyntheticData.clusters(
      rowCount: 60, featureCount: featureCount, separation: 4, seed: 2)
    let queries = features.selecting(rows: 0..<20)
    let found = try weights(id, Self.options, features, of: queries)
    #expect(try weights(id, Self.options, features, of: queries, threads: 3) == found)
    for row in [0, 19] {
      let one = queries.selecting(rows: [row])
      #expect(try weights(id, Self.options, features, of: one) == [found[row]])
    }
    if !entry.drawsAtRandom {
      #expect(try weights(id, Self.options, features, of: queries, seed: 8) == found)
    }
    #expect(try weights(id, Self.options, features, of: features.selecting(rows: [])) == [])
  }

  @Test(arguments: LabelLinears.all.map(\.id), [2, 3])
  func `classes that lie apart are told apart`(id: String, classCount: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 90, featureCount: 4, classCount: classCount, separation: 6, seed: 2)
    for options in [Self.options, LabelLinears.Options()] {
      let found = try weights(id, options, features, of: features)
      let wrong = (0..<90).count { found[$0].predictedLabel(labels) != labels[$0] }
      #expect(wrong < 15)
    }
  }

  @Test(arguments: LabelLinears.all.map(\.id))
  func `degenerate features are taken`(id: String) throws {
    let one = Matrix(rows: [[1, 2]])
    let same = Matrix(rows: [[Float]](repeating: [2, 0, -1], count: 12))
    let zeros = Matrix(rows: [[Float]](repeating: [0, 0], count: 5))
    for features in [one, same, zeros] {
      for options in [Self.options, LabelLinears.Options()] {
        _ = try weights(id, options, features, of: features)
      }
    }
    let (features, _) = try SyntheticData.grid(
      rowCount: 25, featureCount: 2, levels: 2, classCount: 2, seed: 1)
    _ = try weights(id, Self.options, features, of: features)
    _ = try weights(id, Self.options, features, of: Matrix(rows: [[1e15, -1e15], [-1e8, 0]]))
  }

  @Test(arguments: LabelLinears.all.map(\.id))
  func `what cannot be fitted is refused`(id: String) throws {
    let (features, _) = try SyntheticData.clusters(rowCount: 6, featureCount: 2, seed: 1)
    #expect(throws: ClassifierError.rowCounts(features: 0, labels: 0)) {
      try weights(id, Self.options, features.selecting(rows: []), of: features)
    }
    let none = Matrix(rowCount: 4, columnCount: 0, elements: [])
    #expect(throws: ClassifierError.self) { try weights(id, Self.options, none, of: none) }
    var spoilt = features
    spoilt[4, 1] = .nan
    #expect(throws: ClassifierError.self) {
      try weights(id, Self.options, spoilt, of: features)
    }
    #expect(throws: ClassifierError.self) {
      try weights(id, Self.options, features, of: spoilt)
    }
  }

  @Test func `options out of range are refused by those that look at them`() throws {
    let (features, _) = try SyntheticData.clusters(rowCount: 6, featureCount: 2, seed: 1)
    func refused(_ ids: [String], _ change: (inout LabelLinears.Options) -> Void) {
      var options = LabelLinears.Options()
      change(&options)
      for id in ids {
        #expect(throws: ClassifierError.self) {
          _ = try self.weights(id, options, features, of: features)
        }
      }
    }
    refused(["knn-vote", "knn-weighted-vote", "smoother-mean"]) { $0.neighborCount = 0 }
    refused(["radius-vote"]) { $0.radius = 0 }
    refused(["kernel-smoother", "kernel-ridge"]) { $0.kernelWidth = -.infinity }
    refused(["ridge", "kernel-ridge", "tangent-kernel"]) { $0.regularization = 0 }
    refused(["kernel-ridge", "tangent-kernel"]) { $0.landmarkCount = 0 }
    refused(["label-propagation"]) { $0.graphNeighborCount = 0 }
    refused(["label-propagation"]) { $0.reach = 1 }
    refused(["cell-vote"]) { $0.cellCount = 0 }
    refused(["blind-forest"]) { $0.treeCount = 0 }
    refused(["blind-forest"]) { $0.smallestLeaf = 0 }
  }
}
