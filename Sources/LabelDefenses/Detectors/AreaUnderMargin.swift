public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Area under the margin in training, against that of rows whose labels are surely wrong.
///
/// Two networks are trained on the given labels, each with another n / (K + 1) rows (rounded down, at least one)
/// put into a class of their own that does not exist. The area under the margin of a row is the mean over the
/// epochs of the score of its label less the largest of the other classes. The threshold of a training is the 99th
/// percentile of the areas of the rows in the made-up class. With a the area less the threshold, averaged over the
/// trainings in which the row keeps its label, the label quality score is `1 / (1 + exp(-a))`: 0...1, low means
/// probably wrong; below 0.5 it is an issue. The predicted label is the most probable class, without the made-up
/// one, over both networks.
///
/// This is AUM of Pleiss et al. (2020).
/// - Complexity: two trainings of a neural network, one a thread; 16 · n · epochs bytes.
public struct AreaUnderMargin: Detector, Equatable {
  /// The network that is trained.
  public var classifier: MultilayerPerceptron
  /// The percentile of the areas of rows that are surely wrong that makes an issue, as a share; 0...1.
  public var percentile: Double

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - classifier: The network that is trained.
  ///   - percentile: The percentile that makes an issue, as a share, 0...1; 0.99 by default.
  public init(
    classifier: MultilayerPerceptron = MultilayerPerceptron(), percentile: Double = 0.99
  ) {
    self.classifier = classifier
    self.percentile = percentile
  }

  /// The features alone.
  public var needs: Set<Evidence.Kind> { [.features] }

  /// What one training tells.
  private struct Run {
    /// The area of each row less the threshold; `nil` for the rows of the made-up class.
    let areas: [Double?]
    /// The probabilities of all classes and the made-up one.
    let probabilities: ClassProbabilities
  }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    guard (0...1).contains(percentile) else {
      throw .invalidParameter(name: "percentile", value: "\(percentile)", allowed: "0 to 1")
    }
    let features = try evidence.features(for: labels)
    guard labels.count >= 2 else {
      throw .invalidParameter(
        name: "number of rows", value: "\(labels.count)", allowed: "2 or more")
    }
    var generator = SeededGenerator(seed: seed, key: "area-under-margin")
    let order = generator.permutation(count: labels.count)
    let size = max(1, labels.count / (labels.classCount + 1))
    let results = execution.map(count: 2) { number in
      Result { () throws(ClassifierError) -> Run in
        try run(
          features, labels, madeUp: Array(order[number * size..<(number + 1) * size]),
          seed: SeededGenerator.derivedSeed(seed, key: "area-under-margin/\(number)"))
      }
    }
    let runs = try learning { () throws(ClassifierError) in
      [try results[0].get(), try results[1].get()]
    }
    let areas = (0..<labels.count).map { row in
      let known = runs.compactMap { $0.areas[row] }
      return known.reduce(0, +) / Double(known.count)
    }
    return LabelIssues(
      labelScores: areas.map { 1 / (1 + exp(-$0)) }, isLabelIssue: areas.map { $0 < 0 },
      predictedLabels: (0..<labels.count).map { row in
        let sums = (0..<labels.classCount).map { label in
          runs.reduce(0) { $0 + $1.probabilities[row, label] }
        }
        return sums.indices.reduce(0) { sums[$1] > sums[$0] ? $1 : $0 }
      },
      reasons: areas.map { .figure($0, of: "area under the margin, less that of wrong labels") })
  }

  /// Trains once with some rows in a class that does not exist.
  private func run(
    _ features: Matrix, _ labels: Labels, madeUp: [Int], seed: UInt64
  ) throws(ClassifierError) -> Run {
    guard labels.classCount >= 2 else { throw .tooFewClasses(labels.classCount) }
    var extended = labels.addingClass()
    for row in madeUp { extended[row] = labels.classCount }
    let (fitted, course) = try classifier.train(features, extended, seed: seed)
    let areas = (0..<labels.count).map { course.meanMargin(ofRow: $0) }
    let threshold = quantile(ofSorted: madeUp.map { areas[$0] }.sorted(), percentile)
    var margins = areas.map { Optional($0 - threshold) }
    for row in madeUp { margins[row] = nil }
    return Run(
      areas: margins, probabilities: fitted.probabilities(features, execution: .serial))
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "aum",
    summary: "area under the margin in training, against that of rows in a made-up class",
    cost: "two trainings of a neural network",
    failure: "many classes and few rows; flips that a network learns at once",
    drawsAtRandom: true
  ) { _ in
    AreaUnderMargin()
  }
}
