/// The flips that an attack chose, in the order in which it chose them.
public struct FlipPlan: Equatable, Sendable {
  /// One flip and what the attacker's objective was worth after it.
  public struct Step: Equatable, Sendable {
    /// The flip.
    public let flip: Flip
    /// The attacker's objective with this flip and all before it; `nil` for attacks without one, and where it was not
    /// measured.
    public let objective: Double?

    /// Makes a step.
    public init(flip: Flip, objective: Double? = nil) {
      self.flip = flip
      self.objective = objective
    }
  }

  /// The steps, first choice first.
  ///
  /// No row appears twice.
  public let steps: [Step]
  /// The objective before any flip; `nil` for attacks without one.
  public let initialObjective: Double?

  /// Makes a plan.
  ///
  /// - Precondition: no row is flipped twice.
  public init(steps: [Step], initialObjective: Double? = nil) {
    precondition(
      Set(steps.map(\.flip.row)).count == steps.count, "a plan flips each row at most once")
    self.steps = steps
    self.initialObjective = initialObjective
  }

  /// The flips, first choice first.
  public var flips: [Flip] { steps.map(\.flip) }

  /// The first `count` flips, or all when there are fewer.
  public func prefix(_ count: Int) -> FlipPlan {
    FlipPlan(steps: Array(steps.prefix(count)), initialObjective: initialObjective)
  }
}
