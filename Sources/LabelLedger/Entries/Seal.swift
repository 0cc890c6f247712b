/// What a sealed snapshot holds.
public struct Seal: Hashable, Sendable {
  /// The tree size of the log that it was made of.
  public var size: UInt64
  /// Number of its rows.
  public var rows: UInt64
  /// The root hash of the tree over its rows.
  public var root: Hash
  /// The SHA-256 hash of its CSV file.
  public var file: Hash
  /// Number of examples left out, by their state.
  public var excluded: [Identifier: UInt64]
  /// Number of rows of each label, sorted by label.
  public var classes: [ClassCount]
  /// What protected its labels.
  public var level: ProtectionLevel

  /// Puts a seal together.
  ///
  /// - Parameters:
  ///   - size: The tree size of the log that it was made of.
  ///   - rows: Number of its rows.
  ///   - root: The root hash of the tree over its rows.
  ///   - file: The SHA-256 hash of its CSV file.
  ///   - excluded: Number of examples left out, by their state.
  ///   - classes: Number of rows of each label, sorted by label.
  ///   - level: What protected its labels.
  public init(
    size: UInt64, rows: UInt64, root: Hash, file: Hash, excluded: [Identifier: UInt64],
    classes: [ClassCount], level: ProtectionLevel
  ) {
    self.size = size
    self.rows = rows
    self.root = root
    self.file = file
    self.excluded = excluded
    self.classes = classes
    self.level = level
  }
}

extension Seal: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    classes = try fields.require("classes")
    let excluded: CountsByName = try fields.require("excluded")
    self.excluded = excluded.counts
    file = try fields.require("file")
    level = try fields.require("level")
    root = try fields.require("root")
    rows = try fields.require("rows")
    size = try fields.require("size")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("classes", classes)
    object.set("excluded", CountsByName(counts: excluded))
    object.set("file", file)
    object.set("level", level)
    object.set("root", root)
    object.set("rows", rows)
    object.set("size", size)
    return .object(object)
  }
}

/// How many rows have a label.
public struct ClassCount: Hashable, Sendable {
  /// The label.
  public var label: Identifier
  /// Number of rows.
  public var count: UInt64

  /// Puts a count together.
  ///
  /// - Parameters:
  ///   - label: The label.
  ///   - count: Number of rows.
  public init(label: Identifier, count: UInt64) {
    self.label = label
    self.count = count
  }
}

extension ClassCount: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    var fields = try FieldReader(json)
    count = try fields.require("count")
    label = try fields.require("label")
    try fields.finish()
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    object.set("count", count)
    object.set("label", label)
    return .object(object)
  }
}

/// How well the labels of a snapshot are protected; each level includes those before.
public enum ProtectionLevel: String, CaseIterable, Hashable, Sendable {
  /// Entries are recorded and signed.
  case l1 = "L1"
  /// Checkpoints are witnessed and snapshots sealed.
  case l2 = "L2"
  /// Controls run all the time: gold labels, redundancy, monitors, quarantine.
  case l3 = "L3"
  /// Two people stand behind every change that reaches a snapshot.
  case l4 = "L4"
}

extension ProtectionLevel: FieldValue {}

/// An object of counts by name.
struct CountsByName: FieldValue {
  let counts: [Identifier: UInt64]

  init(counts: [Identifier: UInt64]) { self.counts = counts }

  init(json: StrictJSON) throws(FieldError) {
    guard case .object(let object) = json else {
      throw FieldError(.wrongType(given: json.typeName, allowed: "an object"))
    }
    var counts: [Identifier: UInt64] = [:]
    for member in object.members {
      do {
        counts[try Identifier(json: .string(member.name))] = try UInt64(json: member.value)
      } catch {
        throw error.inside(member.name)
      }
    }
    self.counts = counts
  }

  var json: StrictJSON {
    var object = StrictJSON.Object()
    for (name, count) in counts.sorted(by: { $0.key < $1.key }) { object[name.text] = count.json }
    return .object(object)
  }
}
