import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

/// The laws of ``RobustLearner``, run on every member of the list.
@Suite struct RobustLearnerLaws {
  private static let members = RobustLearners.all.map(\.id)

  private func entry(_ id: String) throws -> RobustLearners.Entry {
    try #require(RobustLearners.all.first { $0.id == id })
  }

  private func probabilities(
    _ learner: any RobustLearner, _ data: CompleteEvidence, seed: UInt64 = 1,
    threads: Int = 1
  ) throws -> ClassProbabilities {
    try learner.fit(
      data.features, data.labels, evidence: data.evidence, seed: seed,
      execution: Execution(threadCount: threads)
    ).probabilities(data.features, execution: .serial)
  }

  @Test func `names are distinct, and each makes another learner`() {
    #expect(Set(Self.members).count == Self.members.count)
    #expect(Set(RobustLearners.all.map { "\($0.make())" }).count == Self.members.count)
  }

  @Test(arguments: members, [2, 3])
  func `the model is one of all classes, whatever the threads`(
    id: String, classCount: Int
  ) throws {
    let learner = try entry(id).make()
    let data = try CompleteEvidence(classCount: classCount, separation: 2, flipped: [3, 10, 44])
    let model = try learner.fit(data.features, data.labels, evidence: data.evidence)
    #expect(model.classCount == classCount)
    #expect(model.featureCount == data.features.columnCount)
    let p = model.probabilities(data.features, execution: .serial)
    for row in 0..<p.rowCount { #expect(abs(p.row(row).reduce(-1, +)) < 1e-9) }
    #expect(model.predict(data.features) == p.predictedLabels)
    for threads in [2, 8] {
      #expect(try probabilities(learner, data, threads: threads) == p)
    }
    #expect(try probabilities(learner, data, seed: 1) == p)
    if try !entry(id).drawsAtRandom {
      #expect(try probabilities(learner, data, seed: 2) == p)
    }
  }

  @Test(arguments: members, [2, 3])
  func `separable labels without errors are learnt as well as by the plain learner`(
    id: String, classCount: Int
  ) throws {
    let data = try CompleteEvidence(classCount: classCount, separation: 9)
    var evidence = data.evidence
    evidence.noiseRate = 0
    let model = try entry(id).make().fit(data.features, data.labels, evidence: evidence)
    let trusted = try #require(evidence.trusted)
    let plain = try LogisticRegression().fit(data.features, data.labels, seed: 1)
    #expect(plain.error(trusted.features, trusted.labels) == 0)
    #expect(model.error(data.features, data.labels) == 0)
    #expect(model.error(trusted.features, trusted.labels) == 0)
  }

  @Test(arguments: members, [2, 3])
  func `the order of the classes does not matter`(id: String, classCount: Int) throws {
    let data = try CompleteEvidence(classCount: classCount, separation: 3, flipped: [3, 10, 44])
    let places = (0..<classCount).map { ($0 + 1) % classCount }
    func renamed(_ labels: Labels) throws -> Labels {
      try Labels(
        classIndices: labels.classIndices.map { places[$0] }, classNames: labels.classNames)
    }
    func renamed(_ p: ClassProbabilities) -> ClassProbabilities {
      var elements = p.elements
      for row in 0..<p.rowCount {
        for label in 0..<classCount { elements[row * classCount + places[label]] = p[row, label] }
      }
      return ClassProbabilities(rowCount: p.rowCount, classCount: classCount, elements: elements)
    }
    var evidence = data.evidence
    let trusted = try #require(evidence.trusted)
    evidence.trusted = TrustedRows(
      features: trusted.features, labels: try renamed(trusted.labels))
    evidence.probabilities = renamed(try #require(evidence.probabilities))
    let learner = try entry(id).make()
    let model = try learner.fit(data.features, renamed(data.labels), evidence: evidence)
    let other = model.probabilities(data.features, execution: .serial)
    let own = renamed(try probabilities(learner, data))
    if try entry(id).drawsAtRandom {
      let same = zip(other.predictedLabels, own.predictedLabels).count { $0 == $1 }
      #expect(same >= 57)
    } else {
      for (left, right) in zip(other.elements, own.elements) { #expect(abs(left - right) < 0.05) }
    }
  }

  @Test(arguments: members)
  func `what a learner does not look at does not matter`(id: String) throws {
    let learner = try entry(id).make()
    #expect(learner.uses.isSuperset(of: learner.needs))
    let data = try CompleteEvidence(classCount: 2, separation: 2, flipped: [3, 10])
    var known = data.evidence
    for kind in Evidence.Kind.allCases where !learner.uses.contains(kind) {
      known.remove(kind)
    }
    let model = try learner.fit(data.features, data.labels, evidence: known)
    #expect(
      model.probabilities(data.features, execution: .serial)
        == (try probabilities(learner, data)))
  }

  @Test(arguments: members)
  func `what is missing is refused`(id: String) throws {
    let learner = try entry(id).make()
    let data = try CompleteEvidence(classCount: 2, separation: 2)
    for kind in learner.needs {
      var known = data.evidence
      known.remove(kind)
      #expect(throws: DefenseError.missing(kind)) {
        try learner.fit(data.features, data.labels, evidence: known)
      }
    }
    if id.hasSuffix("-correction") {
      #expect(throws: DefenseError.missing(.probabilities)) {
        try learner.fit(data.features, data.labels)
      }
    }
  }

  @Test(arguments: members)
  func `examples that cannot be learnt from are refused`(id: String) throws {
    let learner = try entry(id).make()
    let data = try CompleteEvidence(classCount: 2, separation: 2)
    let same = try Labels(
      classIndices: [Int](repeating: 1, count: 60), classNames: data.labels.classNames)
    #expect(throws: DefenseError.classifier(.tooFewClasses(1))) {
      try learner.fit(data.features, same, evidence: data.evidence)
    }
    for value in [Float.nan, .infinity] {
      var features = data.features
      features[7, 2] = value
      let error = #expect(throws: DefenseError.self) {
        try learner.fit(features, data.labels, evidence: data.evidence)
      }
      guard case .classifier(.notFinite(row: 7, column: 2, _)) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(throws: DefenseError.classifier(.rowCounts(features: 60, labels: 50))) {
      try learner.fit(
        data.features, data.labels.selecting(rows: 0..<50), evidence: data.evidence)
    }
    #expect(throws: DefenseError.classifier(.rowCounts(features: 0, labels: 0))) {
      try learner.fit(
        data.features.selecting(rows: []), data.labels.selecting(rows: []),
        evidence: data.evidence)
    }
  }

  @Test(arguments: members)
  func `a class that no label carries is not predicted`(id: String) throws {
    let data = try CompleteEvidence(classCount: 3, separation: 6)
    for carried in [[0, 2], [0, 1, 2]] {
      let rows = (0..<60).filter { carried.contains(data.labels[$0]) }
      let labels = try Labels(
        classIndices: rows.map { data.labels[$0] }, classNames: ["a", "b", "c", "d"])
      let features = data.features.selecting(rows: rows)
      let known = try #require(data.evidence.trusted)
      let trusted = TrustedRows(
        features: known.features,
        labels: try Labels(
          classIndices: known.labels.classIndices, classNames: labels.classNames))
      let model = try entry(id).make().fit(
        features, labels, evidence: Evidence(trusted: trusted, noiseRate: 0.05))
      #expect(model.classCount == 4)
      #expect(model.error(features, labels) == 0)
      let p = model.probabilities(features, execution: .serial)
      #expect(p.elements.allSatisfy { $0.isFinite })
    }
  }

  /// Rows with hardly anything in them.
  private static let degenerate: [(features: [[Float]], labels: [Int])] = [
    ([[0], [1]], [0, 1]), ([[1, 1], [1, 1], [1, 1], [1, 1]], [0, 1, 0, 1]),
    ([[2], [2], [2], [5]], [0, 0, 1, 1]), ([[0, 0, 0], [1e6, -1e6, 0], [1, 1, 0]], [0, 1, 1]),
    ([[], [], []], [0, 1, 0]),
  ]

  @Test(arguments: members, degenerate.indices)
  func `hardly any data is learnt from or refused`(id: String, number: Int) throws {
    let (rows, classes) = Self.degenerate[number]
    let features = Matrix(rows: rows)
    let labels = try Labels(classIndices: classes, classNames: ["a", "b"])
    let evidence = Evidence(
      probabilities: ClassProbabilities(
        rowCount: rows.count, classCount: 2,
        elements: classes.flatMap { $0 == 0 ? [0.8, 0.2] : [0.3, 0.7] }),
      trusted: TrustedRows(features: features, labels: labels), noiseRate: 0.2)
    let model: any FittedClassifier
    do {
      model = try entry(id).make().fit(features, labels, evidence: evidence)
    } catch is DefenseError {
      return
    }
    let p = model.probabilities(features, execution: .serial)
    #expect(p.elements.allSatisfy { (0...1).contains($0) })
  }
}

extension Evidence {
  /// Forgets a part.
  fileprivate mutating func remove(_ kind: Kind) {
    switch kind {
    case .features: features = nil
    case .neighbors: neighborGraph = nil
    case .probabilities: probabilities = nil
    case .dynamics: dynamics = nil
    case .trusted: trusted = nil
    case .groups: groups = nil
    case .noiseRate: noiseRate = nil
    }
  }
}
