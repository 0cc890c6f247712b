internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A model of the labels of each class that have the smallest losses by that model.
struct TrimmedFit: Sendable {
  /// The model.
  private(set) var model: LinearModel
  /// Whether each label is kept.
  private(set) var isKept: [Bool]
  /// The penalised loss of the kept labels, after each fit and after each choice of labels.
  private(set) var objectives: [Double] = []

  /// Most rounds of fitting and choosing; rounding could make labels of equal losses take turns for ever.
  private static let mostRounds = 100

  /// Fits and chooses until the kept labels stay the same.
  ///
  /// - Parameters:
  ///   - features: n x d.
  ///   - labels: n labels.
  ///   - rate: Share of the labels of each class that are left out, 0...1; at least one is kept.
  ///   - classifier: What is fitted.
  ///   - generator: Draws the labels to start from; `nil` to start from all.
  /// - Throws: ``ClassifierError``.
  init(
    _ features: Matrix, _ labels: Labels, rate: Double, classifier: LogisticRegression,
    drawnFrom generator: SeededGenerator?
  ) throws(ClassifierError) {
    let members = labels.rowsByClass
    let counts = members.map { rows in
      rows.isEmpty ? 0 : max(1, rows.count - Int((rate * Double(rows.count)).rounded()))
    }
    isKept = [Bool](repeating: generator == nil, count: labels.count)
    if var generator {
      for (rows, count) in zip(members, counts) {
        var order = rows
        generator.shuffle(&order)
        for row in order.prefix(count) { isKept[row] = true }
      }
    }
    model = LinearModel(weights: [[0]])
    for _ in 0..<Self.mostRounds {
      let kept = isKept.indices.filter { isKept[$0] }
      model = try classifier.fit(
        features.selecting(rows: kept), labels.selecting(rows: kept), weights: nil, seed: 1,
        execution: .serial)
      let losses = model.losses(features, labels)
      let penalty = Self.penalty(of: model, classifier, presentClassCount: counts.count { $0 > 0 })
      objectives.append(kept.reduce(penalty) { $0 + losses[$1] })
      var next = [Bool](repeating: false, count: labels.count)
      for (rows, count) in zip(members, counts) {
        for row in rows.sorted(by: { (losses[$0], $0) < (losses[$1], $1) }).prefix(count) {
          next[row] = true
        }
      }
      if next == isKept { break }
      isKept = next
      objectives.append(isKept.indices.reduce(penalty) { isKept[$1] ? $0 + losses[$1] : $0 })
    }
  }

  /// The fit of the lowest objective from several starts, the first of which keeps all labels, a start a thread.
  ///
  /// - Parameters:
  ///   - starts: Number of starts, 1 or more.
  ///   - features: n x d.
  ///   - labels: n labels.
  ///   - rate: Share of the labels of each class that are left out, 0...1.
  ///   - classifier: What is fitted.
  ///   - seed: Where the starts are drawn from.
  ///   - execution: Threads and progress.
  /// - Returns: The first of equal ones.
  /// - Throws: ``DefenseError``.
  static func best(
    of starts: Int, _ features: Matrix, _ labels: Labels, rate: Double,
    classifier: LogisticRegression, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> TrimmedFit {
    guard starts >= 1 else {
      throw .invalidParameter(name: "starts", value: "\(starts)", allowed: "1 or more")
    }
    let results = execution.map(count: starts) { start in
      Result { () throws(ClassifierError) -> TrimmedFit in
        try TrimmedFit(
          features, labels, rate: rate, classifier: classifier,
          drawnFrom: start == 0
            ? nil : SeededGenerator(seed: seed, key: "trimmed-loss/\(start)"))
      }
    }
    return try learning { () throws(ClassifierError) in
      var best = try results[0].get()
      for result in results.dropFirst() {
        let other = try result.get()
        if (other.objectives.last ?? .infinity) < (best.objectives.last ?? .infinity) {
          best = other
        }
      }
      return best
    }
  }

  /// The penalty that the classifier put on a model.
  ///
  /// Where two of more classes are present their scores are halves of the one that was fitted, with opposite signs.
  private static func penalty(
    of model: LinearModel, _ classifier: LogisticRegression, presentClassCount: Int
  ) -> Double {
    let squares = model.weights.reduce(0) { sum, weights in
      weights.dropLast().reduce(sum) { $0 + $1 * $1 }
    }
    let isHalved = presentClassCount == 2 && model.weights.count > 2
    return classifier.regularization * (isHalved ? squares : squares / 2)
  }
}

extension LinearModel {
  /// The cross-entropy of every row's label, at most that of the smallest probability that counts as normal.
  fileprivate func losses(_ features: Matrix, _ labels: Labels) -> [Double] {
    let probabilities = probabilities(features, execution: .serial)
    return (0..<labels.count).map {
      -log(max(probabilities[$0, labels[$0]], .leastNormalMagnitude))
    }
  }
}
