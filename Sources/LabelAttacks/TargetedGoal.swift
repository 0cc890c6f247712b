internal import LabelContracts
internal import LabelData

/// What the prediction of a validation row is to become.
struct TargetedGoal: Sendable {
  /// The class to predict; `nil` for any but the right one.
  let target: Int?
  /// The right class of every validation row.
  let right: [Int]

  init(_ problem: AttackProblem, target: Int?) {
    self.target = target
    right = problem.validationLabels.classIndices
  }

  /// Whether a prediction of a row is what it is to be.
  func isReached(_ predicted: Int, row: Int) -> Bool {
    target.map { predicted == $0 } ?? (predicted != right[row])
  }

  /// How far the row's scores are beyond what changes its prediction; up to 0 where they are not.
  func lead(_ scores: [Double], row: Int) -> Double {
    let own = target ?? right[row]
    let other = scores.indices.lazy.filter { $0 != own }.map { scores[$0] }.max() ?? 0
    return target == nil ? other - scores[own] : scores[own] - other
  }

  /// The rows whose prediction may be attacked: those that it would harm, else those that it would change, else all.
  func candidates(_ predicted: [Int]) -> [Int] {
    let open = right.indices.filter { !isReached(predicted[$0], row: $0) }
    let harmed = open.filter { right[$0] != target }
    return !harmed.isEmpty ? harmed : !open.isEmpty ? open : Array(right.indices)
  }
}
