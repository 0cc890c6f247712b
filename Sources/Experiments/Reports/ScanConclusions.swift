public import LabelDefenses

/// What follows from the findings of a scan; every part that is `nil` is told as not known.
public struct ScanConclusions: Sendable {
  /// The share of wrong labels.
  public enum Rate: Equatable, Sendable {
    /// An estimate with its interval, all 0...1, the level of the interval, and what it rests on, in a few words.
    case estimated(Double, interval: ClosedRange<Double>, level: Double, basis: String)
    /// Why it cannot be told, in half a sentence.
    case notIdentifiable(String)
  }

  /// Issues of which at most a known share is flagged wrongly.
  public struct Discoveries: Equatable, Sendable {
    /// Number of labels rejected.
    public let count: Int
    /// The largest expected share of labels among them that are right, 0...1.
    public let level: Double
    /// The smallest share of wrong labels that makes the rejections possible, 0...1; `nil` where it is not known.
    public let smallestRate: Double?

    /// Makes discoveries.
    public init(count: Int, level: Double, smallestRate: Double? = nil) {
      self.count = count
      self.level = level
      self.smallestRate = smallestRate
    }
  }

  /// How many labels are wrong.
  public var rate: Rate?
  /// The labels that are wrong with known confidence.
  public var discoveries: Discoveries?
  /// What kind of flips they are.
  public var kinds: FlipKinds?
  /// What repairs do to a classifier's error; empty where none was measured.
  public var effects: [RepairEffect] = []
  /// What was trained for that, in a few words; `nil` where nothing was.
  public var classifierName: String?
  /// A command that repairs the data; `nil` where none is known.
  public var repairCommand: String?
  /// Regions whose labels cannot be judged from the data; `nil` where nobody looked.
  public var regions: [DoubtfulRegion]?
  /// The rows whose labels are asked for, most telling first.
  public var askedRows: [Int] = []
  /// What could not be found out and why, a sentence each.
  public var gaps: [String] = []

  /// Makes conclusions of which nothing is known.
  public init() {}
}
