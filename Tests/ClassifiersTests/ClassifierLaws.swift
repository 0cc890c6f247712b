import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import Classifiers

/// The laws of ``Classifier``, run on every member of the list.
@Suite struct ClassifierLaws {
  /// Members with other parameters than their defaults.
  static let variants: [Classifiers.Entry] = [
    Classifiers.Entry(
      id: "hinge-decay", summary: "", drawsAtRandom: true, weightsAreCopies: false
    ) { LinearHinge(epochs: 5, regularization: 0.5) },
    Classifiers.Entry(
      id: "knn-manhattan", summary: "", drawsAtRandom: false, weightsAreCopies: false
    ) { KNearest(neighborCount: 3, metric: .manhattan) },
    Classifiers.Entry(
      id: "mlp-deep", summary: "", drawsAtRandom: true, weightsAreCopies: false
    ) { MultilayerPerceptron(hiddenUnits: [7, 5], epochs: 40, batchSize: 7) },
    Classifiers.Entry(
      id: "ridge-strong", summary: "", drawsAtRandom: false, weightsAreCopies: true
    ) { Ridge(regularization: 30) },
    Classifiers.Entry(
      id: "svm-exact", summary: "", drawsAtRandom: false, weightsAreCopies: true
    ) { SupportVectorMachine(tolerance: 1e-10) },
    Classifiers.Entry(
      id: "svm-radial", summary: "", drawsAtRandom: false, weightsAreCopies: true
    ) { SupportVectorMachine(kernel: .radial(), cost: 3, tolerance: 1e-10) },
  ]

  static let members = Classifiers.all + variants

  private func member(_ id: String) throws -> Classifiers.Entry {
    try #require(Self.members.first { $0.id == id })
  }

  /// What a member learns, as the probabilities of some rows.
  private func probabilities(
    _ classifier: some Classifier, _ features: Matrix, _ labels: Labels,
    weights: [Double]? = nil, seed: UInt64 = 7, threads: Int = 1, of queries: Matrix
  ) throws -> ClassProbabilities {
    let execution = Execution(threadCount: threads)
    let fitted = try classifier.fit(
      features, labels, weights: weights, seed: seed, execution: execution)
    let found = fitted.probabilities(queries, execution: execution)
    #expect(found.rowCount == queries.rowCount && found.classCount == labels.classCount)
    #expect(fitted.classCount == labels.classCount)
    #expect(fitted.featureCount == features.columnCount)
    #expect(found.elements.allSatisfy { (0...1).contains($0) })
    #expect((0..<found.rowCount).allSatisfy { abs(found.row($0).reduce(0, +) - 1) < 1e-12 })
    #expect(fitted.predict(queries) == found.predictedLabels)
    return found
  }

  @Test func `every member has its own name`() {
    #expect(Set(Self.members.map(\.id)).count == Self.members.count)
    #expect(Classifiers.all.allSatisfy { !$0.summary.isEmpty })
  }

  @Test(arguments: members.map(\.id), [2, 3])
  func `learns, alike on any number of threads`(id: String, classCount: Int) throws {
    let entry = try member(id)
    let classifier = entry.make()
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 4, classCount: classCount, separation: 4, seed: 2)
    let found = try probabilities(classifier, features, labels, of: features)
    let wrong = zip(found.predictedLabels, labels.classIndices).count { $0 != $1 }
    #expect(wrong < 12)
    #expect(try probabilities(classifier, features, labels, threads: 3, of: features) == found)
    let reseeded = try probabilities(classifier, features, labels, seed: 8, of: features)
    #expect((reseeded == found) == !entry.drawsAtRandom)
    let none = Matrix(rowCount: 0, columnCount: 4, elements: [])
    #expect(try probabilities(classifier, features, labels, of: none).rowCount == 0)
  }

  @Test(arguments: members.map(\.id), [2, 3])
  func `weights of 1 are as good as none, and of 0 as absence`(
    id: String, classCount: Int
  ) throws {
    let classifier = try member(id).make()
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 40, featureCount: 3, classCount: classCount, separation: 1, seed: 3)
    let plain = try probabilities(classifier, features, labels, of: features)
    let ones = [Double](repeating: 1, count: 40)
    #expect(
      try probabilities(classifier, features, labels, weights: ones, of: features) == plain)
    let weights = (0..<40).map { Double($0 % 4) / 2 }
    let kept = (0..<40).filter { weights[$0] > 0 }
    let weighted = try probabilities(
      classifier, features, labels, weights: weights, of: features)
    let subset = try probabilities(
      classifier, features.selecting(rows: kept), labels.selecting(rows: kept),
      weights: kept.map { weights[$0] }, of: features)
    #expect(weighted == subset)
    #expect(weighted != plain)
  }

  @Test(arguments: members.filter(\.weightsAreCopies).map(\.id), [2, 3])
  func `a whole weight is as good as copies of the row`(id: String, classCount: Int) throws {
    let classifier = try member(id).make()
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 30, featureCount: 3, classCount: classCount, separation: 1, seed: 3)
    let weights = (0..<30).map { Double(1 + $0 % 3) }
    let copies = (0..<30).flatMap { [Int](repeating: $0, count: 1 + $0 % 3) }
    let weighted = try probabilities(
      classifier, features, labels, weights: weights, of: features)
    let copied = try probabilities(
      classifier, features.selecting(rows: copies), labels.selecting(rows: copies), of: features)
    let difference = zip(weighted.elements, copied.elements).map { abs($0 - $1) }.max() ?? 1
    #expect(difference < 1e-7)
  }

  @Test(arguments: members.map(\.id))
  func `degenerate data are learnt from`(id: String) throws {
    let classifier = try member(id).make()
    let (features, _) = try SyntheticData.clusters(rowCount: 12, featureCount: 3, seed: 1)
    // One class carried, of two and of three.
    for classCount in 2...3 {
      let one = try SyntheticData.labels([Int](repeating: 1, count: 12), classCount: classCount)
      let found = try probabilities(classifier, features, one, of: features)
      #expect(found.predictedLabels == one.classIndices)
    }
    // A class that no row carries is never predicted.
    let gap = try SyntheticData.labels((0..<12).map { $0 % 2 * 2 }, classCount: 4)
    let found = try probabilities(classifier, features, gap, of: features)
    #expect(found.predictedLabels.allSatisfy { $0 % 2 == 0 })
    // Features that tell nothing: the larger class.
    let same = Matrix(rows: [[Float]](repeating: [2, 0, -1], count: 12))
    let uneven = try SyntheticData.labels((0..<12).map { $0 < 9 ? 1 : 0 }, classCount: 2)
    let blind = try probabilities(classifier, same, uneven, of: same)
    #expect(Set(blind.predictedLabels).count == 1)
    // A single row, and queries far away.
    let row = features.selecting(rows: [0])
    let first = try probabilities(classifier, row, uneven.selecting(rows: [0]), of: row)
    #expect(first.predictedLabels == [1])
    let far = Matrix(rows: [[1e20, -1e20, 1e20], [-1e30, 1e30, 0]])
    _ = try probabilities(classifier, features, uneven, of: far)
  }

  @Test(arguments: members.map(\.id))
  func `what cannot be learnt from is refused by name`(id: String) throws {
    let classifier = try member(id).make()
    let (features, labels) = try SyntheticData.clusters(rowCount: 6, featureCount: 2, seed: 1)
    func refused(
      _ error: ClassifierError, _ features: Matrix, _ labels: Labels, _ weights: [Double]? = nil
    ) {
      #expect(throws: error) {
        _ = try self.probabilities(classifier, features, labels, weights: weights, of: features)
      }
    }
    refused(
      .rowCounts(features: 6, labels: 5), features, labels.selecting(rows: 0..<5))
    refused(
      .rowCounts(features: 0, labels: 0), features.selecting(rows: []),
      labels.selecting(rows: []))
    let single = try Labels(classIndices: [Int](repeating: 0, count: 6), classNames: ["only"])
    refused(.tooFewClasses(1), features, single)
    var spoilt = features
    spoilt[4, 1] = .infinity
    refused(.notFinite(row: 4, column: 1, value: .infinity), spoilt, labels)
    refused(.weightCounts(weights: 5, labels: 6), features, labels, [1, 1, 1, 1, 1])
    refused(.invalidWeight(row: 1, value: -1), features, labels, [1, -1, 1, 1, 1, 1])
    refused(.noWeight, features, labels, [0, 0, 0, 0, 0, 0])
  }
}
