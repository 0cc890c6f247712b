internal import Classifiers
internal import LabelData

/// Predicted classes, how confident each prediction is among those of its class, and which labels disagree.
struct ConfidenceRanks {
  /// The most probable class of every row.
  let predictions: [Int]
  /// Where each row stands among those of the same predicted class, 0...1, the most confident first.
  let ranks: [Double]
  /// Whether the label of each row is another class than predicted.
  let disagrees: [Bool]
  /// Number of classes, K.
  let classCount: Int

  /// Ranks rows; equally confident ones in their order.
  init(_ labels: Labels, _ probabilities: ClassProbabilities) {
    predictions = probabilities.predictedLabels
    classCount = labels.classCount
    var rows = [[Int]](repeating: [], count: classCount)
    for (row, label) in predictions.enumerated() { rows[label].append(row) }
    var ranks = [Double](repeating: 0, count: labels.count)
    for (label, rows) in rows.enumerated() {
      let order = rows.sorted {
        (-probabilities[$0, label], $0) < (-probabilities[$1, label], $1)
      }
      for (place, row) in order.enumerated() {
        ranks[row] = (Double(place) + 0.5) / Double(order.count)
      }
    }
    self.ranks = ranks
    disagrees = zip(predictions, labels.classIndices).map { $0 != $1 }
  }
}
