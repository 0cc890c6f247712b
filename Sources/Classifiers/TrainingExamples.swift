package import LabelData
package import VectorKernels

/// Examples that a classifier may learn from: checked, and without the rows of weight 0.
package struct TrainingExamples: Sendable {
  /// n x d, finite; n is 1 or more.
  let features: Matrix
  /// n labels of at least two classes.
  let labels: Labels
  /// n weights above 0; `nil` where each is 1.
  let weights: [Double]?
  /// The place of each of these rows among those given.
  let rows: [Int]

  /// Checks examples, and leaves out those of weight 0.
  ///
  /// - Throws: ``ClassifierError`` naming the first fault.
  package init(_ features: Matrix, _ labels: Labels, weights: [Double]?) throws(ClassifierError) {
    guard features.rowCount == labels.count, labels.count > 0 else {
      throw .rowCounts(features: features.rowCount, labels: labels.count)
    }
    guard labels.classCount >= 2 else { throw .tooFewClasses(labels.classCount) }
    if let (row, column, value) = features.firstNonFinite {
      throw .notFinite(row: row, column: column, value: value)
    }
    let all = Array(0..<labels.count)
    guard let weights else {
      (self.features, self.labels, self.weights, rows) = (features, labels, nil, all)
      return
    }
    guard weights.count == labels.count else {
      throw .weightCounts(weights: weights.count, labels: labels.count)
    }
    if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .invalidWeight(row: row, value: weights[row])
    }
    let kept = all.filter { weights[$0] > 0 }
    guard !kept.isEmpty else { throw .noWeight }
    let isWhole = kept.count == labels.count
    self.features = isWhole ? features : features.selecting(rows: kept)
    self.labels = isWhole ? labels : labels.selecting(rows: kept)
    self.weights = kept.allSatisfy { weights[$0] == 1 } ? nil : kept.map { weights[$0] }
    rows = kept
  }

  /// Checked features without labels, for what looks at features alone; every row counts 1.
  init(unlabelled features: Matrix) {
    let none = [String](repeating: "none", count: features.rowCount)
    self.init(
      features: features, labels: Labels(names: none).addingClass(), weights: nil,
      rows: Array(0..<features.rowCount))
  }

  /// Number of rows, n.
  var count: Int { labels.count }

  /// The sum of all weights.
  var totalWeight: Double { weights?.reduce(0, +) ?? Double(count) }

  /// The classes that some row carries, ascending.
  package var presentClasses: [Int] {
    let sizes = labels.classSizes
    return sizes.indices.filter { sizes[$0] > 0 }
  }

  /// The examples of one class; `nil` where there are none.
  func selecting(label: Int) -> TrainingExamples? {
    let places = (0..<count).filter { labels[$0] == label }
    guard !places.isEmpty else { return nil }
    return TrainingExamples(
      features: features.selecting(rows: places), labels: labels.selecting(rows: places),
      weights: weights.map { all in places.map { all[$0] } }, rows: places.map { rows[$0] })
  }

  private init(features: Matrix, labels: Labels, weights: [Double]?, rows: [Int]) {
    self.features = features
    self.labels = labels
    self.weights = weights
    self.rows = rows
  }

  /// The weighted mean of every feature.
  package var means: [Double] {
    var sums = [Double](repeating: 0, count: features.columnCount)
    for row in 0..<count { addScaled(weights?[row] ?? 1, features, row: row, to: &sums) }
    let total = totalWeight
    return sums.map { $0 / total }
  }

  /// The weighted variance of every feature about its mean, divided by the sum of the weights.
  func variances(about means: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: features.columnCount)
    for row in 0..<count {
      let weight = weights?[row] ?? 1
      let start = row * sums.count
      for column in sums.indices {
        let difference = Double(features.elements[start + column]) - means[column]
        sums[column] += weight * difference * difference
      }
    }
    let total = totalWeight
    return sums.map { $0 / total }
  }
}
