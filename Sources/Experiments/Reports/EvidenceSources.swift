internal import LabelContracts

/// Where the parts of evidence come from, as every report tells it.
public struct EvidenceSources: Equatable, Sendable {
  /// Where the neighbors come from, and how many of them vote.
  public struct Neighbors: Equatable, Sendable {
    /// Metric, scaling, recall and file.
    public let source: NeighborSource
    /// Number of neighbors that vote, k.
    public let count: Int
    /// Smallest share of the votes that makes an issue, 0.5...1.
    public let threshold: Double

    /// Makes a source.
    public init(_ source: NeighborSource, count: Int, threshold: Double) {
      self.source = source
      self.count = count
      self.threshold = threshold
    }
  }

  /// Where the neighbors come from; `nil` where none were needed.
  public var neighbors: Neighbors?
  /// Where the probabilities come from, as in `probs.npy` or `random forest, 5 folds`; `nil` where none were needed.
  public var probabilities: String?
  /// Where the course of training comes from; `nil` where none was needed.
  public var dynamics: String?
  /// Where the share of wrong labels comes from, as in `--noise-rate`; `nil` where it was not needed.
  public var noiseRate: String?
  /// What named the trusted rows; `nil` where nothing did.
  public var trusted: String?
  /// Number of trusted rows.
  public var trustedCount: Int

  /// Makes sources of what is known.
  public init(
    neighbors: Neighbors? = nil, probabilities: String? = nil, dynamics: String? = nil,
    noiseRate: String? = nil, trusted: String? = nil, trustedCount: Int = 0
  ) {
    self.neighbors = neighbors
    self.probabilities = probabilities
    self.dynamics = dynamics
    self.noiseRate = noiseRate
    self.trusted = trusted
    self.trustedCount = trustedCount
  }
}
