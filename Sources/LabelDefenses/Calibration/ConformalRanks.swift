internal import LabelContracts
internal import LabelData
internal import VectorKernels

extension TrustedKernel {
  /// Differences of margins up to this one count as ties, so that rounding only ever makes a p-value larger.
  private static let tie = 1e-9

  /// How many of the m + 1 rows, itself included, fit their labels no better than a further row with its label does.
  ///
  /// - Returns: The rank, 1...m + 1; m + 1 where no trusted row carries the label.
  /// - Complexity: O(m · (m + d + K)).
  func rank(_ features: Matrix, row: Int, label: Int) -> Int {
    guard classes.contains(label) else { return count + 1 }
    let margins = margins(features, row: row, label: label)
    // Margins that are no numbers count against rejection too.
    return margins.filter { !($0 > margins[count] + Self.tie) }.count
  }

  /// The margins of the trusted rows and of a further row with its label, each predicted by the other m.
  ///
  /// The margin of a row is the score of its label less the largest score of another class. With u = A k(x) and
  /// `s = k(x, x) + 0.1 - k(x)ᵀ u` the inverse of the system of m + 1 rows is that of the m plus `u uᵀ / s`, bordered
  /// by -u / s and 1 / s, so nothing is fitted anew.
  ///
  /// - Returns: m + 1 margins, the further row's last.
  /// - Precondition: a trusted row carries the label.
  func margins(_ features: Matrix, row: Int, label: Int) -> [Double] {
    let own = classes.firstIndex(of: label) ?? 0
    let kernels = kernels(features, row: row)
    let u = (0..<count).map { dot(kernels, table: inverse, row: $0) }
    let s = Self.ownKernel + Self.penalty - dot(kernels, table: u, row: 0)
    var scores = [Double](repeating: 0, count: classes.count)
    for other in 0..<count { scores[places[other]] += u[other] }
    let last = Self.margin(scores, of: own)
    let changes = scores.indices.map { (scores[$0] - ($0 == own ? 1 : 0)) / s }
    var margins = (0..<count).map { other in
      let diagonal = inverse[other * count + other] + u[other] * u[other] / s
      for place in scores.indices {
        let coefficient = coefficients[other * classes.count + place] + u[other] * changes[place]
        scores[place] = (place == places[other] ? 1 : 0) - coefficient / diagonal
      }
      return Self.margin(scores, of: places[other])
    }
    margins.append(last)
    return margins
  }

  /// The score of a class less the largest of another; less 0 where there is no other.
  private static func margin(_ scores: [Double], of own: Int) -> Double {
    var rival = scores.count > 1 ? -Double.infinity : 0
    for place in scores.indices where place != own { rival = max(rival, scores[place]) }
    return scores[own] - rival
  }
}
