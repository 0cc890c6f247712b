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

  /// Labels rejected such that at most a known share of them is right.
  public struct Discoveries: Equatable, Sendable {
    /// Whether each label is rejected.
    public let isRejected: [Bool]
    /// The largest expected share of labels among them that are right, above 0, below 1.
    public let level: Double
    /// The smallest share of wrong labels at which any can be rejected; above 1 where trusted rows are too few.
    public let smallestRate: Double
    /// Number of trusted rows that they were compared with.
    public let trustedCount: Int

    /// Makes discoveries.
    public init(isRejected: [Bool], level: Double, smallestRate: Double, trustedCount: Int) {
      self.isRejected = isRejected
      self.level = level
      self.smallestRate = smallestRate
      self.trustedCount = trustedCount
    }

    /// Number of labels rejected.
    public var count: Int { isRejected.count { $0 } }
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
