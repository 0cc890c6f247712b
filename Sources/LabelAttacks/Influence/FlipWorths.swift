internal import LabelData

/// What flips are worth to first order: by how much each would raise the attacker's objective.
///
/// Row i going from its label a before the attack to b is worth u_b(i) - u_a(i), whatever label it has now.
struct FlipWorths: Sendable {
  /// The labels before the attack.
  let labels: Labels
  /// u: for each row one number for each score.
  let table: [Double]

  /// Number of scores.
  private var outputCount: Int { labels.classCount == 2 ? 1 : labels.classCount }

  /// What it is worth that a row has a class in the place of its label.
  func worth(row: Int, to label: Int) -> Double {
    if outputCount == 1 {
      return label == labels[row] ? 0 : label == 1 ? table[row] : -table[row]
    }
    let start = row * outputCount
    return table[start + label] - table[start + labels[row]]
  }

  /// The class to which a row's flip is worth most; the lowest among equals.
  func bestClass(row: Int) -> Int {
    let others = (0..<labels.classCount).filter { $0 != labels[row] }
    return others.dropFirst().reduce(others[0]) {
      worth(row: row, to: $1) > worth(row: row, to: $0) ? $1 : $0
    }
  }

  /// The best flip of every row, the one worth most first; ties go to the lowest row.
  var ranking: [Flip] {
    let flips = (0..<labels.count).map { row in
      Flip(row: row, from: labels[row], to: bestClass(row: row))
    }
    let worths = flips.map { worth(row: $0.row, to: $0.to) }
    return flips.indices.sorted { (-worths[$0], $0) < (-worths[$1], $1) }.map { flips[$0] }
  }

  /// The mean of these worths and others.
  func averaged(with other: FlipWorths) -> FlipWorths {
    FlipWorths(labels: labels, table: zip(table, other.table).map { ($0 + $1) / 2 })
  }
}
