public import LabelAttacks

/// What an attacker was allowed, what it judged by and what it knew, for reports.
public struct AttackTerms: Equatable, Sendable {
  /// The most flips of one class.
  public struct ClassLimit: Encodable, Equatable, Sendable {
    /// The class before the flip.
    public let name: String
    /// The most flips.
    public let most: Int

    /// Makes a limit.
    public init(name: String, most: Int) {
      self.name = name
      self.most = most
    }

    private enum CodingKeys: String, CodingKey {
      case name = "class"
      case most
    }
  }

  /// Number of flips that were allowed.
  public var budget: Int
  /// The most flips of some classes.
  public var mostPerClass: [ClassLimit]
  /// The most flips in each group; `nil` for no limit.
  public var mostPerGroup: Int?
  /// Number of rows that could not be flipped; `nil` where none were named.
  public var fixedRows: Int?
  /// The rows on which the damage was judged, in words; `nil` for all.
  public var judgedOn: String?
  /// What was known of the data.
  public var knowledge: Knowledge
  /// Whether one prediction was to change, and no more flips were wanted than that takes.
  public var isTargeted: Bool

  /// Makes terms.
  public init(
    budget: Int, mostPerClass: [ClassLimit] = [], mostPerGroup: Int? = nil, fixedRows: Int? = nil,
    judgedOn: String? = nil, knowledge: Knowledge = .whiteBox, isTargeted: Bool = false
  ) {
    self.budget = budget
    self.mostPerClass = mostPerClass
    self.mostPerGroup = mostPerGroup
    self.fixedRows = fixedRows
    self.judgedOn = judgedOn
    self.knowledge = knowledge
    self.isTargeted = isTargeted
  }

  /// All but the budget in words, a phrase for each that was set.
  public var words: [String] {
    var words = mostPerClass.map { "at most \($0.most) flips of \($0.name)" }
    if let mostPerGroup { words.append("at most \(mostPerGroup) flips in each group") }
    if let fixedRows { words.append("\(fixedRows) fixed rows") }
    if let judgedOn { words.append("judged on \(judgedOn)") }
    if let name = knowledgeName { words.append("knowledge \(name)") }
    return words
  }

  /// What was known, as on the command line; `nil` for everything.
  var knowledgeName: String? {
    switch knowledge {
    case .whiteBox: nil
    case .sample(let share): "sample:\(share)"
    case .features: "features"
    }
  }

  /// Why fewer labels than the budget were flipped, in a sentence.
  func shortfall(flips: Int, objective: Double?) -> String {
    if isTargeted, let objective, objective > 0 || (objective == 0 && flips > 0) {
      guard flips > 0 else {
        return "The prediction is so already, and none of the budget of \(budget) was needed."
      }
      return "The prediction has changed, and the rest of the budget of \(budget) was not needed."
    }
    if knowledge == .features {
      return
        "Of the budget of \(budget) only \(flips) became flips: labels that are set to what they were, or that "
        + "cannot be flipped, spend it too."
    }
    let isLimited = !mostPerClass.isEmpty || mostPerGroup != nil || fixedRows != nil
    return
      "The budget of \(budget) could not be spent: there is nothing more to flip that the attack "
      + (isLimited ? "and its limits allow" : "allows")
      + (knowledge == .whiteBox ? "." : " among the rows that it knows.")
  }
}
