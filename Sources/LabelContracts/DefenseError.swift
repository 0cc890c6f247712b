public import Classifiers
public import Neighbors

/// Why a defense cannot judge the labels.
public enum DefenseError: Error, Equatable, Sendable {
  /// A parameter is out of its range.
  case invalidParameter(name: String, value: String, allowed: String)
  /// A part of the evidence that the defense needs is not known.
  case missing(Evidence.Kind)
  /// A part of the evidence is about another number of rows than there are labels.
  case rowCounts(of: Evidence.Kind, evidence: Int, labels: Int)
  /// A part of the evidence is about another number of classes than the labels have.
  case classCounts(of: Evidence.Kind, evidence: Int, labels: Int)
  /// A classifier that the defense trains cannot learn.
  case classifier(ClassifierError)
  /// Neighbors that the defense looks for cannot be found.
  case search(NeighborError)
}

extension DefenseError: CustomStringConvertible {
  /// The fault in one sentence.
  public var description: String {
    switch self {
    case .invalidParameter(let name, let value, let allowed):
      "\(name) is \(value); allowed: \(allowed)"
    case .missing(let kind): "needs \(kind.words), which are not given"
    case .rowCounts(let kind, let evidence, let labels):
      "there are \(kind.words) of \(evidence) rows, but \(labels) labels"
    case .classCounts(let kind, let evidence, let labels):
      "there are \(kind.words) of \(evidence) classes, but the labels have \(labels)"
    case .classifier(let error): error.description
    case .search(let error): error.description
    }
  }
}

extension Evidence.Kind {
  /// The part in words, in the plural.
  var words: String {
    switch self {
    case .features: "features"
    case .neighbors: "neighbors"
    case .probabilities: "out-of-sample probabilities"
    case .dynamics: "losses of a training"
    case .trusted: "trusted rows"
    case .groups: "groups of labels"
    case .noiseRate: "estimates of the share of wrong labels"
    }
  }
}
