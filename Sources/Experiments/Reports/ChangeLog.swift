public import LabelContracts
public import LabelData
public import LabelDefenses

/// What is done with a label that a sanitizer takes for wrong.
public enum SanitizeAction: String, CaseIterable, Sendable {
  /// It is replaced by the corrected label.
  case relabel
  /// Its row is left out.
  case remove
  /// It stays, and is listed.
  case flag
}

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

/// The changes that a sanitization made, as `changes.csv`, as JSON and in a sentence.
public struct ChangeLog: Sendable {
  private let sanitized: SanitizedLabels
  private let dataset: Dataset
  private let fileRows: [Int]?
  private let action: SanitizeAction
  private let inputDigest: String

  /// Makes a log.
  ///
  /// - Parameters:
  ///   - sanitized: The changes.
  ///   - dataset: The data that they are about.
  ///   - fileRows: The file's row of each row, when some were left out on reading.
  ///   - action: What was done.
  ///   - inputDigest: SHA-256 of the file that the rows count in; empty for bundled data.
  public init(
    _ sanitized: SanitizedLabels, dataset: Dataset, fileRows: [Int]? = nil,
    action: SanitizeAction, inputDigest: String
  ) {
    self.sanitized = sanitized
    self.dataset = dataset
    self.fileRows = fileRows
    self.action = action
    self.inputDigest = inputDigest
  }

  /// `row,id,action,from,to,weight,reason,input_sha256`; one line for each change, by row.
  ///
  /// The weight is what the row should count in training: 0 when it is removed, else 1.
  public var csv: String {
    CSVText.document(
      header: ["row", "id", "action", "from", "to", "weight", "reason", "input_sha256"],
      rows: sanitized.changes.map { change in
        [
          fileRow(change.row), dataset.ids?[change.row] ?? fileRow(change.row), action.rawValue,
          name(change.from), name(change.to), action == .remove ? "0" : "1", reason(change),
          inputDigest,
        ]
      })
  }

  /// The settings and counts as a JSON document.
  ///
  /// - Parameters:
  ///   - k: Number of neighbors that voted.
  ///   - threshold: eta.
  ///   - neighbors: Where the neighbors come from.
  ///   - version: The version of Flipguard.
  ///   - output: The file with the result, if one was written.
  ///   - featuresOutput: The data without the removed rows, when the labels are in a file of their own.
  ///   - choice: How k was chosen; `nil` when it was given.
  /// - Returns: The document.
  /// - Throws: `EncodingError` when a number is not finite.
  public func json(
    k: Int, threshold: Double, neighbors: NeighborSource, version: String, output: String?,
    featuresOutput: String? = nil, choice: NeighborCountChoice? = nil
  ) throws -> String {
    struct Candidate: Encodable {
      let k: Int
      let error: Double
      let changes: Int
    }
    struct Summary: Encodable {
      let rows: Int
      let changes: Int
      let action: String
      let rounds: Int
      let ending: String
      let k: Int
      let threshold: Double
      let metric: String
      let scaling: String
      let graph: String?
      let recall: RecallSummary?
      let inputSha256: String
      let output: String?
      let featuresOutput: String?
      let version: String
      let trusted: String?
      let seed: UInt64?
      let candidates: [Candidate]?

      enum CodingKeys: String, CodingKey {
        case rows, changes, action, rounds, ending, k, threshold, metric, scaling, output, version
        case trusted, seed, candidates, graph, recall
        case inputSha256 = "input_sha256"
        case featuresOutput = "features_output"
      }
    }
    return try JSONText.document(
      Summary(
        rows: dataset.rowCount, changes: sanitized.changes.count, action: action.rawValue,
        rounds: sanitized.roundCount, ending: ending.id, k: k, threshold: threshold,
        metric: neighbors.metricName, scaling: neighbors.scalingName,
        graph: neighbors.graphFile, recall: neighbors.recall.map(RecallSummary.init),
        inputSha256: inputDigest, output: output,
        featuresOutput: featuresOutput, version: version, trusted: choice?.trusted,
        seed: choice?.seed,
        candidates: choice?.candidates.map {
          Candidate(k: $0.neighborCount, error: $0.error, changes: $0.changeCount)
        }))
  }

  /// The result in words.
  ///
  /// - Parameters:
  ///   - setting: How labels were judged.
  ///   - output: The file with the result, if one was written.
  ///   - featuresOutput: The data without the removed rows, when the labels are in a file of their own.
  /// - Returns: Two lines.
  public func summary(setting: String, output: String?, featuresOutput: String? = nil) -> String {
    let count = sanitized.changes.count
    let done =
      switch action {
      case .relabel: "Relabeled"
      case .remove: "Removed"
      case .flag: "Flagged"
      }
    let files = [output, featuresOutput].compactMap(\.self).joined(separator: " and ")
    let written = files.isEmpty ? "" : "; wrote \(files)"
    let share = Double(count) / Double(max(1, dataset.rowCount))
    return """
      \(done) \(count) of \(dataset.rowCount) rows (\(share.percentText()))\(written).
      Setting: \(setting). \(ending.words)
      """
  }

  private var ending: (id: String, words: String) {
    let rounds = sanitized.roundCount == 1 ? "1 round" : "\(sanitized.roundCount) rounds"
    return switch sanitized.ending {
    case .roundsDone: ("rounds-done", "Made \(rounds).")
    case .stable: ("stable", "Stable after \(rounds): another would change nothing.")
    case .cycle(let length):
      (
        "cycle",
        "Stopped after \(rounds): the labels repeat every \(length) rounds and never settle."
      )
    }
  }

  private func name(_ label: Int) -> String { dataset.labels.classNames[label] }

  private func reason(_ change: SanitizedLabels.Change) -> String {
    let voters = change.votes.total
    let vote = "\(change.votes[change.to]) of \(voters) nearest neighbors are \(name(change.to))"
    return "\(vote): rows " + change.neighbors.map(fileRow).joined(separator: " ")
  }

  /// The row number in the file, which is the one that users see.
  private func fileRow(_ row: Int) -> String { "\(fileRows?[row] ?? row)" }
}
