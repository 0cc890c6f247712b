/// Why a label scores as it does; one for each row, told in a sentence by the reports.
public enum Reason: Equatable, Sendable {
  /// The classes of the nearest neighbors.
  case neighbors(ClassVotes)
  /// The rows of the nearest neighbors, nearest first, and their classes.
  case voters([Int], ClassVotes)
  /// The out-of-sample probabilities of the given and of the predicted label, 0...1.
  case probabilities(given: Double, predicted: Double)
  /// A model's score of the given label minus that of the best other; below 0 speaks against the label.
  case margin(Double)
  /// Distance to the center of the given class, and to the nearest center of another.
  case centers(given: Double, nearest: Double)
  /// How often models, or epochs, spoke for the given label, out of how many.
  case count(agreeing: Int, of: Int)
  /// A figure of the detector's own, in its own units, with what it is in a few words.
  case figure(Double, of: String)
  /// The group that the label comes from, and the estimated share of wrong labels in it, 0...1.
  case group(Int, errorRate: Double)
  /// Number of rows with the same features: all of them, and those that carry the given label.
  case duplicates(count: Int, agreeing: Int)
}
