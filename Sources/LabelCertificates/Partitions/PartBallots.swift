internal import Classifiers

/// What every model of an ensemble says of some queries.
struct PartBallots: Sendable {
  /// What one model says of each query.
  enum Model: Sendable {
    /// Nothing, whatever its labels are: it has none.
    case mute
    /// Nothing, as learning failed; other labels may make it speak.
    case failed
    /// The same class everywhere.
    case constant(Int)
    /// Scores of every class for every query, row after row; `nil` for a query that it has no weights for.
    case scores([[Double]?])
  }

  /// Each model.
  let models: [Model]

  /// What a model votes for.
  enum Vote: Equatable, Sendable {
    /// No class, whatever its labels are.
    case never
    /// No class, but it may under other labels.
    case none
    /// A class.
    case label(Int)
  }

  /// The vote of every model: its class of the largest score, the lowest among equals.
  func votes(query: Int) -> [Vote] {
    models.map { model in
      switch model {
      case .mute: .never
      case .failed: .none
      case .constant(let label): .label(label)
      case .scores(let rows):
        rows[query].map { scores in
          .label(scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 })
        } ?? .never
      }
    }
  }

  /// Which of two classes every model would choose between; the lower one where they are equal.
  func choices(query: Int, between a: Int, and b: Int) -> [Vote] {
    let lower = min(a, b)
    return models.map { model in
      switch model {
      case .mute: .never
      case .failed: .none
      case .constant(let label): .label(label == a || label == b ? label : lower)
      case .scores(let rows):
        rows[query].map { scores in
          .label(scores[a] == scores[b] ? lower : scores[a] > scores[b] ? a : b)
        } ?? .never
      }
    }
  }
}
