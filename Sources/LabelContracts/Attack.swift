public import LabelData
public import Neighbors
public import VectorKernels

/// A way to choose labels to flip.
///
/// The members are listed in `Attacks.all`.
///
/// Laws that every member keeps: never more flips than the budget; no row twice; never to the label it
/// has; the limits are kept; the input is untouched; the same seed gives the same plan on any number of threads; an
/// empty budget gives an empty plan.
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
  /// Where the validation set comes from.
  public let validationSource: ValidationSource
  /// The nearest neighbors of every training row, as a defense finds them, computed once and shared by the
  /// attacks that hide from it; `nil` where they are not known.
  public let neighborGraph: NeighborGraph?
  /// What may not be flipped, whatever the budget.
  public let limits: FlipLimits

  /// Makes a problem.
  ///
  /// Without a validation set the attacker judges the damage on the training examples with their labels
  /// before the attack.
  public init(
    features: Matrix, labels: Labels,
    validation: (features: Matrix, labels: Labels)? = nil, neighborGraph: NeighborGraph? = nil,
    limits: FlipLimits = .none
  ) {
    self.init(
      features: features, labels: labels,
      validation: validation ?? (features, labels),
      source: validation.map { .ownSet(features: $0.features, labels: $0.labels) }
        ?? .trainingRows(Array(0..<labels.count)), neighborGraph: neighborGraph, limits: limits)
  }

  private init(
    features: Matrix, labels: Labels, validation: (features: Matrix, labels: Labels),
    source: ValidationSource, neighborGraph: NeighborGraph?, limits: FlipLimits
  ) {
    self.features = features
    self.labels = labels
    validationFeatures = validation.features
    validationLabels = validation.labels
    validationSource = source
    self.neighborGraph = neighborGraph
    self.limits = limits
  }

  /// Where the rows come from on which the damage is judged.
  public enum ValidationSource: Sendable {
    /// Training rows with their labels before the attack: the attacker has no others.
    case trainingRows([Int])
    /// A set of the attacker's own; the validation set is all of it, or the part on which the damage is judged.
    case ownSet(features: Matrix, labels: Labels)
  }

  /// What may be flipped at first.
  public func allowance(_ budget: FlipBudget) -> FlipAllowance {
    FlipAllowance(budget, limits: limits, labels: labels)
  }

  /// The same problem for an attacker who judges the damage on some of the validation rows alone.
  ///
  /// - Parameter rows: Which rows count.
  /// - Returns: The problem with the other validation rows left out.
  /// - Throws: ``AttackError`` where no row is left, or there is no such row.
  public func judged(on rows: JudgedRows) throws(AttackError) -> AttackProblem {
    let chosen: [Int]
    switch rows {
    case .all: return self
    case .ofClass(let label):
      chosen = validationLabels.classIndices.indices.filter { validationLabels[$0] == label }
      guard !chosen.isEmpty else {
        let names = validationLabels.classNames
        let name = names.indices.contains(label) ? names[label] : "\(label)"
        throw .invalidProblem(
          "no validation row of class \(name); the attacker's objective needs examples")
      }
    case .rows(let list):
      chosen = list
      guard !list.isEmpty, list.allSatisfy(validationLabels.classIndices.indices.contains) else {
        throw .invalidParameter(
          name: "rows that the attacker judges by", value: "\(list)",
          allowed: "at least one of 0 to \(validationLabels.count - 1)")
      }
    }
    let source: ValidationSource =
      switch validationSource {
      case .trainingRows(let rows): .trainingRows(chosen.map { rows[$0] })
      case .ownSet: validationSource
      }
    return AttackProblem(
      features: features, labels: labels,
      validation: (
        validationFeatures.selecting(rows: chosen), validationLabels.selecting(rows: chosen)
      ), source: source, neighborGraph: neighborGraph, limits: limits)
  }
}

/// On which validation rows an attacker judges the damage.
public enum JudgedRows: Equatable, Sendable {
  /// All: the model is to be worse as a whole.
  case all
  /// Those of one class: it is to be recognised no more.
  case ofClass(Int)
  /// Some: these predictions are to be wrong.
  case rows([Int])
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
