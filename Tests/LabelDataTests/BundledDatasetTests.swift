import LabelData
import Testing
import VectorKernels

@Suite struct BundledDatasetTests {
  /// Table 1 of Paudice, Muñoz-González and Lupu (2018).
  @Test(arguments: [
    (BundledDataset.breastcancer, 30, 569, 212),
    (.mnist17, 784, 13_007, 6_742),
    (.spambase, 54, 4_100, 1_657),
  ])
  func `sizes are those of the paper's Table 1`(
    bundled: BundledDataset, featureCount: Int, rowCount: Int, positiveCount: Int
  ) throws {
    let dataset = try bundled.load()
    #expect(dataset.featureCount == featureCount)
    #expect(dataset.rowCount == rowCount)
    #expect(dataset.labels.classSizes == [rowCount - positiveCount, positiveCount])
    #expect(dataset.labels.classNames[1] == bundled.positiveClass)
    #expect(dataset.featureKind == (bundled == .mnist17 ? .byte : .real))
  }

  @Test func `the first examples are those of the sources`() throws {
    let cancer = try BundledDataset.breastcancer.load()
    #expect(cancer.features.row(0).prefix(3) == [17.99, 10.38, 122.8])
    #expect(cancer.featureNames.first == "mean_radius")
    #expect(cancer.labels.name(at: 0) == "malignant")
    let spam = try BundledDataset.spambase.load()
    #expect(spam.features.row(0).prefix(3) == [0, 0.64, 0.64])
    #expect(spam.featureNames.last == "char_freq_#")
    let digits = try BundledDataset.mnist17.load()
    #expect(digits.features.elements.max() == 1)
    #expect(digits.features.elements.min() == 0)
  }

  @Test(arguments: BundledDataset.allCases)
  func `facts are given`(bundled: BundledDataset) {
    for fact in [bundled.title, bundled.summary, bundled.citation, bundled.licence] {
      #expect(!fact.isEmpty)
    }
    #expect(BundledDataset(rawValue: bundled.id) == bundled)
  }
}
