public import Classifiers
public import LabelContracts
internal import LabelData
public import VectorKernels

/// Randomised smoothing over labels: the vote of a classifier that is linear in the labels, under noise in them.
///
/// Rosenfeld, Winston, Ravikumar and Kolter (2020). Every label keeps its class with probability 1 - q, and else
/// becomes any other class, each as probable. The smoothed classifier predicts the class that has a
/// larger score than each other class with a probability above 1/2. Nothing is drawn: with B the bound of
/// Chernoff on the probability that class c has the larger score than p, p is predicted where all B are below 1/2, and the
/// radius follows from the largest of them; see ``Bound``. Elsewhere the certificate abstains.
///
/// What cannot change within the radius is the smoothed classifier's prediction. The certificate for the changed labels
/// names no other class, but it may abstain. On the same weights the exact radius of the classifier without noise is
/// larger as a rule; smoothing is here to compare with.
///
/// The bound is in changed labels. Trusted rows, allowed changes, costs and sources decide how dear so many changes are.
public struct LabelSmoothing: Certificate {
  /// What predicts from noisy labels.
  public var base: any LabelLinear
  /// Probability q that a label changes its class; above 0 and below 1 - 1/K.
  public var flipProbability: Double
  /// What the radius follows from.
  public var bound: Bound

  /// What a radius follows from, given that p loses to a rival with probability B at most.
  public enum Bound: Sendable {
    /// `floor(log(4 B (1 - B)) / (2 (s - w) log(w / s)))` with s = 1 - q and w = q / (K - 1), as in the paper.
    case closedForm
    /// The largest radius that B allows (Lee et al. 2019); never below the closed form.
    case neymanPearson
  }

  /// Makes a certificate.
  ///
  /// - Parameters:
  ///   - base: What predicts from noisy labels; ridge regression by default.
  ///   - flipProbability: Probability that a label changes its class, above 0 and below 1 - 1/K; 0.1 by default.
  ///   - bound: What the radius follows from; the larger one by default.
  public init(
    base: any LabelLinear = RidgeSmoother(), flipProbability: Double = 0.1,
    bound: Bound = .neymanPearson
  ) {
    self.base = base
    self.flipProbability = flipProbability
    self.bound = bound
  }

  /// Queries whose weights are held at a time.
  private static let blockSize = 64

  /// Predicts and certifies every query.
  ///
  /// - Complexity: what weights cost, O(n · K) for each of some ten steps for every query, and O(r²) for the largest
  ///   radius r by the larger bound.
  public func certify(
    _ problem: CertificateProblem, seed: UInt64, execution: Execution
  ) throws(CertificateError) -> [CertifiedPrediction] {
    let classCount = problem.labels.classCount
    try problem.checkWhole()
    let most = LabelNoise.limit(classCount: classCount)
    guard flipProbability > 0, flipProbability < most else {
      throw .invalidParameter(
        name: "flip probability", value: "\(flipProbability)",
        allowed: "above 0 and below \(most) with \(classCount) classes")
    }
    let noise = LabelNoise(flipProbability: flipProbability, classCount: classCount)
    let votes = try votes(problem, noise: noise, seed: seed, execution: execution)
    let radii = SmoothedRadii(
      bound, noise: noise, limit: problem.labels.count,
      smallest: votes.lazy.map(\.logError).min() ?? 0)
    let prices = try Prices(problem)
    return votes.map { vote in
      let radius = radii.radius(logError: vote.logError)
      if radius < 0 { return .abstention }
      return CertifiedPrediction(predictedLabel: vote.label, radius: prices.radius(radius))
    }
  }

  /// What changes of labels cost at least in the threat's unit.
  private struct Prices {
    private let search: LabelRadiusSearch
    private let openRows: [Double]

    init(_ problem: CertificateProblem) throws(CertificateError) {
      do throws(ClassifierError) {
        search = try LabelRadiusSearch(problem.labels, threat: problem.threat)
      } catch {
        throw CertificateError(error)
      }
      let targets = problem.targetsByClass
      openRows = problem.labels.classIndices.enumerated().map { row, label in
        targets[label].isEmpty || problem.threat.trustedRows.contains(row) ? 0 : 1
      }
    }

    /// The radius of a prediction that so many changed labels cannot change.
    func radius(_ labelCount: Int) -> Int {
      let least = search.leastChanges(gains: openRows, reaching: Double(labelCount + 1))
      return least.map { $0 - 1 } ?? search.threat.total(rowCount: openRows.count)
    }
  }

  /// The class ahead without noise, and so in its mean, and the logarithm of a bound on how probably it loses to some rival.
  private func votes(
    _ problem: CertificateProblem, noise: LabelNoise, seed: UInt64, execution: Execution
  ) throws(CertificateError) -> [(label: Int, logError: Double)] {
    let labels = problem.labels
    do throws(ClassifierError) {
      let fitted = try base.fit(problem.features, seed: seed, execution: execution.silent)
      var votes: [(label: Int, logError: Double)] = []
      for start in stride(from: 0, to: problem.queries.rowCount, by: Self.blockSize) {
        let block = start..<min(problem.queries.rowCount, start + Self.blockSize)
        let weights = try fitted.labelWeights(
          problem.queries, rows: block, execution: execution.silent)
        votes += execution.silent.map(count: block.count) { query in
          let leader = weights[query].predictedLabel(labels)
          let errors = (0..<labels.classCount).filter { $0 != leader }.map { rival in
            NoisyContest(
              weights[query], labels, leader: leader, rival: rival, noise: noise
            ).logBound()
          }
          return (leader, errors.max() ?? 0)
        }
        execution.progress?(Double(block.upperBound) / Double(problem.queries.rowCount))
      }
      return votes
    } catch {
      throw CertificateError(error)
    }
  }
}
