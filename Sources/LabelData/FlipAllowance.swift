/// What is left of a budget and its limits while flips are chosen.
public struct FlipAllowance: Equatable, Sendable {
  /// Number of flips left overall, whatever the limits.
  public private(set) var remaining: Int
  private let labels: Labels
  private let fixedRows: Set<Int>
  private var perClass: [Int?]
  private let groupIndices: [Int]?
  private var perGroup: [Int]

  /// Starts with the whole budget.
  ///
  /// - Parameters:
  ///   - budget: The largest number of flips.
  ///   - limits: What may not be flipped.
  ///   - labels: The labels before any flip.
  /// - Precondition: groups, where there are any, for as many rows as labels.
  public init(_ budget: FlipBudget, limits: FlipLimits, labels: Labels) {
    remaining = budget.flipCount(rowCount: labels.count)
    self.labels = labels
    fixedRows = limits.fixedRows
    perClass = (0..<labels.classCount).map { limits.perClass[$0] }
    groupIndices = limits.perGroup?.groups.groupIndices
    perGroup = limits.perGroup?.most ?? []
    precondition(groupIndices.map { $0.count == labels.count } ?? true, "a group for each row")
  }

  /// Whether a label may be flipped now.
  public func allows(row: Int) -> Bool {
    remaining > 0 && !fixedRows.contains(row) && perClass[labels[row]].map { $0 > 0 } ?? true
      && groupIndices.map { perGroup[$0[row]] > 0 } ?? true
  }

  /// Whether distinct rows may all be flipped now.
  public func allows(rows: some Collection<Int>) -> Bool {
    var trial = self
    for row in rows {
      guard trial.allows(row: row) else { return false }
      trial.take(row: row)
    }
    return true
  }

  /// The rows of a sequence that may be flipped one after the other, those that may not left out.
  public func allowed(among rows: some Sequence<Int>) -> [Int] {
    var trial = self
    var allowed: [Int] = []
    for row in rows where trial.allows(row: row) {
      trial.take(row: row)
      allowed.append(row)
      if trial.remaining == 0 { break }
    }
    return allowed
  }

  /// Takes the flip of a row off what is left.
  ///
  /// - Precondition: ``allows(row:)``.
  public mutating func take(row: Int) {
    precondition(allows(row: row), "a flip that is allowed")
    remaining -= 1
    let label = labels[row]
    if let left = perClass[label] { perClass[label] = left - 1 }
    if let groupIndices { perGroup[groupIndices[row]] -= 1 }
  }
}
