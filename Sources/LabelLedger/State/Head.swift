/// The label in force of one example, with the entry that put it there.
public struct Head: Hashable, Sendable {
  /// What may be done with the label of a head.
  public enum Status: String, Sendable, CaseIterable {
    /// The label may be sealed and trained on.
    case accepted
    /// The label waits for a review.
    case quarantined
    /// The example has no label any more.
    case retracted
  }

  /// The data set that the example belongs to.
  public var dataset: Identifier
  /// The name of the example.
  public var example: Identifier
  /// The digest of the example, where an entry has told it.
  public var exampleDigest: Hash?
  /// The label; `nil` where it was retracted.
  public var label: Identifier?
  /// What may be done with the label.
  public var status: Status
  /// The entry that put the label in force: `label.given`, `label.applied` or `label.retracted`.
  public var entry: EntryReference
  /// Who gave the label; of a correction, who proposed it.
  public var annotator: Identifier
  /// When the label came into force: log time in milliseconds since 1970, UTC.
  public var time: Int64
  /// The batch that the label came in.
  public var batch: Identifier?

  /// Puts a head together.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - example: The example.
  ///   - exampleDigest: The digest of the example.
  ///   - label: The label.
  ///   - status: What may be done with it.
  ///   - entry: The entry that put it in force.
  ///   - annotator: Who gave it.
  ///   - time: When, in milliseconds since 1970.
  ///   - batch: The batch.
  public init(
    dataset: Identifier, example: Identifier, exampleDigest: Hash?, label: Identifier?,
    status: Status,
    entry: EntryReference, annotator: Identifier, time: Int64, batch: Identifier?
  ) {
    self.dataset = dataset
    self.example = example
    self.exampleDigest = exampleDigest
    self.label = label
    self.status = status
    self.entry = entry
    self.annotator = annotator
    self.time = time
    self.batch = batch
  }
}
