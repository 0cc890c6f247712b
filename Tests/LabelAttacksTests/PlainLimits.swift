import LabelContracts
import LabelData
import Testing

/// The limits of a problem, counted anew for every set of rows.
struct PlainLimits {
  let problem: AttackProblem

  /// Whether flips of these rows keep the limits, whatever the budget.
  func allow(_ rows: [Int]) -> Bool {
    let limits = problem.limits
    let classes = limits.perClass.allSatisfy { label, most in
      rows.count { problem.labels[$0] == label } <= most
    }
    let groups =
      limits.perGroup.map { limit in
        limit.most.enumerated().allSatisfy { group, most in
          rows.count { limit.groups.groupIndices[$0] == group } <= most
        }
      } ?? true
    return classes && groups && limits.fixedRows.isDisjoint(with: rows)
  }

  /// The rows that could be flipped besides these.
  func more(than rows: [Int]) -> [Int] {
    (0..<problem.labels.count).filter { !rows.contains($0) && allow(rows + [$0]) }
  }
}

/// Limits of each kind for a problem, under a name.
struct NamedLimits: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let make: @Sendable (Int) -> FlipLimits

  static let all = [
    NamedLimits(testDescription: "of a class") { _ in FlipLimits(perClass: [1: 3]) },
    NamedLimits(testDescription: "of both classes") { _ in FlipLimits(perClass: [0: 2, 1: 0]) },
    NamedLimits(testDescription: "of groups") { FlipLimits(perGroup: groups(rowCount: $0)) },
    NamedLimits(testDescription: "of rows") { FlipLimits(fixedRows: fixed(rowCount: $0)) },
    NamedLimits(testDescription: "of all kinds") {
      FlipLimits(
        perClass: [0: 4, 1: 5], perGroup: groups(rowCount: $0), fixedRows: fixed(rowCount: $0))
    },
  ]

  private static func groups(rowCount: Int) -> FlipLimits.GroupLimit {
    FlipLimits.GroupLimit(
      groups: LabelGroups((0..<rowCount).map { "annotator \($0 / 2 % 4)" }), most: [1, 0, 2, 4])
  }

  private static func fixed(rowCount: Int) -> Set<Int> {
    Set((0..<rowCount).filter { $0 % 5 == 0 || $0 % 7 == 1 })
  }
}

extension AttackProblem {
  /// The same problem under limits.
  func limited(by limits: FlipLimits) -> AttackProblem {
    AttackProblem(
      features: features, labels: labels, validation: (validationFeatures, validationLabels),
      neighborGraph: neighborGraph, limits: limits)
  }
}
