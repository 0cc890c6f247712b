public import Classifiers
public import LabelContracts
internal import LabelData
internal import VectorKernels

/// How a defender gets what a defense needs beyond features and neighbors: it is computed of the labels, anew for each
/// labelling.
///
/// - Probabilities are out-of-sample, by a ``Scorer``.
/// - Dynamics are those of one training of ``/Classifiers/MultilayerPerceptron``.
/// - The noise rate is ``NoiseRateEstimate`` of these probabilities.
///
/// Parts that are given stay as they are, and trusted rows and groups cannot be computed.
public struct SelfSupply: Sendable {
  /// Who gives the probabilities.
  public enum Scorer: Sendable {
    /// A classifier that is cross-validated.
    case classifier(any Classifier, CrossValidation = CrossValidation())
    /// The labels of the nearest neighbors.
    case neighbors(NeighborProbabilities)
  }

  /// Who gives the probabilities.
  public var scorer: Scorer

  /// Describes what is computed.
  ///
  /// - Parameter scorer: Who gives the probabilities; logistic regression in 5 folds by default.
  public init(scorer: Scorer = .classifier(LogisticRegression())) {
    self.scorer = scorer
  }

  /// The parts that can be computed.
  public static let computed: Set<Evidence.Kind> = [.probabilities, .dynamics, .noiseRate]

  /// What is needed where some parts are computed: the others, and those that the computation starts from.
  func needs(insteadOf needs: Set<Evidence.Kind>) -> Set<Evidence.Kind> {
    var rest = needs.subtracting(Self.computed)
    if needs.contains(.dynamics) { rest.insert(.features) }
    guard !needs.isDisjoint(with: [.probabilities, .noiseRate]) else { return rest }
    switch scorer {
    case .classifier: rest.insert(.features)
    case .neighbors: rest.insert(.neighbors)
    }
    return rest
  }

  /// Number of neighbors that the graph must list for the computation; 0 where it needs no graph.
  func neighborCount(for needs: Set<Evidence.Kind>) -> Int {
    guard case .neighbors(let shares) = scorer,
      !needs.isDisjoint(with: [.probabilities, .noiseRate])
    else { return 0 }
    return shares.neighborCount
  }

  /// Evidence with the parts that are needed and not given.
  ///
  /// - Parameters:
  ///   - evidence: What is known.
  ///   - needs: What the defense cannot do without.
  ///   - labels: The given labels.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads.
  /// - Returns: The evidence, completed.
  /// - Throws: ``/LabelContracts/DefenseError``.
  /// - Complexity: that of one cross-validation or training for each part.
  func complete(
    _ evidence: Evidence, for needs: Set<Evidence.Kind>, _ labels: Labels, seed: UInt64,
    execution: Execution
  ) throws(DefenseError) -> Evidence {
    var completed = evidence
    let execution = execution.silent
    let needsRate = needs.contains(.noiseRate) && evidence.noiseRate == nil
    if evidence.probabilities == nil, needsRate || needs.contains(.probabilities) {
      completed.probabilities = try probabilities(
        labels, evidence: evidence, seed: seed, execution: execution)
    }
    if evidence.dynamics == nil, needs.contains(.dynamics) {
      let features = try evidence.features(for: labels)
      do throws(ClassifierError) {
        completed.dynamics = try MultilayerPerceptron().train(
          features, labels, seed: seed, execution: execution
        ).dynamics
      } catch {
        throw .classifier(error)
      }
    }
    if needsRate {
      completed.noiseRate = try NoiseRateEstimate(
        labels, evidence: completed, execution: execution
      ).rate
    }
    return completed
  }

  private func probabilities(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> ClassProbabilities {
    switch scorer {
    case .neighbors(let shares):
      return try shares.probabilities(labels, evidence: evidence, execution: execution)
    case .classifier(let classifier, let validation):
      let features = try evidence.features(for: labels)
      do throws(ClassifierError) {
        return try validation.probabilities(
          of: classifier, features, labels, seed: seed, execution: execution
        ).probabilities
      } catch {
        throw .classifier(error)
      }
    }
  }
}
