/// What each training label contributes to one prediction of a classifier that is linear in the labels.
///
/// The score of class c is the sum of a_i over the training rows i with label c; the largest wins, ties go to the
/// lowest class. The weights depend on features alone, never on labels.
public enum LabelWeights: Equatable, Sendable {
  /// One vote for each of some rows, counted in whole numbers.
  ///
  /// A row may appear once.
  case votes([Int32])
  /// Weights of some rows; the others have none.
  case sparse(rows: [Int32], values: [Double])
  /// A weight for every training row.
  case dense([Double])
}
