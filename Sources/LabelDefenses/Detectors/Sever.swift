public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// What lies far out along the direction in which gradients spread most.
///
/// Four times: logistic regression is fitted to the labels that are left, the gradients of their losses are centered,
/// v is the first right singular vector, and the labels with the largest `t = (g.v)²` are dropped, half the
/// estimated share of wrong labels of all. This is the form of the paper's experiments, which drops a fixed number
/// each time and does not stop early. A class never loses its last row.
///
/// With t divided by its mean, the label quality score is `(r + 1 / (1 + t)) / 5`, r being the number of rounds
/// that the label survived, 0...4: 0...1, low means probably wrong. A label that was never dropped has the t of the
/// last model. Issues are the lowest scores, as many as the estimated share of wrong labels: about half of those
/// dropped. The predicted label is that of the last model.
///
/// This is SEVER of Diakonikolas et al. (2019).
/// - Complexity: five fits of logistic regression, and O(K · n · d) for each of up to 300 steps of power iteration in
///   each round.
public struct Sever: Detector, Equatable {
  /// The model whose gradients are looked at.
  public var classifier: LogisticRegression
  /// Number of rounds of dropping; 1 or more.
  public var rounds: Int

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - classifier: The model whose gradients are looked at; L2 penalty 1 by default.
  ///   - rounds: Rounds of dropping, 1 or more; 4 by default.
  public init(classifier: LogisticRegression = LogisticRegression(), rounds: Int = 4) {
    self.classifier = classifier
    self.rounds = rounds
  }

  /// The features, and how many labels are wrong.
  public var needs: Set<Evidence.Kind> { [.features, .noiseRate] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    guard rounds >= 1 else {
      throw .invalidParameter(name: "rounds", value: "\(rounds)", allowed: "1 or more")
    }
    let features = try evidence.features(for: labels)
    let rate = try evidence.noiseRate(for: labels)
    let perRound = Int((rate / 2 * Double(labels.count)).rounded())
    var kept = Array(0..<labels.count)
    var sizes = labels.classSizes
    var spread = [Double](repeating: 0, count: labels.count)
    var survived = [Int](repeating: rounds, count: labels.count)
    var predicted: [Int] = []
    for round in 0...rounds {
      let (part, given) = (features.selecting(rows: kept), labels.selecting(rows: kept))
      let model = try learning { () throws(ClassifierError) in
        try classifier.fit(part, given, weights: nil, seed: seed, execution: execution)
      }
      let gradients = RowGradients(
        features: part, labels: given,
        probabilities: model.probabilities(part, execution: execution.silent))
      let squares = PrincipalSpread(of: gradients, execution: execution).relativeSquares
      for (row, square) in zip(kept, squares) { spread[row] = square }
      guard round < rounds else {
        predicted = model.predict(features)
        break
      }
      var left = perRound
      for row in kept.sorted(by: { (-spread[$0], $0) < (-spread[$1], $1) }) {
        guard left > 0 else { break }
        guard sizes[labels[row]] > 1 else { continue }
        sizes[labels[row]] -= 1
        survived[row] = round
        left -= 1
      }
      kept.removeAll { survived[$0] < rounds }
    }
    let scores = zip(survived, spread).map { (Double($0) + 1 / (1 + $1)) / Double(rounds + 1) }
    return LabelIssues(
      labelScores: scores, isLabelIssue: LowestScores.flags(scores, rate: rate),
      predictedLabels: predicted,
      reasons: spread.map {
        .figure($0, of: "squared distance of its gradient along the direction of most spread")
      })
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "sever",
    summary: "distance of its gradient along the direction in which gradients spread most",
    cost: "five logistic regressions, and power iteration, O(K n d) up to 1,500 times",
    failure: "labels flipped so that a linear model learns them; right labels near the border",
    drawsAtRandom: false
  ) { _ in
    Sever()
  }
}
