public import LabelContracts

/// The robust learners that there are.
///
/// Help texts, error messages and law tests read this list.
public enum RobustLearners {
  /// One robust learner under the name that users know it by.
  public struct Entry: Sendable {
    /// The name on the command line.
    public let id: String
    /// What it does, in half a sentence.
    public let summary: String
    /// What it costs, for n rows, d features and K classes.
    public let cost: String
    /// Where it is known to fail, in half a sentence.
    public let failure: String
    /// Whether what is learnt depends on the seed.
    public let drawsAtRandom: Bool
    /// Makes the learner with its default parameters.
    public let make: @Sendable () -> any RobustLearner
  }

  /// Every robust learner.
  public static let all: [Entry] = [
    ForwardCorrection.entry,
    BackwardCorrection.entry,
    GeneralizedCrossEntropy.entry,
    SymmetricCrossEntropy.entry,
    TrimmedTraining.entry,
    TrustedReweighting.entry,
    NoiseRobustSVM.entry,
    Floral.entry,
    WorstCaseLabels.entry,
  ]
}
