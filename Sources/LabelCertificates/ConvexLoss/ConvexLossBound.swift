internal import Classifiers
public import LabelContracts
internal import LabelData
public import VectorKernels

/// Logistic regression, certified by the strong convexity of its penalised loss.
///
/// With z = x - mean and a 1 behind it, minimised is `sum_i -log p(y_i | z_i) + lambda / 2 * |theta|²` over all
/// parameters, the bias included. Let theta be the minimum for the labels as given and theta' that for changed ones. At
/// theta the gradient of the changed loss is g, the sum of D_i over the changed labels, where
///
/// - for two classes D_i = s_i z_i with s_i = ±1 for the label before, whatever theta is;
/// - for more, D_i has +z_i in the block of the class before and -z_i in that of the class after: |D_i| = √2 |z_i|.
///
/// Gradients of a convex function are monotone, so `|theta' - theta|² <= -g.(theta' - theta) / lambda`: theta' lies in a
/// ball around `theta - g / (2 lambda)` of radius `|g| / (2 lambda)`. A lead is a linear function v.theta of the parameters,
/// and falls by at most `(|v| |g| + v.g) / (2 lambda)`, which is no more than the sum over the changed labels of
///
///     (|v| |D_i| + v.D_i) / (2 lambda)
///
/// Strong convexity alone gives `|v| |D_i| / lambda`, which is never less, and twice as much for rows at right angles.
///
/// The radius is one less than the fewest changes for which the sum reaches the lead of some rival. The bound is not exact, but
/// it holds for a classifier that is not linear in its labels. Where the lead is within the accuracy of learning, the
/// certificate abstains.
public struct ConvexLossBound: Certificate, Equatable {
  /// Strength of the L2 penalty, lambda, on the sum of the losses; above 0, `nil` for the number of rows.
  public var regularization: Double?

  /// Makes a certificate.
  ///
  /// - Parameter regularization: L2 penalty on the sum of the losses, above 0; the number of rows by default.
  public init(regularization: Double? = nil) {
    self.regularization = regularization
  }

  /// Predicts and certifies every query.
  ///
  /// - Complexity: learning, and O(n · d + n · K) for each query.
  public func certify(
    _ problem: CertificateProblem, seed: UInt64, execution: Execution
  ) throws(CertificateError) -> [CertifiedPrediction] {
    try problem.checkWhole()
    let learner = LogisticRegression(
      regularization: regularization ?? Double(problem.labels.count), penalizesBias: true)
    do throws(ClassifierError) {
      let leads = try StableLeads(
        problem, learner: learner,
        model: learner.fit(
          problem.features, problem.labels, weights: nil, seed: seed, execution: execution.silent))
      return execution.map(count: problem.queries.rowCount) { leads.certified(query: $0) }
    } catch {
      throw CertificateError(error)
    }
  }
}
