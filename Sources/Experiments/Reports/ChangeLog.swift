public import LabelContracts
public import LabelData
internal import Neighbors

/// The changes that a sanitization made, as `changes.csv`, as JSON and in a few sentences.
public struct ChangeLog: Sendable {
  let sanitized: SanitizedLabels
  let dataset: Dataset
  let action: SanitizeAction
  let judge: LabelJudge
  let inputDigest: String
  private let fileRows: [Int]?

  /// Makes a log.
  ///
  /// - Parameters:
  ///   - sanitized: The changes.
  ///   - dataset: The data that they are about.
  ///   - fileRows: The file's row of each row, when some were left out on reading.
  ///   - action: What was asked for.
  ///   - judge: Who judged the labels.
  ///   - inputDigest: SHA-256 of the file that the rows count in; empty for bundled data.
  public init(
    _ sanitized: SanitizedLabels, dataset: Dataset, fileRows: [Int]? = nil,
    action: SanitizeAction, judge: LabelJudge, inputDigest: String
  ) {
    self.sanitized = sanitized
    self.dataset = dataset
    self.fileRows = fileRows
    self.action = action
    self.judge = judge
    self.inputDigest = inputDigest
  }

  /// `row,id,action,from,to,weight,reason,input_sha256`; one line for each change, by row.
  public var csv: String {
    CSVText.document(
      header: ["row", "id", "action", "from", "to", "weight", "reason", "input_sha256"],
      rows: sanitized.changes.map { change in
        [
          fileRow(change.row), id(change.row), change.action.rawValue, name(change.from),
          name(change.to), Self.text(change.weight), reason(change), inputDigest,
        ]
      })
  }

  /// `row,id,weight`; one line for each row.
  public var weightsCSV: String {
    CSVText.document(
      header: ["row", "id", "weight"],
      rows: sanitized.weights.enumerated().lazy.map { row, weight in
        [fileRow(row), id(row), Self.text(weight)]
      })
  }

  /// The result in words.
  ///
  /// - Parameters:
  ///   - output: The file with the result, if one was written.
  ///   - featuresOutput: The data without the removed rows, when the labels are in a file of their own.
  /// - Returns: Two lines or more.
  public func summary(output: String?, featuresOutput: String? = nil) -> String {
    let files = [output, featuresOutput].compactMap(\.self).joined(separator: " and ")
    let written = files.isEmpty ? "" : "; wrote \(files)"
    let share = Double(sanitized.changes.count) / Double(max(1, dataset.rowCount))
    var lines = ["\(done) of \(dataset.rowCount) rows (\(share.percentText()))\(written)."]
    if sanitized.withheldCount > 0 {
      lines.append(
        "Nothing was changed: of \(sanitized.withheldCount) changes that looked right, as many may be wrong that "
          + "together they do harm.")
    }
    if sanitized.ambiguousCount > 0 {
      lines.append(
        "Kept \(sanitized.ambiguousCount) rows where classes overlap, whatever their labels.")
    }
    if let rate = sanitized.estimatedErrorRate {
      lines.append("About \(rate.percentText()) of all labels are estimated to be wrong.")
    }
    switch judge {
    case .neighbors: lines.append("Setting: \(judge.words). \(ending.words)")
    case .detector: lines.append("Setting: action \(action.rawValue), \(judge.words).")
    }
    return lines.joined(separator: "\n")
  }

  /// What was done to how many rows.
  private var done: String {
    let parts = Self.actions.filter { sanitized.changeCount($0) > 0 || $0 == action }
      .map { "\($0.past) \(sanitized.changeCount($0))" }
    let text = parts.isEmpty ? "relabeled and removed 0" : parts.joined(separator: ", ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// What can be done about one row.
  private static let actions: [SanitizeAction] = [.relabel, .remove, .weight, .flag]

  /// How the rounds ended.
  var ending: (id: String, words: String) {
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

  private func id(_ row: Int) -> String { dataset.ids?[row] ?? fileRow(row) }

  /// A weight, without a point where it is 0 or 1.
  private static func text(_ weight: Double) -> String {
    weight == 0 ? "0" : weight == 1 ? "1" : "\(weight)"
  }

  private func reason(_ change: SanitizedLabels.Change) -> String {
    var text =
      change.reason.words(
        predicted: change.to, given: change.from, classNames: dataset.labels.classNames,
        groupNames: judge.evidence?.groups?.names ?? [])
    if let voters = voters(change), !voters.isEmpty {
      text += ": rows " + voters.map(fileRow).joined(separator: " ")
    }
    guard let given = change.givenProbability else { return text }
    let probabilities =
      change.from == change.to
      ? "" : "\(name(change.to)) \(change.confidence.text(digits: 2)), "
    return text + "; probability of \(probabilities)\(name(change.from)) \(given.text(digits: 2))"
  }

  /// The neighbors that voted, nearest first, where their votes are the reason.
  private func voters(_ change: SanitizedLabels.Change) -> [Int]? {
    switch change.reason {
    case .voters(let rows, _): rows
    case .neighbors(let votes):
      judge.evidence?.neighborGraph?.neighbors(of: change.row).prefix(votes.total).map(Int.init)
    default: nil
    }
  }

  /// The row number in the file, which is the one that users see.
  private func fileRow(_ row: Int) -> String { "\(fileRows?[row] ?? row)" }
}

extension SanitizeAction {
  /// What was done, in the past.
  fileprivate var past: String {
    switch self {
    case .relabel: "relabeled"
    case .remove: "removed"
    case .weight: "weighted"
    case .auto: "changed"
    case .flag: "flagged"
    }
  }
}
