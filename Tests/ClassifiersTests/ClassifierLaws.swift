import Classifiers
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

/// The laws of ``Classifier``, run on every member.
@Suite struct ClassifierLaws {
  static let all: [any Classifier] = [
    LinearHinge(), LinearHinge(epochs: 5, regularization: 0.5),
  ]

  @Test(arguments: all.indices, [2, 3])
  func laws(member: Int, classCount: Int) throws {
    try check(Self.all[member], classCount: classCount)
  }

  private func check(_ classifier: some Classifier, classCount: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 4, classCount: classCount, separation: 4, seed: 2)
    let fitted = try classifier.fit(features, labels, seed: 7)
    let again = try classifier.fit(features, labels, seed: 7)
    let predictions = fitted.predict(features)
    #expect(predictions == again.predict(features))
    #expect(fitted.featureCount == 4)
    #expect(predictions.count == 60)
    #expect(predictions.allSatisfy { (0..<classCount).contains($0) })
    #expect(fitted.error(features, labels) < 0.2)
    #expect(fitted.predict(Matrix(rowCount: 0, columnCount: 4, elements: [])).isEmpty)

    let one = try Labels(
      classIndices: [Int](repeating: 1, count: 60), classNames: labels.classNames)
    #expect(try classifier.fit(features, one, seed: 7).error(features, one) == 0)
    #expect(throws: ClassifierError.rowCounts(features: 60, labels: 59)) {
      try classifier.fit(features, labels.selecting(rows: 0..<59), seed: 7)
    }
    #expect(throws: ClassifierError.tooFewClasses(1)) {
      let single = try Labels(
        classIndices: [Int](repeating: 0, count: 60), classNames: ["only"])
      _ = try classifier.fit(features, single, seed: 7)
    }
  }
}
