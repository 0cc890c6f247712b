/// What must be done to the answers in the ledger so that they are those of a full export.
///
/// Messages about single changes get lost and are wrong at times; a full export is not. What is no longer in it was deleted there.
public struct Reconciliation: Hashable, Sendable {
  /// An answer that has another label now.
  public struct Change: Hashable, Sendable {
    /// The label in the ledger.
    public let previous: Identifier
    /// The answer in the export.
    public let answer: ImportedLabel
  }

  /// An answer that is gone.
  public struct Deletion: Hashable, Sendable {
    /// The example and the annotator.
    public let key: LabelKey
    /// The label in the ledger.
    public let previous: Identifier
  }

  /// Answers that the ledger does not have, sorted by example and annotator.
  public let additions: [ImportedLabel]
  /// Answers with another label, sorted by example and annotator.
  public let changes: [Change]
  /// Answers that the export does not have, or has without label, sorted by example and annotator.
  public let deletions: [Deletion]
  /// Number of answers that are the same.
  public let unchanged: Int

  /// Compares answers.
  ///
  /// - Parameters:
  ///   - current: The labels in the ledger; answers that were taken back are left out.
  ///   - export: All answers of the other system.
  ///
  /// - Complexity: O(n log n) in the answers of both.
  public init(current: [LabelKey: Identifier], export: LabelImport) {
    var additions: [(key: LabelKey, answer: ImportedLabel)] = []
    var changes: [(key: LabelKey, change: Change)] = []
    var rest = current
    var unchanged = 0
    for answer in export.labels {
      guard let label = answer.label else { continue }
      let key = LabelKey(example: answer.example, annotator: answer.annotator)
      switch rest.removeValue(forKey: key) {
      case nil: additions.append((key, answer))
      case label: unchanged += 1
      case let previous?: changes.append((key, Change(previous: previous, answer: answer)))
      }
    }
    self.additions = additions.sorted { $0.key < $1.key }.map(\.answer)
    self.changes = changes.sorted { $0.key < $1.key }.map(\.change)
    deletions = rest.sorted { $0.key < $1.key }.map { Deletion(key: $0.key, previous: $0.value) }
    self.unchanged = unchanged
  }
}
