import Classifiers
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@Suite struct CrossValidationTests {
  private func sizes(_ folds: Folds, _ labels: Labels, of label: Int) -> [Int] {
    (0..<folds.count).map { folds.heldOut($0).count { labels[$0] == label } }
  }

  @Test(arguments: [2, 5], [1, 9] as [UInt64])
  func `every fold has its share of every class`(foldCount: Int, seed: UInt64) throws {
    let (features, _) = try SyntheticData.clusters(rowCount: 97, featureCount: 3, seed: 1)
    let labels = try SyntheticData.labels((0..<97).map { min($0 % 7, 2) }, classCount: 3)
    let folds = try CrossValidation(foldCount: foldCount).folds(features, labels, seed: seed)
    #expect(folds.count == foldCount)
    #expect(folds.alwaysTraining.isEmpty)
    for label in 0..<3 {
      let counts = sizes(folds, labels, of: label)
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
    for fold in 0..<foldCount {
      #expect((folds.heldOut(fold) + folds.training(fold)).sorted() == Array(0..<97))
      #expect(abs(folds.heldOut(fold).count - 97 / foldCount) <= 2)
    }
    let again = try CrossValidation(foldCount: foldCount).folds(features, labels, seed: seed)
    #expect(folds == again)
    let other = try CrossValidation(foldCount: foldCount).folds(features, labels, seed: seed + 1)
    #expect(folds != other)
  }

  @Test func `rows with equal features are held out together`() throws {
    let (features, labels) = try SyntheticData.grid(
      rowCount: 200, featureCount: 2, levels: 5, classCount: 3, seed: 3)
    let folds = try CrossValidation().folds(features, labels, seed: 1)
    for group in features.equalRows {
      #expect(Set(group.map { folds.foldOfRow[$0] }).count == 1)
    }
    #expect((0..<5).allSatisfy { (25...55).contains(folds.heldOut($0).count) })
  }

  @Test func `a rare class is trained on every time`() throws {
    let (features, _) = try SyntheticData.clusters(rowCount: 40, featureCount: 3, seed: 1)
    var elements = features.elements
    // Row 30 is a rare one that looks like row 0.
    elements.replaceSubrange(90..<93, with: elements[0..<3])
    let twins = Matrix(rowCount: 40, columnCount: 3, elements: elements)
    let rare: Set = [7, 21, 30]
    let labels = try SyntheticData.labels(
      (0..<40).map { rare.contains($0) ? 2 : $0 % 2 }, classCount: 3)
    let folds = try CrossValidation().folds(twins, labels, seed: 1)
    #expect(folds.alwaysTraining == [7, 21])
    #expect(folds.foldOfRow[30] == folds.foldOfRow[0])
    for fold in 0..<5 { #expect(Set([7, 21]).isSubset(of: folds.training(fold))) }
    let (p, _) = try CrossValidation().probabilities(
      of: LogisticRegression(), twins, labels, seed: 1)
    for row in 0..<40 { #expect(abs(p.row(row).reduce(0, +) - 1) < 1e-12) }
    #expect(p[7, 2] > 0)
  }

  @Test func `probabilities come from models that did not see the row`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 4, classCount: 3, separation: 2, seed: 2)
    let validation = CrossValidation(foldCount: 4)
    let (p, folds) = try validation.probabilities(
      of: LogisticRegression(), features, labels, seed: 5)
    for fold in 0..<4 {
      let training = folds.training(fold)
      let heldOut = folds.heldOut(fold)
      let expected = try LogisticRegression().fit(
        features.selecting(rows: training), labels.selecting(rows: training), seed: 1
      ).probabilities(features.selecting(rows: heldOut), execution: .serial)
      for (place, row) in heldOut.enumerated() {
        #expect(Array(p.row(row)) == Array(expected.row(place)))
      }
    }
    let threaded = try validation.probabilities(
      of: LogisticRegression(), features, labels, seed: 5, execution: Execution(threadCount: 3))
    #expect(threaded.probabilities == p && threaded.folds == folds)
  }

  @Test func `weights count in training`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 40, featureCount: 2, seed: 2)
    let one = [Double](repeating: 1, count: 40)
    let plain = try CrossValidation().probabilities(
      of: LogisticRegression(), features, labels, seed: 5)
    let weighted = try CrossValidation().probabilities(
      of: LogisticRegression(), features, labels, weights: one, seed: 5)
    #expect(plain.probabilities == weighted.probabilities)
    let heavy = try CrossValidation().probabilities(
      of: LogisticRegression(), features, labels, weights: one.indices.map { $0 % 2 == 0 ? 9 : 1 },
      seed: 5)
    #expect(heavy.probabilities != plain.probabilities)
  }

  @Test func `what cannot be divided is refused`() throws {
    let labels = try SyntheticData.labels([0, 1, 0, 1, 0, 1], classCount: 2)
    let same = Matrix(rows: [[Float]](repeating: [1, 2], count: 6))
    #expect(throws: ClassifierError.oneDistinctRow) {
      try CrossValidation(foldCount: 2).folds(same, labels, seed: 1)
    }
    #expect(throws: ClassifierError.self) {
      try CrossValidation(foldCount: 1).folds(same, labels, seed: 1)
    }
    let distinct = Matrix(rows: (0..<6).map { [Float($0)] })
    #expect(throws: ClassifierError.self) {
      try CrossValidation(foldCount: 4).folds(distinct, labels, seed: 1)
    }
    // Fewer distinct rows than folds: as many folds as there are distinct rows.
    let three = Matrix(rows: (0..<12).map { [Float($0 % 3)] })
    let many = try SyntheticData.labels((0..<12).map { $0 % 2 }, classCount: 2)
    #expect(try CrossValidation().folds(three, many, seed: 1).count == 3)
  }
}
