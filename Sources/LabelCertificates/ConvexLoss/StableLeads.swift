internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// By how much changed labels can move the leads of a fitted logistic regression; see ``ConvexLossBound``.
struct StableLeads: Sendable {
  private let problem: CertificateProblem
  private let search: LabelRadiusSearch
  private let model: LinearModel
  private let regularization: Double
  private let means: [Double]
  /// By class the classes that the threat can change its labels to.
  private let targets: [[Int]]
  /// |z_i| of every training row.
  private let lengths: [Double]
  /// How far the minimum found may be from the true one, for the labels given and for others together.
  private let distance: Double

  init(
    _ problem: CertificateProblem, learner: LogisticRegression, model: LinearModel
  ) throws(ClassifierError) {
    self.problem = problem
    self.model = model
    regularization = learner.regularization
    search = try LabelRadiusSearch(problem.labels, threat: problem.threat)
    let examples = try TrainingExamples(problem.features, problem.labels, weights: nil)
    let (means, features) = (examples.means, problem.features)
    self.means = means
    lengths = (0..<features.rowCount).map { Self.length(features, $0, means) }
    targets = problem.targetsByClass
    let largest = features.elements.reduce(1) { max($0, abs(Double($1))) }
    let meanLength = means.reduce(0) { $0 + $1 * $1 }.squareRoot()
    // Learning ends at a gradient of this length at most; strong convexity turns it into a distance.
    let gradient = 1e-8 * Double(features.rowCount) * largest * (1 + meanLength)
    distance = 2 * gradient / regularization
  }

  /// The length of a row less the mean, with a 1 behind it.
  private static func length(_ features: Matrix, _ row: Int, _ means: [Double]) -> Double {
    zip(features.row(row), means).reduce(1) { sum, pair in
      let difference = Double(pair.0) - pair.1
      return sum + difference * difference
    }.squareRoot()
  }

  /// The prediction of a query and its radius.
  func certified(query: Int) -> CertifiedPrediction {
    let row = problem.queries.selecting(rows: [query])
    let scores = model.weights.indices.map { model.scores(row, output: $0)[0] }
    let all = scores.count == 1 ? [0, scores[0]] : scores
    let leader = all.indices.reduce(0) { all[$1] > all[$0] ? $1 : $0 }
    let (length, products) = products(query: query)
    let slack = (scores.count == 1 ? 1 : 2.0.squareRoot()) * length * distance
    let whole = problem.threat.total(rowCount: lengths.count)
    var least = whole + 1
    for rival in all.indices where rival != leader {
      let lead = all[leader] - all[rival]
      // What is abstained from must not be within the radius of another.
      guard lead > slack else { return .abstention }
      let safe = (lead - 2 * slack) * (1 - 1e-9)
      guard safe > 0 else {
        least = 1
        continue
      }
      let gains = gains(products, length: length, leader: leader, rival: rival)
      if let changes = search.leastChanges(gains: gains, reaching: safe) {
        least = min(least, changes)
      }
    }
    return CertifiedPrediction(predictedLabel: leader, radius: least - 1)
  }

  /// The length of a query, and its product with every training row, both less the mean and with a 1 behind them.
  private func products(query: Int) -> (length: Double, products: [Double]) {
    let values = problem.queries.row(query)
    let centered = zip(values, means).map { Double($0) - $1 }
    let shift = 1 - zip(centered, means).reduce(0) { $0 + $1.0 * $1.1 }
    return (
      Self.length(problem.queries, query, means),
      lengths.indices.map { dot(centered, problem.features, row: $0) + shift }
    )
  }

  /// What the change of each label takes off the lead of one class over another at most.
  func gains(query: Int, leader: Int, rival: Int) -> [Double] {
    let (length, products) = products(query: query)
    return gains(products, length: length, leader: leader, rival: rival)
  }

  private func gains(
    _ products: [Double], length: Double, leader: Int, rival: Int
  ) -> [Double] {
    let labels = problem.labels
    // v.D_i is a factor times the product of the rows; |v| |D_i| is `whole` times that of their lengths.
    let whole = labels.classCount == 2 ? 1.0 : 2.0
    func share(_ label: Int) -> Double { label == leader ? 1 : label == rival ? -1 : 0 }
    let factors = (0..<labels.classCount).map { label in
      targets[label].map { (share(label) - share($0)) * whole / 2 }
    }
    let (largest, smallest) = (factors.map { $0.max() }, factors.map { $0.min() })
    return products.indices.map { row in
      let label = labels[row]
      guard !problem.threat.trustedRows.contains(row), let high = largest[label],
        let low = smallest[label]
      else { return 0 }
      let turn = max(high * products[row], low * products[row])
      return max(0, whole * length * lengths[row] + turn) / (2 * regularization)
    }
  }
}
