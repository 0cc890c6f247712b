public import Classifiers

/// What a model of an ensemble over parts of the training set is.
///
/// Whatever it is, the model's vote is a function of features and of the labels of its own part.
public enum PartLearner: Sendable {
  /// A classifier that learns from the rows of the part.
  ///
  /// A part whose rows are all of one class votes for it untrained. Where the classifier cannot learn from the part,
  /// for learning diverged, its model abstains.
  case classifier(any Classifier)
  /// A classifier that is linear in the labels, of which those of the part alone count.
  ///
  /// A model whose weights for a query are all 0 abstains there, whatever the labels.
  case labelLinear(any LabelLinear, fittedOn: Features)

  /// Whose features a classifier that is linear in the labels may see.
  public enum Features: Sendable {
    /// Those of the part.
    case part
    /// Those of all training rows, so that each model learns with few labels from many features.
    case allRows
  }
}
