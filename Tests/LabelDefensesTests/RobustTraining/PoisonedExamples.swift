import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import VectorKernels

/// Rows with flipped labels, trusted rows and test rows of the same clusters.
struct PoisonedExamples {
  /// How labels are flipped.
  enum Flips {
    /// Any label with the same probability.
    case random
    /// Labels of class 1 alone.
    case ofClassOne
    /// Those farthest from the other class, of class 1 alone.
    case farthestOfClassOne
  }

  let features: Matrix
  let clean: Labels
  let labels: Labels
  let flipped: Set<Int>
  let trusted: TrustedRows
  let testFeatures: Matrix
  let testLabels: Labels

  init(
    rowCount: Int = 200, featureCount: Int = 4, classCount: Int = 2, separation: Double = 2,
    flips: Flips, rate: Double, trustedCount: Int = 40, seed: UInt64 = 5
  ) throws {
    let (pool, truth) = try SyntheticData.clusters(
      rowCount: rowCount + trustedCount + 1000, featureCount: featureCount,
      classCount: classCount, separation: separation, seed: seed)
    features = pool.selecting(rows: 0..<rowCount)
    let clean = truth.selecting(rows: 0..<rowCount)
    self.clean = clean
    var generator = SeededGenerator(seed: seed, key: "poison")
    let order = generator.permutation(count: rowCount)
    let count = Int(rate * Double(rowCount))
    let model = try LogisticRegression().fit(features, clean, seed: 1)
    let scores = model.scores(features)
    let chosen =
      switch flips {
      case .random: order
      case .ofClassOne: order.filter { clean[$0] == 1 }
      case .farthestOfClassOne:
        order.filter { clean[$0] == 1 }.sorted { scores[$0] > scores[$1] }
      }
    flipped = Set(chosen.prefix(count))
    var labels = clean
    for row in flipped { labels[row] = (clean[row] + 1) % classCount }
    self.labels = labels
    let checked = rowCount..<rowCount + trustedCount
    trusted = TrustedRows(
      features: pool.selecting(rows: checked), labels: truth.selecting(rows: checked))
    let test = rowCount + trustedCount..<rowCount + trustedCount + 1000
    testFeatures = pool.selecting(rows: test)
    testLabels = truth.selecting(rows: test)
  }

  /// The share of wrong labels that was planted, and the trusted rows.
  var evidence: Evidence {
    Evidence(trusted: trusted, noiseRate: Double(flipped.count) / Double(labels.count))
  }

  /// Share of wrong predictions on test rows.
  func error(_ model: any FittedClassifier) -> Double { model.error(testFeatures, testLabels) }

  /// The test error of logistic regression on the poisoned labels.
  func plainError() throws -> Double {
    error(try LogisticRegression().fit(features, labels, seed: 1))
  }
}
