internal import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// All that is known, weighed together: views near by and of classes as a whole, trusted rows, probabilities, sources.
///
/// Every label gets a probability q of being flipped, and labels are issues as far as that makes the expected F1 largest.
/// The label quality score is 1 - q with trusted rows or with probabilities alone, and 1 - p without, where p counts what
/// the global view says too: 0...1, low means probably wrong. Each row gets the probability of every
/// class; the predicted label is the most probable of the others, for an issue. A row that is no issue is ambiguous where
/// the rows around it speak for no class with more than 0.75.
///
/// - Without trusted rows the views are a kernel machine and label-free clusters (local) and trimmed class centers in
///   two distances (global); see the method card for how they are put together. Flips that lie together in a class of
///   several pieces cannot be told from such a class without trusted rows.
/// - With trusted rows the classes come from models that these teach and choose.
/// - With probabilities alone, q comes from the ratio of the given label's to that of the best other.
///
/// With groups, the share of flips is estimated for each of them.
/// - Complexity: O(s · m²) for s rows of a sample of at most 20,000 and m landmarks, at most 400 and the trusted rows; O(n · m · d) for all
///   n rows; 8 · n · K bytes for each of a handful of tables.
public struct DefaultDetector: Detector, Equatable {
  /// Makes the detector; it has no parameters.
  public init() {}

  /// Nothing alone: features or probabilities.
  public var needs: Set<Evidence.Kind> { [] }

  /// Whatever there is.
  public var uses: Set<Evidence.Kind> { [.features, .probabilities, .trusted, .groups] }

  /// It does.
  public var givesPosteriors: Bool { true }

  /// How log odds follow from margins of the local view, in their units, at a share f of flips: slope · margin, less steep
  /// where many labels nearby are wrong too.
  private static func localLogOdds(_ margin: Double, rate: Double) -> Double {
    -max(2.5, 6.5 - 9.5 * rate) * margin
  }

  /// How log odds follow from those of trusted models, and from log ratios of probabilities.
  private static let trusted = (offset: 0.45, slope: 1.35)
  private static let ratios = (offset: -0.03, slope: -1.91)
  /// Rows at which the distribution of ratios has half the say.
  private static let mixtureCount = 10_000.0
  private static let ambiguityBorder = 0.75

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let groups = evidence.groups == nil ? nil : try evidence.groups(for: labels)
    let probabilities =
      evidence.probabilities == nil ? nil : try evidence.probabilities(for: labels)
    guard evidence.features != nil else {
      guard let probabilities else { throw .missing(.features) }
      return judged(labels, probabilities, groups)
    }
    let features = try evidence.features(for: labels)
    let trusted = try evidence.trustedIfAny(for: labels, featureCount: features.columnCount)
    try Self.checkFinite(features)
    guard labels.classSizes.count(where: { $0 > 0 }) > 1 || trusted != nil else {
      return Self.unjudged(labels)
    }
    let compression = CompressedFeatures(features, execution: execution)
    let compressed = compression.compressed(features, execution: execution)
    let space = PrincipalCoordinates(compressed, seed: seed)
    let sample = ScoredSample(
      space.coordinates(of: compressed, execution: execution), seed: seed)
    guard let trusted else {
      return try judged(
        labels,
        UntrustedViews(
          labels, sample, probabilities: probabilities, seed: seed, execution: execution), groups)
    }
    try Self.checkFinite(trusted.features)
    return judged(
      labels,
      try TrustedViews(
        labels, sample,
        trusted: (
          space.coordinates(
            of: compression.compressed(trusted.features, execution: execution),
            execution: execution), trusted.labels
        ), seed: seed, execution: execution), groups)
  }

  private static func checkFinite(_ features: Matrix) throws(DefenseError) {
    guard let place = features.firstNonFinite else { return }
    throw .classifier(
      .notFinite(row: place.row, column: place.column, value: place.value))
  }

  /// One class alone: nothing speaks against a label.
  private static func unjudged(_ labels: Labels) -> LabelIssues {
    LabelIssues(
      labelScores: [Double](repeating: 1, count: labels.count),
      isLabelIssue: [Bool](repeating: false, count: labels.count),
      predictedLabels: labels.classIndices,
      reasons: [Reason](repeating: .margin(0), count: labels.count),
      posteriors: ClassProbabilities(
        rowCount: labels.count, classCount: labels.classCount,
        elements: labels.classIndices.flatMap { own in
          (0..<labels.classCount).map { $0 == own ? 1 : 0 }
        }))
  }

  private func judged(
    _ labels: Labels, _ views: UntrustedViews, _ groups: LabelGroups?
  ) -> LabelIssues {
    let posterior = FlipPosterior(
      rowCount: labels.count, groups: groups, most: views.mostFlipped
    ) { _, rate in
      views.localMargins.map { Self.localLogOdds($0, rate: rate) }
    }
    let scores = zip(views.flipScores, posterior.shifts).map { score, shift in
      let kept = min(1 - 1e-12, max(1e-12, score))
      return 1 / (1 + exp(log(kept / (1 - kept)) + shift))
    }
    return issues(
      labels, posterior, scores: scores, classes: views.classes, around: views.localClasses
    ) { row in .figure(views.flipScores[row], of: "all evidence against the label, 0 to 1,") }
  }

  private func judged(
    _ labels: Labels, _ views: TrustedViews, _ groups: LabelGroups?
  ) -> LabelIssues {
    let classes = ClassScores(
      rowCount: labels.count, classCount: labels.classCount,
      elements: (0..<labels.count).flatMap {
        views.scores.probabilities($0, sharpness: TrustedViews.sharpness)
      })
    let others = Double(max(1, labels.classCount - 1))
    let logOdds = (0..<labels.count).map { row in
      let own = classes[row, labels[row]]
      let raw = log(max(1 - own, 1e-9) / others) - log(max(own, 1e-9))
      return Self.trusted.offset + Self.trusted.slope * raw
    }
    let posterior = FlipPosterior(rowCount: labels.count, groups: groups) { _, _ in logOdds }
    return issues(
      labels, posterior, scores: nil, classes: classes, around: classes
    ) { row in .margin(views.scores.margin(row, labels[row])) }
  }

  private func judged(
    _ labels: Labels, _ probabilities: ClassProbabilities, _ groups: LabelGroups?
  ) -> LabelIssues {
    let ratios = LogRatios(probabilities, labels).values
    let fixed = ratios.map { Self.ratios.offset + Self.ratios.slope * $0 }
    let first = FlipPosterior(rowCount: labels.count, groups: groups) { _, _ in fixed }
    let share = Double(labels.count) / (Double(labels.count) + Self.mixtureCount)
    let posterior = FlipPosterior(rowCount: labels.count, groups: groups, start: first) {
      values, _ in
      let mixture = RatioMixture(ratios, flips: values)
      return zip(ratios, fixed).map { share * mixture.logOdds($0) + (1 - share) * $1 }
    }
    let classes = ClassScores(
      rowCount: labels.count, classCount: labels.classCount, elements: probabilities.elements)
    return issues(
      labels, posterior, scores: nil, classes: classes, around: classes
    ) { row in
      .probabilities(
        given: probabilities[row, labels[row]],
        predicted: probabilities[row, probabilities.predictedLabel(ofRow: row)])
    }
  }

  /// Puts the findings together.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - posterior: The probabilities of flips.
  ///   - scores: The label quality scores; `nil` for 1 less the probability of a flip.
  ///   - classes: What speaks for every class of every row, in proportion to probabilities.
  ///   - around: The probabilities of every class by the rows around.
  ///   - reason: Why a label scores as it does.
  /// - Returns: The findings.
  private func issues(
    _ labels: Labels, _ posterior: FlipPosterior, scores: [Double]?, classes: ClassScores,
    around: ClassScores, reason: (Int) -> Reason
  ) -> LabelIssues {
    let (n, classCount) = (labels.count, labels.classCount)
    let flags = posterior.flags
    var elements = [Double](repeating: 0, count: n * classCount)
    var predicted = labels.classIndices
    var isAmbiguous = [Bool](repeating: false, count: n)
    for row in 0..<n {
      let (own, flipped) = (labels[row], posterior.values[row])
      var (rest, best) = (0.0, own == 0 && classCount > 1 ? 1 : 0)
      for label in 0..<classCount where label != own {
        rest += classes[row, label]
        if classes[row, label] > classes[row, best] { best = label }
      }
      for label in 0..<classCount where label != own {
        elements[row * classCount + label] =
          flipped
          * (rest > 0 ? classes[row, label] / rest : 1 / Double(max(1, classCount - 1)))
      }
      elements[row * classCount + own] = classCount > 1 ? 1 - flipped : 1
      if flags[row] {
        predicted[row] = best
      } else {
        let most = (0..<classCount).reduce(0.0) { max($0, around[row, $1]) }
        isAmbiguous[row] = most < Self.ambiguityBorder
      }
    }
    return LabelIssues(
      labelScores: scores ?? posterior.values.map { 1 - $0 }, isLabelIssue: flags,
      predictedLabels: predicted, reasons: (0..<n).map(reason),
      posteriors: ClassProbabilities(rowCount: n, classCount: classCount, elements: elements),
      isAmbiguous: isAmbiguous)
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "default", summary: "probability of a flip by all views of what is known, weighed together",
    cost: "kernel machines of a sample of 20,000 rows and 400 landmarks, O(400 n d)",
    failure: "flips that lie together in classes of several pieces, without trusted rows",
    drawsAtRandom: true
  ) { _ in
    DefaultDetector()
  }
}
