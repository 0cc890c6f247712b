public import Classifiers
public import LabelContracts

/// The attacks that there are.
///
/// Help texts, error messages and law tests read this list.
public enum Attacks {
  /// What a user may set about an attack.
  public struct Options: Sendable {
    /// The learner that is attacked, or a surrogate of it.
    public var learner: LinearHinge
    /// The class index to flip from, for attacks that have one.
    public var source: Int?
    /// The class index to flip to, for attacks that have one.
    public var target: Int?

    /// Makes options.
    public init(learner: LinearHinge = LinearHinge(), source: Int? = nil, target: Int? = nil) {
      self.learner = learner
      self.source = source
      self.target = target
    }
  }

  /// One attack under the name that users know it by.
  public struct Entry: Sendable {
    /// The name on the command line.
    public let id: String
    /// What it does, in half a sentence.
    public let summary: String
    /// Whether it needs a source and a target class.
    public let needsClasses: Bool
    /// Makes the attack.
    public let make: @Sendable (Options) throws(AttackError) -> any Attack
  }

  /// Every attack.
  public static let all: [Entry] = [
    Entry(
      id: "lfa", summary: "greedy label flipping with exact retraining (two classes)",
      needsClasses: false
    ) { options throws(AttackError) in GreedyLabelFlip(learner: options.learner) },
    Entry(
      id: "random", summary: "rows at random, to any other class", needsClasses: false
    ) { _ throws(AttackError) in RandomFlip() },
    Entry(
      id: "class-conditional", summary: "rows of a source class at random, to a target class",
      needsClasses: true
    ) { options throws(AttackError) in
      guard let source = options.source, let target = options.target else {
        throw .invalidParameter(
          name: "class-conditional attack", value: "without source or target class",
          allowed: "both a source and a target class")
      }
      return ClassConditionalFlip(source: source, target: target)
    },
  ]
}
