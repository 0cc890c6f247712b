/// The classifiers that there are.
///
/// Help texts, error messages and law tests read this list.
public enum Classifiers {
  /// One classifier under the name that users know it by.
  public struct Entry: Sendable {
    /// The name on the command line.
    public let id: String
    /// What it does, in half a sentence.
    public let summary: String
    /// Whether what is learnt depends on the seed.
    public let drawsAtRandom: Bool
    /// Whether a row of a whole weight is as good as that many rows.
    public let weightsAreCopies: Bool
    /// Makes the classifier with its default parameters.
    public let make: @Sendable () -> any Classifier
  }

  /// Every classifier.
  public static let all: [Entry] = [
    Entry(
      id: "logistic", summary: "linear, penalised cross-entropy at its minimum",
      drawsAtRandom: false, weightsAreCopies: true
    ) { LogisticRegression() },
    Entry(
      id: "ridge", summary: "linear, penalised least squares in closed form",
      drawsAtRandom: false, weightsAreCopies: true
    ) { Ridge() },
    Entry(
      id: "hinge", summary: "linear, hinge loss by stochastic gradient descent",
      drawsAtRandom: true, weightsAreCopies: false
    ) { LinearHinge() },
    Entry(
      id: "svm", summary: "support vector machine, linear", drawsAtRandom: false,
      weightsAreCopies: false
    ) { SupportVectorMachine() },
    Entry(
      id: "knn", summary: "vote of the k nearest rows", drawsAtRandom: false,
      weightsAreCopies: false
    ) { KNearest() },
    Entry(
      id: "naive-bayes", summary: "independent normal features within each class",
      drawsAtRandom: false, weightsAreCopies: true
    ) { GaussianNaiveBayes() },
    Entry(
      id: "mlp", summary: "neural network with a hidden layer, by stochastic gradient descent",
      drawsAtRandom: true, weightsAreCopies: false
    ) { MultilayerPerceptron() },
    Entry(
      id: "forest",
      summary: "random forest: the mean of fully grown trees, each of rows drawn anew",
      drawsAtRandom: true, weightsAreCopies: false
    ) { RandomForest() },
  ]
}
