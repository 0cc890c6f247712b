public import LabelData
public import Neighbors
public import VectorKernels

/// A way to choose labels to flip.
///
/// The members are listed in `Attacks.all`.
///
/// Laws that every member keeps: never more flips than the budget; no row twice; never to the label it
/// has; the input is untouched; the same seed gives the same plan on any number of threads; an empty budget
/// gives an empty plan.
public protocol Attack: Sendable {
  /// What the objective of its plans is, in words, as in "the mean hinge loss"; `nil` for attacks without one.
  var objectiveName: String? { get }

  /// Chooses flips.
  ///
  /// - Parameters:
  ///   - problem: What is attacked, and what the attacker knows.
  ///   - budget: The largest number of flips.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads and progress.
  /// - Returns: The flips in the order chosen.
  /// - Throws: ``AttackError``.
  func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan
}

extension Attack {
  /// None.
  public var objectiveName: String? { nil }
}

/// What an attacker faces: training examples, and the examples on which the damage is judged.
public struct AttackProblem: Sendable {
  /// Training features, n x d, scaled as the victim scales them.
  public let features: Matrix
  /// Training labels before the attack.
  public let labels: Labels
  /// Features of the attacker's validation set, m x d, scaled alike.
  public let validationFeatures: Matrix
  /// Correct labels of the attacker's validation set, with the same classes.
  public let validationLabels: Labels
  /// The nearest neighbors of every training row, as a defense finds them, computed once and shared by the
  /// attacks that hide from it; `nil` where they are not known.
  public let neighborGraph: NeighborGraph?

  /// Makes a problem.
  ///
  /// Without a validation set the attacker judges the damage on the training examples with their labels
  /// before the attack.
  public init(
    features: Matrix, labels: Labels,
    validation: (features: Matrix, labels: Labels)? = nil, neighborGraph: NeighborGraph? = nil
  ) {
    self.features = features
    self.labels = labels
    validationFeatures = validation?.features ?? features
    validationLabels = validation?.labels ?? labels
    self.neighborGraph = neighborGraph
  }
}

/// Why an attack cannot be crafted.
public enum AttackError: Error, Equatable, Sendable {
  /// A parameter is out of its range.
  case invalidParameter(name: String, value: String, allowed: String)
  /// The problem's parts do not fit together.
  case invalidProblem(String)
}

extension AttackError: CustomStringConvertible {
  /// The fault in one sentence.
  public var description: String {
    switch self {
    case .invalidParameter(let name, let value, let allowed):
      "\(name) is \(value); allowed: \(allowed)"
    case .invalidProblem(let what): what
    }
  }
}
