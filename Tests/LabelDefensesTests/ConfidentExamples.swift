import Classifiers
import LabelData

/// Probabilities and labels that cleanlab 2.9.0 was run on.
enum ConfidentExamples {
  /// 24 rows of three classes, in hundredths.
  private static let hundredths = [
    [74, 25, 1], [9, 81, 10], [52, 7, 41], [62, 33, 5], [26, 71, 3], [21, 1, 78], [28, 72, 0],
    [1, 92, 7], [10, 18, 72], [69, 2, 29], [33, 60, 7], [6, 52, 42], [64, 15, 21], [6, 73, 21],
    [43, 25, 32], [87, 4, 9], [8, 92, 0], [6, 45, 49], [78, 15, 7], [20, 80, 0], [3, 0, 97],
    [71, 6, 23], [4, 94, 2], [7, 7, 86],
  ]

  static func three() throws -> (labels: Labels, probabilities: ClassProbabilities) {
    let labels = try Labels(
      classIndices: [0, 0, 2, 0, 1, 0, 2, 1, 2, 0, 0, 2, 0, 1, 2, 0, 1, 1, 0, 1, 0, 0, 1, 2],
      classNames: ["a", "b", "c"])
    return (
      labels,
      ClassProbabilities(
        rowCount: 24, classCount: 3, elements: hundredths.joined().map { Double($0) / 100 })
    )
  }

  /// Six rows of two classes whose joint can be counted by hand.
  static func two() throws -> (labels: Labels, probabilities: ClassProbabilities) {
    let ones = [0.9, 0.8, 0.3, 0.2, 0.1, 0.7]
    return (
      try Labels(classIndices: [1, 1, 1, 0, 0, 0], classNames: ["a", "b"]),
      ClassProbabilities(rowCount: 6, classCount: 2, elements: ones.flatMap { [1 - $0, $0] })
    )
  }
}
