/// The settings of the reproduction.
///
/// The accessible copies of the paper have lost their digits, so split sizes, learning rate, epochs, threshold
/// and the k of Figure 2b are assumptions; every report says so.
public struct PaperSettings: Codable, Equatable, Sendable {
  /// Number of training examples of each split.
  public var trainingCount = 100
  /// Number of examples in each validation set.
  public var validationCount = 100
  /// Whether attacker and defender have validation sets of their own; otherwise they share one.
  public var separateValidation = false
  /// Step size of the victim model's stochastic gradient descent.
  public var learningRate = 0.01
  /// Passes over the training examples.
  public var epochs = 100
  /// Confidence threshold (eta) of the defense in Figures 1 and 2a.
  public var thresholdFigure1 = 0.5
  /// Numbers of neighbors among which the validation set chooses in Figure 1.
  public var kCandidates = [1, 3, 5, 7, 9, 10, 11, 15, 21, 25, 31]
  /// Number of neighbors in Figure 2b.
  public var kFigure2b = 10

  private enum CodingKeys: String, CodingKey {
    case epochs
    case trainingCount = "training_count"
    case validationCount = "validation_count"
    case separateValidation = "separate_validation"
    case learningRate = "learning_rate"
    case thresholdFigure1 = "threshold_figure1"
    case kCandidates = "k_candidates"
    case kFigure2b = "k_figure2b"
  }

  /// The settings of the published reproduction.
  public init() {}
}
