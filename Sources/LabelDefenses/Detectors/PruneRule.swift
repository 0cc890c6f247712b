internal import Classifiers
internal import LabelData
internal import VectorKernels

/// Which labels confident learning takes for issues.
///
/// C is the calibrated confident joint, a the given class, P the probabilities. At least one row of every class is
/// left: where C has none on the diagonal, it gets one, and the other counts of the row give way evenly.
public enum PruneRule: String, CaseIterable, Sendable {
  /// For each pair of classes a and j the C[a][j] rows labelled a with the largest P_j - P_a.
  case pruneByNoiseRate = "prune-by-noise-rate"
  /// For each class a as many rows labelled a as C counts for other classes, those with the smallest P_a.
  case pruneByClass = "prune-by-class"
  /// What both ``pruneByNoiseRate`` and ``pruneByClass`` take.
  case both
  /// Every row that counts for another class than its label.
  case confidentLearning = "confident-learning"
  /// Every row whose most probable class is not its label.
  case predictedNotGiven = "predicted-neq-given"

  /// What it does, in half a sentence.
  var summary: String {
    switch self {
    case .pruneByNoiseRate: "for each pair of classes the clearest of as many as are counted"
    case .pruneByClass: "for each class the least probable of as many as are counted"
    case .both: "what both prune rules take"
    case .confidentLearning: "all that count for another class"
    case .predictedNotGiven: "all whose most probable class is another"
    }
  }

  /// The rows that it takes.
  func pruned(
    _ labels: Labels, _ probabilities: ClassProbabilities, _ joint: ConfidentJoint,
    execution: Execution
  ) -> [Bool] {
    switch self {
    case .pruneByNoiseRate: return Pruning(labels, probabilities, joint).byNoiseRate(execution)
    case .pruneByClass: return Pruning(labels, probabilities, joint).byClass(execution)
    case .both:
      let pruning = Pruning(labels, probabilities, joint)
      return zip(pruning.byNoiseRate(execution), pruning.byClass(execution)).map { $0 && $1 }
    case .confidentLearning:
      return (0..<labels.count).map {
        joint.confidentLabels[$0] >= 0 && Int(joint.confidentLabels[$0]) != labels[$0]
      }
    case .predictedNotGiven:
      return (0..<labels.count).map { probabilities.predictedLabel(ofRow: $0) != labels[$0] }
    }
  }
}

/// Takes as many rows of every class as the confident joint counts.
private struct Pruning {
  let probabilities: ClassProbabilities
  /// The rows of each class.
  let rowsByClass: [[Int]]
  /// K x K, row-major: how many rows labelled a to take for class j; on the diagonal how many are right.
  let takenCounts: [Int]

  init(_ labels: Labels, _ probabilities: ClassProbabilities, _ joint: ConfidentJoint) {
    self.probabilities = probabilities
    rowsByClass = labels.rowsByClass
    takenCounts = Self.leavingOne(joint.calibratedCounts, classCount: labels.classCount)
  }

  /// The counts with at least one on the diagonal.
  private static func leavingOne(_ counts: [Int], classCount: Int) -> [Int] {
    var result = counts
    for given in 0..<classCount where counts[given * classCount + given] < 1 {
      let places = given * classCount..<(given + 1) * classCount
      // One less than the counts that are not 0, as in the reference implementation.
      let sharers = max(1, places.count { counts[$0] != 0 } - 1)
      for place in places {
        result[place] = Int(max(0, Double(counts[place]) - 1 / Double(sharers)))
      }
      result[given * classCount + given] = 1
    }
    return result
  }

  func byClass(_ execution: Execution) -> [Bool] {
    mask(execution) { given in
      let rows = rowsByClass[given]
      let right = takenCounts[given * rowsByClass.count + given]
      return LowestScores.flags(
        rows.map { probabilities[$0, given] }, count: rows.count - right)
    }
  }

  func byNoiseRate(_ execution: Execution) -> [Bool] {
    mask(execution) { given in
      let rows = rowsByClass[given]
      var taken = [Bool](repeating: false, count: rows.count)
      for other in rowsByClass.indices where other != given {
        let count = takenCounts[given * rowsByClass.count + other]
        guard count > 0 else { continue }
        let margins = rows.map { probabilities[$0, given] - probabilities[$0, other] }
        for (place, isLow) in LowestScores.flags(margins, count: count).enumerated() where isLow {
          taken[place] = true
        }
      }
      return taken
    }
  }

  /// Gathers what is taken of each class; a class of one row keeps it.
  private func mask(_ execution: Execution, taken: @Sendable (Int) -> [Bool]) -> [Bool] {
    let flags = execution.silent.map(count: rowsByClass.count) { given in
      rowsByClass[given].count > 1 ? taken(given) : []
    }
    var mask = [Bool](repeating: false, count: probabilities.rowCount)
    for (rows, flags) in zip(rowsByClass, flags) {
      for (row, flag) in zip(rows, flags) { mask[row] = flag }
    }
    return mask
  }
}
