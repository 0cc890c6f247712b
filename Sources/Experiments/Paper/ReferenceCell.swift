/// A mean error beside that of an independent run of the same protocol.
public struct ReferenceCell: Codable, Equatable, Sendable {
  /// The figure it belongs to: `1`, `2a` or `2b`.
  public let figure: String
  /// Name of the bundled data set.
  public let dataset: String
  /// How features were scaled.
  public let scaling: String
  /// What was done against the flips.
  public let defense: PaperDefense
  /// Number of neighbors, in Figure 2.
  public let k: Int?
  /// Confidence threshold, in Figure 2.
  public let eta: Double?
  /// Share of the training labels flipped, 0...1.
  public let poisoningRate: Double
  /// Mean test error of this run, 0...1.
  public let measured: Double
  /// Mean test error of the independent run, 0...1.
  public let reference: Double
  /// The largest difference that other random splits explain.
  public let band: Double
  /// Whether ``measured`` lies within ``band`` of ``reference``.
  public let isInside: Bool
  /// Why the cell lies outside; `nil` inside, or while nobody knows.
  public let explanation: String?

  private enum CodingKeys: String, CodingKey {
    case figure, dataset, scaling, defense, k, eta, measured, reference, band, explanation
    case poisoningRate = "poisoning_rate"
    case isInside = "is_inside"
  }

  /// Makes a cell and compares.
  public init(
    figure: String, dataset: String, scaling: String, defense: PaperDefense, k: Int? = nil,
    eta: Double? = nil, poisoningRate: Double, measured: Double, reference: Double, band: Double,
    explanation: String? = nil
  ) {
    self.figure = figure
    self.dataset = dataset
    self.scaling = scaling
    self.defense = defense
    self.k = k
    self.eta = eta
    self.poisoningRate = poisoningRate
    self.measured = measured
    self.reference = reference
    self.band = band
    isInside = (measured - reference).magnitude <= band + 1e-12
    self.explanation = explanation
  }
}
