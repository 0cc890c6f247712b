/// The last label that one annotator gave one example, whether or not it is in force.
public struct Answer: Hashable, Sendable {
  /// The data set that the example belongs to.
  public var dataset: Identifier
  /// The name of the example.
  public var example: Identifier
  /// Who gave the label.
  public var annotator: Identifier
  /// The label; `nil` where the annotator took it back.
  public var label: Identifier?
  /// Labels that the annotator gave before and gave up, ascending: changing one's mind makes nobody eligible to decide
  /// about a label that they gave (rule F2).
  public var earlier: [Identifier]
  /// The entry that gave it.
  public var entry: EntryReference

  /// Puts an answer together.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - example: The example.
  ///   - annotator: Who gave the label.
  ///   - label: The label.
  ///   - earlier: Labels that the annotator gave before.
  ///   - entry: The entry that gave it.
  public init(
    dataset: Identifier, example: Identifier, annotator: Identifier, label: Identifier?,
    earlier: [Identifier] = [], entry: EntryReference
  ) {
    self.dataset = dataset
    self.example = example
    self.annotator = annotator
    self.label = label
    self.earlier = earlier
    self.entry = entry
  }

  /// Whether the annotator ever gave a label.
  ///
  /// - Parameter label: The label.
  /// - Returns: Also `true` where they gave it up.
  public func hasGiven(_ label: Identifier) -> Bool {
    self.label == label || earlier.contains(label)
  }
}
