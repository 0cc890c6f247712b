internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The classes of the rows by models that trusted rows teach and choose.
///
/// Ridge models, three of the coordinates with penalties of 0.03, 0.3 and 3, and three of Gaussian kernels with half, once
/// and twice the median distance as width and a penalty of 0.03, are learnt from the trusted rows alone. Scores under the
/// penalty of 3, which are small, count 1.5 times. Then twice they are learnt from these and from the rows that are judged,
/// where a row counts s · P(given label)², with s of 0.1, 0.3 and 1 and P by what was known before; rows below 0.02
/// not at all. Every model is weighed by what it says of each trusted row without it: with
/// L the sum of -log(P(true label) + 0.001), in proportion to exp(-L / 2). The scores are the mean of all, and
/// P = softmax(4 · scores). No row's own label is part of its score.
struct TrustedViews: Sendable {
  /// What speaks for every class of every row, without its own label.
  let scores: ClassScores

  /// What scores are multiplied with to be logarithms of probabilities.
  static let sharpness = 4.0
  private static let (widths, shares, rounds) = ([0.5, 1, 2], [0.1, 0.3, 1], 2)
  private static let (leastWeight, temperature) = (0.02, 0.5)
  private static let linear = [(0.03, 1.0), (0.3, 1.0), (3.0, 1.5)]
  private static let kernelPenalty = 0.03

  /// Learns.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - sample: The rows that are judged.
  ///   - trusted: The coordinates of the trusted rows, and their labels.
  ///   - seed: Where the draw of landmarks starts, where trusted rows are too many to be ones.
  ///   - execution: Threads.
  /// - Throws: ``DefenseError/classifier(_:)``.
  init(
    _ labels: Labels, _ sample: ScoredSample, trusted: (points: Matrix, labels: Labels),
    seed: UInt64, execution: Execution
  ) throws(DefenseError) {
    let spaces = Self.spaces(sample, trusted.points, seed: seed, execution)
    let pool = sample.points.rowCount
    let places = trusted.labels.classIndices
    let together = sample.selecting(labels).appending(trusted.labels)
    var bank: [(fit: Fit, loss: Double)] = []
    var weights = [Double](repeating: 0, count: pool)
    for round in 0...Self.rounds {
      let start = bank.count
      for space in spaces {
        for share in round == 0 ? [0] : Self.shares {
          let all = weights.map { $0 * share } + [Double](repeating: 1, count: places.count)
          let fit = try learning { () throws(ClassifierError) in
            try Ridge(regularization: space.penalty).fitWithLeaveOneOut(
              space.features, together, weights: all, execution: execution)
          }
          let scores = ClassScores(
            outputs: space.stretched(fit.scores), rowCount: together.count)
          let loss = places.enumerated().reduce(0.0) { sum, entry in
            let (place, label) = entry
            return sum
              - log(
                scores.probabilities(pool + place, sharpness: Self.sharpness)[label] + 1e-3)
          }
          bank.append((Fit(space: space, model: fit.model, scores: scores), loss))
        }
      }
      guard round < Self.rounds else { break }
      let mean = Self.mean(bank[start...].map { ($0.fit.scores, $0.loss) })
      let own = sample.selecting(labels)
      weights = (0..<pool).map { row in
        let given = mean.probabilities(row, sharpness: Self.sharpness)[own[row]]
        return given * given < Self.leastWeight ? 0 : given * given
      }
    }
    let known = Self.mean(bank.map { ($0.fit.scores, $0.loss) })
    guard sample.isSampled else {
      scores = ClassScores(
        rowCount: pool, classCount: known.classCount,
        elements: Array(known.elements.prefix(pool * known.classCount)))
      return
    }
    let others = Self.mean(
      bank.map { entry in
        (
          ClassScores(
            outputs: entry.fit.space.scores(
              of: sample.all, by: entry.fit.model, execution: execution),
            rowCount: labels.count), entry.loss
        )
      })
    scores = sample.completing(known, others)
  }

  /// A model with what it says of the rows without each.
  private struct Fit {
    let space: Space
    let model: LinearModel
    let scores: ClassScores
  }

  /// The features that a model is learnt from.
  private struct Space {
    let features: Matrix
    /// `nil` where the features are the coordinates times a factor.
    let map: KernelMap?
    let factor: Float
    /// The strength of the L2 penalty.
    let penalty: Double
    /// What scores are multiplied with.
    let stretch: Double

    func scores(of points: Matrix, by model: LinearModel, execution: Execution) -> [[Double]] {
      if let map { return stretched(map.scores(of: points, by: model, execution: execution)) }
      let scaled = Self.scaled(points, by: factor)
      return stretched(model.weights.indices.map { model.scores(scaled, output: $0) })
    }

    func stretched(_ outputs: [[Double]]) -> [[Double]] {
      stretch == 1 ? outputs : outputs.map { $0.map { $0 * stretch } }
    }

    static func scaled(_ points: Matrix, by factor: Float) -> Matrix {
      Matrix(
        rowCount: points.rowCount, columnCount: points.columnCount,
        elements: points.elements.map { $0 * factor })
    }
  }

  private static func spaces(
    _ sample: ScoredSample, _ trusted: Matrix, seed: UInt64, _ execution: Execution
  ) -> [Space] {
    let points = Matrix(
      rowCount: sample.points.rowCount + trusted.rowCount, columnCount: trusted.columnCount,
      elements: sample.points.elements + trusted.elements)
    // The mean squared distance from the mean is half that of two rows: about half the squared median.
    let factor = Float(2.0.squareRoot() / sample.medianDistance)
    var generator = SeededGenerator(seed: seed, key: "trusted-landmarks")
    let chosen = generator.permutation(count: trusted.rowCount).prefix(ScoredSample.landmarkLimit)
    let landmarks = Matrix(
      rowCount: chosen.count + sample.landmarks.rowCount, columnCount: trusted.columnCount,
      elements: trusted.selecting(rows: chosen.sorted()).elements + sample.landmarks.elements)
    let scaled = Space.scaled(points, by: factor)
    return linear.map { penalty, stretch in
      Space(features: scaled, map: nil, factor: factor, penalty: penalty, stretch: stretch)
    }
      + widths.map { width in
        let map = KernelMap(
          landmarks: landmarks, kernel: .gaussian(width: width * sample.medianDistance))
        return Space(
          features: map.features(of: points, execution: execution), map: map, factor: 1,
          penalty: kernelPenalty, stretch: 1)
      }
  }

  /// The mean of the scores of some models, the more of each the smaller its loss.
  private static func mean(_ models: [(scores: ClassScores, loss: Double)]) -> ClassScores {
    let least = models.map(\.loss).min() ?? 0
    let weights = models.map { exp(temperature * (least - $0.loss)) }
    let total = weights.reduce(0, +)
    var mean = models[0].scores
    for place in mean.elements.indices {
      var sum = 0.0
      for (model, weight) in zip(models, weights) { sum += weight * model.scores.elements[place] }
      mean.elements[place] = sum / total
    }
    return mean
  }
}
