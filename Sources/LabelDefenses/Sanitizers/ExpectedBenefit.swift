/// What training is expected to gain from a row that is relabeled, removed or kept.
///
/// An example of true class T that is trained on as class l moves the score of l against that of every other class by
/// one unit. Where l is T, the margin of T grows by one unit; where it is another class, the margin of T against that
/// rival shrinks by one unit. With the probability p_l of l to be the true class, the expected benefit of training on l
/// with weight w is
///
///     B(l, w) = w (p_l - (1 - p_l)) = w (2 p_l - 1)
///
/// It is linear in w, so no weight between 0 and 1 is ever better than both: a row is kept, relabeled to the most
/// probable other class c, or removed, with the benefits 2 p_y - 1, 2 p_c - 1 and 0.
///
/// - It is relabeled where 2 p_c - 1 > 0 and p_c - p_y is at least ``relabelMargin``.
/// - It is removed where both benefits are below 0, which takes more than two classes.
/// - Else it is kept: also where c is ahead by less than the margin, as such rows lie at the border of the classes, and
///   a border that loses its rows moves.
struct ExpectedBenefit {
  /// What is done about the row.
  enum Decision {
    case keep, relabel, remove
  }

  /// By how much the probability of another class must be ahead for a label to be replaced.
  static let relabelMargin = 0.2
  /// Standard errors by which a whole repair must gain, so that it does harm with a probability of at most 5 %.
  static let standardErrors = 1.645

  /// What is done about the row.
  let decision: Decision
  /// By how much the decision is expected to be better than keeping the label.
  let gain: Double
  /// Variance of that gain, as the true class is drawn by the probabilities.
  let variance: Double

  /// Decides about a row.
  ///
  /// - Parameters:
  ///   - given: Probability of the given label to be the true one, p_y.
  ///   - other: That of the most probable other class, p_c.
  init(given: Double, other: Double) {
    if other > 0.5, other - given >= Self.relabelMargin {
      decision = .relabel
      // 2 where c is true, -2 where y is, 0 where neither is.
      gain = 2 * (other - given)
      variance = max(0, 4 * (other + given) - gain * gain)
    } else if given < 0.5, other < 0.5 {
      decision = .remove
      // -1 where y is true, else 1.
      gain = 1 - 2 * given
      variance = 4 * given * (1 - given)
    } else {
      decision = .keep
      gain = 0
      variance = 0
    }
  }

  /// Whether all decisions together are better than keeping the labels by more than chance explains.
  ///
  /// The rows are taken for independent: with the sum G of the gains and V of their variances, G > 1.645 sqrt V.
  static func isBeyondChance(_ rows: some Sequence<ExpectedBenefit>) -> Bool {
    var (gain, variance) = (0.0, 0.0)
    for row in rows {
      gain += row.gain
      variance += row.variance
    }
    return gain > standardErrors * variance.squareRoot()
  }
}
