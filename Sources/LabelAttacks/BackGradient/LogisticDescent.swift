internal import Classifiers
internal import LabelContracts
internal import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Logistic regression as an attacker trains it: some steps of gradient descent from zero weights.
///
/// With q_i the probabilities of the classes that labels give row i, lowered is
/// `1/n (sum_i sum_c -q_ic log p_c(x_i) + lambda / 2 sum_k |w_k|²)`, p being the softmax of the scores `w_k.x + b_k`, or the logistic
/// function of one score for two classes; biases are not penalised. It is the objective of ``/Classifiers/LogisticRegression``, divided
/// by n. A step is one over an estimate of the largest second derivative. The learner may be ended long before the minimum.
public struct LogisticDescent: Equatable, Sendable {
  /// Strength of the L2 penalty on the weights, lambda; 0 or more.
  public var regularization: Double
  /// Number of steps; 1 or more.
  public var steps: Int

  /// Makes a learner.
  ///
  /// - Parameters:
  ///   - regularization: Lambda, 0 or more; 1 by default.
  ///   - steps: Number of steps, 1 or more; 200 by default.
  public init(regularization: Double = 1, steps: Int = 200) {
    self.regularization = regularization
    self.steps = steps
  }

  /// Checks the parameters.
  ///
  /// - Throws: ``/LabelContracts/AttackError/invalidParameter(name:value:allowed:)``.
  func checkParameters() throws(AttackError) {
    guard regularization >= 0, regularization.isFinite else {
      throw .invalidParameter(
        name: "regularization", value: "\(regularization)", allowed: "0 or more")
    }
    guard steps >= 1 else {
      throw .invalidParameter(name: "steps", value: "\(steps)", allowed: "1 or more")
    }
  }
}

/// ``LogisticDescent`` on some rows, forth and back.
struct DescentCourse: Sendable {
  /// n x d.
  private let features: Matrix
  /// Number of classes, 2 or more.
  private let classCount: Int
  private let learner: LogisticDescent
  /// What the gradient is multiplied by in a step.
  let rate: Double

  /// Rows of which derivatives are summed together; part of the result's bits.
  private static let blockSize = 256

  init(_ features: Matrix, classCount: Int, learner: LogisticDescent) {
    self.features = features
    self.classCount = classCount
    self.learner = learner
    // The second derivatives of the cross-entropy by the scores are at most a quarter for one score, and a half for more.
    let curvature = Self.largestSquare(features) * (classCount == 2 ? 0.25 : 0.5)
    rate = 1 / (curvature + learner.regularization / Double(features.rowCount))
  }

  /// Number of scores.
  var outputCount: Int { classCount == 2 ? 1 : classCount }
  /// Number of parameters of one score.
  private var width: Int { features.columnCount + 1 }

  /// Takes all steps.
  ///
  /// - Parameters:
  ///   - targets: For each row the probability of each score's class, by the labels.
  ///   - execution: Threads.
  /// - Returns: The parameters at the start and after each step: for each score d weights and the bias.
  func forth(_ targets: [[Double]], execution: Execution) -> [[[Double]]] {
    var path = [
      [[Double]](
        repeating: [Double](repeating: 0, count: width), count: outputCount)
    ]
    for step in 0..<learner.steps {
      let now = path[step]
      let slope = summed(execution) { row in
        zip(Self.probabilities(scores(now, features, row)), targets[row]).map { $0 - $1 }
      }
      path.append(stepped(now, against: slope, penalized: now))
    }
    return path
  }

  /// The derivatives of a function of the last parameters by every target.
  ///
  /// - Parameters:
  ///   - path: The parameters at the start and after each step.
  ///   - slope: The derivatives of the function by the last parameters.
  ///   - execution: Threads.
  /// - Returns: For each row a derivative by each score's target.
  func back(_ path: [[[Double]]], slope: [[Double]], execution: Execution) -> [[Double]] {
    var slope = slope
    var total = slope.map { $0.map { _ in 0.0 } }
    for now in path.dropLast().reversed() {
      for output in slope.indices {
        for index in slope[output].indices { total[output][index] += slope[output][index] }
      }
      // A step is theta - rate * gradient, so the slope goes back by the identity less rate times the second derivatives.
      let curved = summed(execution) { [slope] row in
        let probabilities = Self.probabilities(scores(now, features, row))
        let along = scores(slope, features, row)
        if probabilities.count == 1 {
          return [probabilities[0] * (1 - probabilities[0]) * along[0]]
        }
        let mean = zip(probabilities, along).reduce(0) { $0 + $1.0 * $1.1 }
        return zip(probabilities, along).map { $0 * ($1 - mean) }
      }
      slope = stepped(slope, against: curved, penalized: slope)
    }
    let share = rate / Double(features.rowCount)
    return (0..<features.rowCount).map { row in
      scores(total, features, row).map { share * $0 }
    }
  }

  /// The mean cross-entropy of some rows, and its derivatives by the parameters.
  func loss(
    _ parameters: [[Double]], _ rows: Matrix, classes: [Int]
  ) -> (value: Double, slope: [[Double]]) {
    var value = 0.0
    var slope = parameters.map { $0.map { _ in 0.0 } }
    let share = 1 / Double(classes.count)
    for (row, label) in classes.enumerated() {
      var residuals = scores(parameters, rows, row)
      value += share * CrossEntropy().replaceByResiduals(&residuals, label: label)
      for output in slope.indices {
        addScaled(share * residuals[output], rows, row: row, to: &slope[output])
        slope[output][width - 1] += share * residuals[output]
      }
    }
    return (value, slope)
  }

  /// Parameters less rate times a gradient and the penalty's.
  private func stepped(
    _ from: [[Double]], against slope: [[Double]], penalized: [[Double]]
  ) -> [[Double]] {
    let penalty = learner.regularization / Double(features.rowCount)
    return from.indices.map { output in
      (0..<width).map { index in
        let pull = index < width - 1 ? penalty * penalized[output][index] : 0
        return from[output][index] - rate * (slope[output][index] + pull)
      }
    }
  }

  /// The mean over rows of `factor_k (x, 1)`, for each score k.
  private func summed(
    _ execution: Execution, _ factors: @Sendable (_ row: Int) -> [Double]
  ) -> [[Double]] {
    let share = 1 / Double(features.rowCount)
    let parts = execution.silent.mapBlocks(of: features.rowCount, size: Self.blockSize) { rows in
      var sums = [[Double]](
        repeating: [Double](repeating: 0, count: width), count: outputCount)
      for row in rows {
        for (output, factor) in factors(row).enumerated() {
          addScaled(share * factor, features, row: row, to: &sums[output])
          sums[output][width - 1] += share * factor
        }
      }
      return sums
    }
    return parts.dropFirst().reduce(parts[0]) { sums, part in
      zip(sums, part).map { zip($0, $1).map { $0 + $1 } }
    }
  }

  private func scores(_ parameters: [[Double]], _ rows: Matrix, _ row: Int) -> [Double] {
    parameters.map { dot($0, rows, row: row) + $0[width - 1] }
  }

  /// The probability of class 1 by one score, or of each class by several.
  private static func probabilities(_ scores: [Double]) -> [Double] {
    if scores.count == 1 { return [1 / (1 + exp(-scores[0]))] }
    let largest = scores.max() ?? 0
    let powers = scores.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// An estimate of the largest eigenvalue of the mean of (x, 1) (x, 1)', by 30 rounds of the power method.
  ///
  /// Descent is steady up to twice the step that it stands for, so it need not be exact.
  private static func largestSquare(_ features: Matrix) -> Double {
    let width = features.columnCount + 1
    var vector = (0..<width).map { 1 + Double($0 % 7) / 7 }
    var size = 0.0
    for _ in 0..<30 {
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { return 1 }
      vector = vector.map { $0 / length }
      var next = [Double](repeating: 0, count: width)
      for row in 0..<features.rowCount {
        let product = dot(vector, features, row: row) + vector[width - 1]
        addScaled(product, features, row: row, to: &next)
        next[width - 1] += product
      }
      vector = next.map { $0 / Double(features.rowCount) }
      size = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    return size
  }
}
