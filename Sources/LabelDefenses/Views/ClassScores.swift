internal import Classifiers

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What speaks for every class of every row; the larger the more probable, in units of one view.
struct ClassScores: Sendable {
  let rowCount: Int
  let classCount: Int
  /// n x K, row-major.
  var elements: [Double]

  init(rowCount: Int, classCount: Int, elements: [Double]) {
    self.rowCount = rowCount
    self.classCount = classCount
    self.elements = elements
  }

  /// From the outputs of ``/Classifiers/Ridge``: for two classes one, of which each class has half; else one a class.
  init(outputs: [[Double]], rowCount: Int) {
    let classCount = max(2, outputs.count)
    self.init(
      rowCount: rowCount, classCount: classCount,
      elements: (0..<rowCount).flatMap { row in
        outputs.count == 1
          ? [-outputs[0][row] / 2, outputs[0][row] / 2] : outputs.map { $0[row] }
      })
  }

  subscript(row: Int, label: Int) -> Double { elements[row * classCount + label] }

  /// The score of a label less that of the best other; below 0 speaks against the label.
  func margin(_ row: Int, _ label: Int) -> Double {
    var best = -Double.infinity
    for other in 0..<classCount where other != label { best = max(best, self[row, other]) }
    let own = self[row, label]
    // Both are infinite where only one class is known; nothing is told then.
    return own == best ? 0 : own - best
  }

  /// The softmax of a row's scores times a factor.
  func probabilities(_ row: Int, sharpness: Double) -> [Double] {
    let scores = elements[row * classCount..<(row + 1) * classCount]
    let largest = scores.max() ?? 0
    let powers = scores.map { $0 == largest ? 1 : exp(sharpness * ($0 - largest)) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
