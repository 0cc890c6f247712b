internal import Classifiers
public import LabelContracts
public import LabelDefenses
internal import Neighbors

/// How k was chosen on a trusted set.
public struct NeighborCountChoice: Sendable {
  /// The trusted set, as the user named it.
  public let trusted: String
  /// Where the randomness of the trainings started.
  public let seed: UInt64
  /// Every k that was tried.
  public let candidates: [NeighborCountSelection.Candidate]

  /// Makes a choice.
  public init(trusted: String, seed: UInt64, candidates: [NeighborCountSelection.Candidate]) {
    self.trusted = trusted
    self.seed = seed
    self.candidates = candidates
  }
}

/// Who judged the labels that a sanitization repairs, and on what.
public enum LabelJudge: Sendable {
  /// The vote of k neighbors, with eta, where the neighbors come from, and how k was chosen, unless it was given.
  case neighbors(
    count: Int, threshold: Double, source: NeighborSource, choice: NeighborCountChoice?)
  /// A detector under its name, what it looked at, where that comes from, and where randomness started.
  case detector(String, evidence: Evidence, sources: EvidenceSources, seed: UInt64)

  /// The name of the sanitizer.
  var sanitizer: String {
    switch self {
    case .neighbors: "knn"
    case .detector: "detector"
    }
  }

  /// How labels were judged, in one line.
  var words: String {
    switch self {
    case .neighbors(let count, let threshold, let source, _):
      return "k \(count), threshold \(threshold), \(source.words)"
    case .detector(let name, let evidence, let sources, let seed):
      return (["detector \(name)"] + sources.words(evidence) + ["seed \(seed)"])
        .joined(separator: ", ")
    }
  }

  /// What is known besides the labels.
  var evidence: Evidence? {
    if case .detector(_, let evidence, _, _) = self { evidence } else { nil }
  }
}
