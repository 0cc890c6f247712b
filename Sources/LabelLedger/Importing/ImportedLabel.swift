/// What an annotator answered about an example, as another system exports it.
public struct ImportedLabel: Hashable, Sendable {
  /// The example, by the name that the other system has for it.
  public let example: Identifier
  /// The annotator, by a name that tells no more than need be.
  public var annotator: Identifier
  /// The label; `nil` where the annotator looked and gave none, or took it back.
  public let label: Identifier?
  /// The name of the answer in the other system.
  public let externalID: Identifier?
  /// When it was last changed: milliseconds since 1970, UTC.
  public let time: Int64?

  /// Puts an answer together.
  ///
  /// - Parameters:
  ///   - example: The example.
  ///   - annotator: The annotator.
  ///   - label: The label.
  ///   - externalID: The name of the answer in the other system.
  ///   - time: When, in milliseconds since 1970.
  public init(
    example: Identifier, annotator: Identifier, label: Identifier?, externalID: Identifier? = nil,
    time: Int64? = nil
  ) {
    self.example = example
    self.annotator = annotator
    self.label = label
    self.externalID = externalID
    self.time = time
  }
}

/// All answers of an export, each annotator once for each example.
public struct LabelImport: Hashable, Sendable {
  /// The answers in the order of the export.
  public private(set) var labels: [ImportedLabel] = []
  /// Number of answers that were not finished: cancelled, discarded or drafts.
  public private(set) var skipped = 0
  /// Number of answers that say once more what one before them said.
  public private(set) var repeated = 0
  private var places: [LabelKey: Int] = [:]

  /// An export without answers.
  init() {}

  /// Adds an answer.
  mutating func add(_ label: ImportedLabel, at place: ImportPlace) throws(ImportError) {
    let key = LabelKey(example: label.example, annotator: label.annotator)
    if let other = places[key] {
      guard labels[other].label == label.label else {
        throw ImportError(.conflict(key), at: place)
      }
      repeated += 1
    } else {
      places[key] = labels.count
      labels.append(label)
    }
  }

  /// The same answers by annotators of other names.
  ///
  /// - Parameter name: What an annotator is called; different ones need different names.
  /// - Returns: The answers, in the same order.
  /// - Throws: What `name` throws.
  public func renamingAnnotators(
    _ name: (Identifier) throws -> Identifier
  ) rethrows -> LabelImport {
    var renamed = self
    renamed.places = [:]
    for (place, label) in labels.enumerated() {
      renamed.labels[place].annotator = try name(label.annotator)
      let key = LabelKey(example: label.example, annotator: renamed.labels[place].annotator)
      renamed.places[key] = place
    }
    return renamed
  }

  /// Counts an answer that was not finished.
  mutating func skip() { skipped += 1 }
}

/// An example and who answered about it.
public struct LabelKey: Hashable, Sendable, Comparable {
  /// The example.
  public let example: Identifier
  /// The annotator.
  public let annotator: Identifier

  /// Puts a key together.
  ///
  /// - Parameters:
  ///   - example: The example.
  ///   - annotator: The annotator.
  public init(example: Identifier, annotator: Identifier) {
    self.example = example
    self.annotator = annotator
  }

  /// Orders by example, then by annotator, byte by byte.
  ///
  /// - Parameters:
  ///   - left: One key.
  ///   - right: Another.
  /// - Returns: Whether the first comes first.
  public static func < (left: Self, right: Self) -> Bool {
    left.example == right.example
      ? left.annotator < right.annotator : left.example < right.example
  }
}
