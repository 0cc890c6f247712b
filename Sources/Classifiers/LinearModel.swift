public import LabelData
public import VectorKernels

/// A fitted linear classifier: one score `w.x + b` for two classes, one for each class when there are more.
public struct LinearModel: FittedClassifier, Equatable {
  /// For each score d weights, then the bias.
  ///
  /// One score for two classes (positive means class 1), else K. The bias of a class that nothing speaks for may be
  /// minus infinity; a score that speaks for class 1 alone has plus infinity.
  public let weights: [[Double]]

  /// Makes a model from weights.
  ///
  /// - Precondition: all vectors are equally long and not empty.
  public init(weights: [[Double]]) {
    precondition(
      !weights.isEmpty && weights.allSatisfy { $0.count == weights[0].count && !$0.isEmpty },
      "equally long weight vectors, each with a bias")
    self.weights = weights
  }

  /// Number of features expected.
  public var featureCount: Int { weights[0].count - 1 }

  /// Number of classes: 2 for one score.
  public var classCount: Int { max(2, weights.count) }

  /// The probability of every class: the logistic function of one score, the softmax of several.
  ///
  /// The scores of a hinge loss are not calibrated, and neither are these.
  public func probabilities(_ features: Matrix, execution: Execution) -> ClassProbabilities {
    Self.probabilities(
      ofScores: weights.indices.map { scores(features, output: $0) }, rowCount: features.rowCount)
  }

  /// The probabilities of each class from each row's scores, one or as many as there are classes.
  package static func probabilities(ofScores columns: [[Double]], rowCount: Int)
    -> ClassProbabilities
  {
    let classCount = max(2, columns.count)
    var elements: [Double] = []
    elements.reserveCapacity(rowCount * classCount)
    for row in 0..<rowCount {
      elements.append(
        contentsOf: softmax(columns.count == 1 ? [0, columns[0][row]] : columns.map { $0[row] }))
    }
    return ClassProbabilities(rowCount: rowCount, classCount: classCount, elements: elements)
  }

  /// The scores of every row for one weight vector.
  ///
  /// - Precondition: the matrix has ``featureCount`` columns.
  /// - Complexity: O(n · d).
  public func scores(_ features: Matrix, output: Int = 0) -> [Double] {
    precondition(features.columnCount == featureCount, "as many features as were learnt from")
    let vector = weights[output]
    let bias = vector[featureCount]
    return (0..<features.rowCount).map { dot(vector, features, row: $0) + bias }
  }

  /// The class predicted for every row; ties go to the lowest class.
  public func predict(_ features: Matrix) -> [Int] {
    if weights.count == 1 { return scores(features).map { $0 > 0 ? 1 : 0 } }
    let columns = weights.indices.map { scores(features, output: $0) }
    return (0..<features.rowCount).map { row in
      columns.indices.reduce(0) { columns[$1][row] > columns[$0][row] ? $1 : $0 }
    }
  }

  /// The mean hinge loss `max(0, 1 - s (w.x + b))` over rows; summed over the outputs when there are several.
  ///
  /// - Returns: 0 or more; 0 without rows; NaN when a score is NaN.
  public func meanHingeLoss(_ features: Matrix, _ labels: Labels) -> Double {
    guard labels.count > 0 else { return 0 }
    var sum = 0.0
    for output in weights.indices {
      let signs = labels.signs(positive: weights.count == 1 ? 1 : output)
      for (score, sign) in zip(scores(features, output: output), signs) {
        let loss = 1 - sign * score
        // Written so that a score that is no number gives a loss that is none.
        sum += loss <= 0 ? 0 : loss
      }
    }
    return sum / Double(labels.count)
  }
}

extension LinearModel {
  /// Makes a model from the scores of the classes that are present; the others have probability 0.
  ///
  /// - Parameters:
  ///   - outputs: Weights and a bias for each score: one where two classes are present (positive means the second),
  ///     else one for each present class; of no meaning where one is present.
  ///   - presentClasses: The classes, ascending; one or more.
  ///   - classCount: Number of all classes.
  package init(outputs: [[Double]], presentClasses: [Int], classCount: Int) {
    let width = outputs[0].count
    var absent = [Double](repeating: 0, count: width)
    absent[width - 1] = -.infinity
    if classCount == 2 {
      self.init(
        weights: presentClasses.count > 1
          ? outputs : [presentClasses[0] == 0 ? absent : absent.map { -$0 }])
      return
    }
    var all = [[Double]](repeating: absent, count: classCount)
    // One score tells two classes apart; half of it each is the same.
    let own =
      presentClasses.count == 2
      ? [outputs[0].map { -$0 / 2 }, outputs[0].map { $0 / 2 }] : outputs
    for (index, label) in presentClasses.enumerated() { all[label] = own[index] }
    self.init(weights: all)
  }

  /// The scores of some classes, of which ``init(outputs:presentClasses:classCount:)`` makes this model.
  func outputs(ofClasses presentClasses: [Int]) -> [[Double]] {
    if weights.count == 1 { return weights }
    let own = presentClasses.map { weights[$0] }
    return own.count == 2 ? [zip(own[1], own[0]).map { $0 - $1 }] : own
  }
}
