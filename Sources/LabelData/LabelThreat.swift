/// Which changes of the training labels a certificate must withstand, and what counts as one.
///
/// Features are trusted throughout: an attacker changes labels alone.
public struct LabelThreat: Equatable, Sendable {
  /// Rows whose label cannot be changed.
  public var trustedRows: Set<Int>
  /// The only changes of class that are possible, as pairs from and to; `nil` for any.
  public var allowedChanges: Set<ClassChange>?
  /// What the radius counts.
  public var unit: Unit

  /// A change of a label from one class to another.
  public struct ClassChange: Hashable, Sendable {
    /// The class index before.
    public let from: Int
    /// The class index after.
    public let to: Int

    /// Makes a change.
    public init(from: Int, to: Int) {
      self.from = from
      self.to = to
    }
  }

  /// What the radius counts.
  public enum Unit: Equatable, Sendable {
    /// Changed labels.
    case labels
    /// What the changed labels cost together: a whole number for each row, 1 to 1,000,000,000.
    case costs([Int])
    /// Corrupt sources: each may change all labels of its group.
    case groups(LabelGroups)
  }

  /// Any label may be changed, and the radius counts labels.
  public static let anyLabels = LabelThreat()

  /// Makes a threat.
  ///
  /// - Parameters:
  ///   - trustedRows: Rows whose label cannot be changed; none by default.
  ///   - allowedChanges: The only changes of class that are possible; any by default.
  ///   - unit: What the radius counts; labels by default.
  public init(
    trustedRows: Set<Int> = [], allowedChanges: Set<ClassChange>? = nil, unit: Unit = .labels
  ) {
    self.trustedRows = trustedRows
    self.allowedChanges = allowedChanges
    self.unit = unit
  }

  /// Whether a row's label may be changed from one class to another.
  public func allows(row: Int, from: Int, to: Int) -> Bool {
    from != to && !trustedRows.contains(row)
      && (allowedChanges?.contains(ClassChange(from: from, to: to)) ?? true)
  }

  /// What the radius can count at most: all rows, their costs together, or all sources.
  public func total(rowCount: Int) -> Int {
    switch unit {
    case .labels: rowCount
    case .costs(let costs): costs.reduce(0, +)
    case .groups(let groups): groups.names.count
    }
  }

  /// What some changes of distinct rows count together.
  ///
  /// - Precondition: the unit knows the rows.
  public func count(_ flips: some Sequence<Flip>) -> Int {
    switch unit {
    case .labels: flips.reduce(0) { count, _ in count + 1 }
    case .costs(let costs): flips.reduce(0) { $0 + costs[$1.row] }
    case .groups(let groups): Set(flips.map { groups.groupIndices[$0.row] }).count
    }
  }
}
