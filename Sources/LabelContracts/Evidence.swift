public import Classifiers
public import LabelData
public import Neighbors
public import VectorKernels

/// What defenses look at besides the labels; each part is computed once and shared by all that need it.
///
/// A part that is `nil` is not known. What a detector cannot do without is told by ``Detector/needs``.
public struct Evidence: Sendable {
  /// The parts of evidence.
  public enum Kind: String, CaseIterable, Sendable {
    /// The features of the rows.
    case features
    /// The nearest neighbors of the rows.
    case neighbors
    /// Out-of-sample class probabilities.
    case probabilities
    /// The course of one training on the given labels.
    case dynamics
    /// Rows whose labels are known to be correct.
    case trusted
    /// Where each label comes from.
    case groups
    /// The share of the labels that is probably wrong.
    case noiseRate = "noise rate"
  }

  /// Features of the rows, n x d, scaled as for the neighbors.
  public var features: Matrix?
  /// The nearest neighbors of every row.
  public var neighborGraph: NeighborGraph?
  /// Probability of every class for every row, n x K, by models that were not trained on the row.
  public var probabilities: ClassProbabilities?
  /// Loss and margin of every row after each epoch of one training on the given labels.
  public var dynamics: TrainingDynamics?
  /// Rows with correct labels, apart from the rows that are judged.
  public var trusted: TrustedRows?
  /// The source of every row's label.
  public var groups: LabelGroups?
  /// Estimated share of wrong labels, 0...1.
  public var noiseRate: Double?

  /// Makes evidence of the parts that are known.
  public init(
    features: Matrix? = nil, neighborGraph: NeighborGraph? = nil,
    probabilities: ClassProbabilities? = nil, dynamics: TrainingDynamics? = nil,
    trusted: TrustedRows? = nil, groups: LabelGroups? = nil, noiseRate: Double? = nil
  ) {
    self.features = features
    self.neighborGraph = neighborGraph
    self.probabilities = probabilities
    self.dynamics = dynamics
    self.trusted = trusted
    self.groups = groups
    self.noiseRate = noiseRate
  }
}

extension Evidence {
  /// A part that a defense cannot do without, checked to be about as many rows as there are labels.
  ///
  /// - Throws: ``DefenseError/missing(_:)`` or ``DefenseError/rowCounts(of:evidence:labels:)``.
  private func required<Part>(
    _ part: Part?, _ kind: Kind, rowCount: KeyPath<Part, Int>?, _ labels: Labels
  ) throws(DefenseError) -> Part {
    guard let part else { throw .missing(kind) }
    if let rowCount, part[keyPath: rowCount] != labels.count {
      throw .rowCounts(of: kind, evidence: part[keyPath: rowCount], labels: labels.count)
    }
    return part
  }

  /// The features.
  ///
  /// - Throws: ``DefenseError`` where they are not known or are of another number of rows.
  public func features(for labels: Labels) throws(DefenseError) -> Matrix {
    try required(features, .features, rowCount: \.rowCount, labels)
  }

  /// The neighbor graph.
  ///
  /// - Throws: ``DefenseError`` where it is not known or is of another number of rows.
  public func graph(for labels: Labels) throws(DefenseError) -> NeighborGraph {
    try required(neighborGraph, .neighbors, rowCount: \.rowCount, labels)
  }

  /// The out-of-sample probabilities.
  ///
  /// - Throws: ``DefenseError`` where they are not known or are of another number of rows or classes.
  public func probabilities(for labels: Labels) throws(DefenseError) -> ClassProbabilities {
    let found = try required(probabilities, .probabilities, rowCount: \.rowCount, labels)
    guard found.classCount == labels.classCount else {
      throw .classCounts(of: .probabilities, evidence: found.classCount, labels: labels.classCount)
    }
    return found
  }

  /// The course of training.
  ///
  /// - Throws: ``DefenseError`` where it is not known, is of another number of rows or names other classes.
  public func dynamics(for labels: Labels) throws(DefenseError) -> TrainingDynamics {
    let found = try required(dynamics, .dynamics, rowCount: \.rowCount, labels)
    let least = (found.rivals.max() ?? -1) + 1
    guard least <= labels.classCount else {
      throw .classCounts(of: .dynamics, evidence: least, labels: labels.classCount)
    }
    return found
  }

  /// The trusted rows.
  ///
  /// - Throws: ``DefenseError`` where there are none or they have other classes.
  public func trusted(for labels: Labels) throws(DefenseError) -> TrustedRows {
    let found = try required(trusted, .trusted, rowCount: nil, labels)
    guard found.labels.classCount == labels.classCount else {
      throw .classCounts(
        of: .trusted, evidence: found.labels.classCount, labels: labels.classCount)
    }
    return found
  }

  /// The groups.
  ///
  /// - Throws: ``DefenseError`` where they are not known or are of another number of rows.
  public func groups(for labels: Labels) throws(DefenseError) -> LabelGroups {
    try required(groups, .groups, rowCount: \.count, labels)
  }

  /// The estimated share of wrong labels.
  ///
  /// - Throws: ``DefenseError`` where it is not known or no share.
  public func noiseRate(for labels: Labels) throws(DefenseError) -> Double {
    let found = try required(noiseRate, .noiseRate, rowCount: nil, labels)
    guard (0...1).contains(found) else {
      throw .invalidParameter(name: "noise rate", value: "\(found)", allowed: "0 to 1")
    }
    return found
  }
}
