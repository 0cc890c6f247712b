internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// Logistic regression, by its own second derivatives, which labels do not enter.
struct LogisticVictim: InfluenceVictim {
  let problem: AttackProblem
  let learner: LogisticRegression
  let center: [Double]

  init(_ problem: AttackProblem, learner: LogisticRegression) throws(AttackError) {
    self.problem = problem
    self.learner = learner
    do throws(ClassifierError) {
      center = try TrainingExamples(problem.features, problem.labels, weights: nil).means
    } catch {
      throw .invalidProblem(error.description)
    }
  }

  var loss: LearnerLoss { .crossEntropy }

  func train(
    _ labels: Labels, near: PoisonedModel?, execution: Execution
  ) throws(AttackError) -> LinearModel {
    // A class that no row had has a bias of minus infinity, from where nothing descends.
    let isStart = near?.model.weights.allSatisfy { $0.allSatisfy(\.isFinite) } == true
    do throws(ClassifierError) {
      return try learner.fit(
        problem.features, labels, weights: nil, loss: CrossEntropy(),
        from: isStart ? near?.model : nil, curvature: isStart ? near?.curvature : nil,
        execution: execution)
    } catch {
      throw .invalidProblem(error.description)
    }
  }

  func curvature(
    _ model: LinearModel, _ labels: Labels, execution: Execution
  ) throws(AttackError) -> Cholesky {
    let outputCount = model.weights.count
    let probabilities = model.probabilities(problem.features, execution: execution)
    let matrix = softmaxHessian(
      problem.features,
      probabilities: outputCount == 1
        ? (0..<labels.count).map { probabilities[$0, 1] } : probabilities.elements,
      outputCount: outputCount, center: center, penalty: learner.regularization,
      execution: execution)
    return try factor(matrix, size: outputCount * (center.count + 1))
  }

  func gradientFactors(_ model: LinearModel) -> [Double]? { nil }
}
