/// What an attacker may not change, whatever the budget.
public struct FlipLimits: Equatable, Sendable {
  /// The most labels that may be flipped of each class, by the class before the flip; classes not named have no limit.
  public var perClass: [Int: Int]
  /// The most labels that may be flipped of each group, an annotator for example; `nil` for no limit.
  public var perGroup: GroupLimit?
  /// Rows whose label cannot be flipped.
  public var fixedRows: Set<Int>

  /// No limit.
  public static let none = FlipLimits()

  /// Makes limits.
  ///
  /// - Parameters:
  ///   - perClass: The most flips of labels of each class.
  ///   - perGroup: The most flips of labels of each group.
  ///   - fixedRows: Rows whose label cannot be flipped.
  public init(
    perClass: [Int: Int] = [:], perGroup: GroupLimit? = nil, fixedRows: Set<Int> = []
  ) {
    self.perClass = perClass
    self.perGroup = perGroup
    self.fixedRows = fixedRows
  }

  /// The limits among some of the rows, which are numbered in the order given.
  ///
  /// - Parameter rows: Distinct rows.
  /// - Returns: The same numbers for classes and groups, and the rows of these that are fixed.
  public func selecting(rows: [Int]) -> FlipLimits {
    let group = perGroup.map { limit in
      let groups = limit.groups.selecting(rows: rows)
      let most = Dictionary(uniqueKeysWithValues: zip(limit.groups.names, limit.most))
      return GroupLimit(groups: groups, most: groups.names.compactMap { most[$0] })
    }
    return FlipLimits(
      perClass: perClass, perGroup: group,
      fixedRows: Set(rows.indices.filter { fixedRows.contains(rows[$0]) }))
  }

  /// How many labels of each group may be flipped.
  public struct GroupLimit: Equatable, Sendable {
    /// The group of every row.
    public let groups: LabelGroups
    /// The most flips in each group, in the order of the groups' names; 0 or more.
    public let most: [Int]

    /// Makes a limit.
    ///
    /// - Precondition: a number for each group.
    public init(groups: LabelGroups, most: [Int]) {
      precondition(most.count == groups.names.count, "a number for each group")
      self.groups = groups
      self.most = most
    }

    /// The same number for every group.
    public init(groups: LabelGroups, mostEach: Int) {
      self.init(groups: groups, most: [Int](repeating: mostEach, count: groups.names.count))
    }
  }
}
