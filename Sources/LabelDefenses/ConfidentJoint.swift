public import Classifiers
public import LabelData
public import VectorKernels

/// Counts of given class and confidently probable class: the confident joint of Northcutt, Jiang and Chuang (2021).
///
/// The threshold t_j of class j is the mean probability of j over the rows labelled j. Row i counts for class j where
/// j is the only class with a probability of at least t_j (less 1e-6); where there are several, for the most probable
/// class of all; where there is none, the row is not counted. The joint estimates how many labels of each class
/// are wrong, and what they should be.
/// - Complexity: O(n · K) time; 4 · n bytes.
public struct ConfidentJoint: Equatable, Sendable {
  /// Number of classes, K.
  public let classCount: Int
  /// The threshold of every class, at least 2e-6; 2, which no probability reaches, where no row is labelled so.
  public let thresholds: [Double]
  /// K x K, row-major: how many rows labelled a are confidently of class j; 1 at least where a = j.
  public let counts: [Int]
  /// K x K, row-major: ``counts`` scaled to the size of every class in the labels, and rounded.
  ///
  /// A row of it sums to the number of rows with that label.
  public let calibratedCounts: [Int]
  /// The class that every row counts for; -1 where it counts for none.
  let confidentLabels: [Int32]

  /// Number of rows that count for another class than their label, though their label is not their most probable class.
  ///
  /// The given label is taken for the most probable one where it is within 1e-6.
  public let issueCount: Int

  /// Counts.
  ///
  /// - Parameters:
  ///   - labels: The given labels, n.
  ///   - probabilities: Out-of-sample probabilities, n x K.
  ///   - execution: Threads; the counts do not depend on them.
  /// - Precondition: as many rows and classes on both sides.
  public init(
    _ labels: Labels, _ probabilities: ClassProbabilities, execution: Execution = .serial
  ) {
    precondition(
      probabilities.rowCount == labels.count && probabilities.classCount == labels.classCount,
      "probabilities of every label")
    let classCount = labels.classCount
    let thresholds = Self.thresholds(labels, probabilities, execution)
    let confident = execution.silent.mapBlocks(of: labels.count, size: 4096) { rows in
      rows.map { Self.confidentLabel(probabilities, row: $0, thresholds) }
    }.flatMap(\.self)
    var counts = [Int](repeating: 0, count: classCount * classCount)
    var issueCount = 0
    for row in 0..<labels.count where confident[row] >= 0 {
      let (given, counted) = (labels[row], Int(confident[row]))
      counts[given * classCount + counted] += 1
      if given != counted, !probabilities.isLikely(given, row: row) { issueCount += 1 }
    }
    for label in 0..<classCount {
      counts[label * classCount + label] = max(1, counts[label * classCount + label])
    }
    self.classCount = classCount
    self.thresholds = thresholds
    self.counts = counts
    calibratedCounts = Self.calibrated(counts, classSizes: labels.classSizes)
    confidentLabels = confident
    self.issueCount = issueCount
  }

  /// The estimated share of wrong labels, 0...1: what lies off the diagonal of ``calibratedCounts``; 0 without rows.
  public var noiseRate: Double {
    let total = calibratedCounts.reduce(0, +)
    let right = (0..<classCount).reduce(0) { $0 + calibratedCounts[$1 * classCount + $1] }
    return total == 0 ? 0 : Double(total - right) / Double(total)
  }

  /// K x K, row-major: the estimated probability of the given class a where the true class is j.
  ///
  /// Every column sums to 1, but for a class that no row is estimated to have: its column is that of no noise.
  public var noiseMatrix: [Double] {
    var matrix = [Double](repeating: 0, count: calibratedCounts.count)
    for column in 0..<classCount {
      let places = (0..<classCount).map { $0 * classCount + column }
      let sum = places.reduce(0) { $0 + calibratedCounts[$1] }
      if sum == 0 { matrix[column * classCount + column] = 1 }
      for place in places where sum > 0 {
        matrix[place] = Double(calibratedCounts[place]) / Double(sum)
      }
    }
    return matrix
  }

  /// The probabilities less the thresholds, raised by the largest threshold and scaled to sum to 1.
  ///
  /// So a class whose rows are mostly given low probabilities is not held against them.
  /// - Parameter probabilities: n x K.
  /// - Returns: n x K.
  public func adjusted(_ probabilities: ClassProbabilities) -> ClassProbabilities {
    let largest = thresholds.max() ?? 0
    var elements: [Double] = []
    elements.reserveCapacity(probabilities.elements.count)
    for row in 0..<probabilities.rowCount {
      let raised = zip(probabilities.row(row), thresholds).map { $0 - $1 + largest }
      let sum = raised.reduce(0, +)
      for value in raised { elements.append(value / sum) }
    }
    return ClassProbabilities(
      rowCount: probabilities.rowCount, classCount: classCount, elements: elements)
  }

  private static func thresholds(
    _ labels: Labels, _ probabilities: ClassProbabilities, _ execution: Execution
  ) -> [Double] {
    let partial = execution.silent.mapBlocks(of: labels.count, size: 4096) { rows in
      var sums = [Double](repeating: 0, count: labels.classCount)
      for row in rows { sums[labels[row]] += probabilities[row, labels[row]] }
      return sums
    }
    return labels.classSizes.enumerated().map { label, size in
      size == 0 ? 2 : max(2e-6, partial.reduce(0) { $0 + $1[label] } / Double(size))
    }
  }

  private static func confidentLabel(
    _ probabilities: ClassProbabilities, row: Int, _ thresholds: [Double]
  ) -> Int32 {
    var (found, count) = (-1, 0)
    for label in thresholds.indices where probabilities[row, label] >= thresholds[label] - 1e-6 {
      if count == 0 { found = label }
      count += 1
    }
    return Int32(count > 1 ? probabilities.predictedLabel(ofRow: row) : found)
  }

  /// Counts scaled so that each row sums to the size of its class, and rounded.
  private static func calibrated(_ counts: [Int], classSizes: [Int]) -> [Int] {
    let classCount = classSizes.count
    let rows = classSizes.enumerated().map { label, size in
      let row = counts[label * classCount..<(label + 1) * classCount]
      let sum = Double(row.reduce(0, +))
      return row.map { Double($0) / sum * Double(size) }
    }
    let total = rows.joined().reduce(0, +)
    let wanted = Double(classSizes.reduce(0, +))
    return rows.flatMap { row in
      rounded(row.map { total == 0 ? 0 : $0 / total * wanted })
    }
  }

  /// Numbers rounded so that their sum stays what it is when rounded.
  ///
  /// Where the sum is too low the numbers that lost most by rounding are raised, the last among equals first; where
  /// it is too high those that gained most are lowered, the first among equals first: as the reference implementation
  /// of confident learning does.
  static func rounded(_ numbers: [Double]) -> [Int] {
    var rounded = numbers.map { $0.rounded(.toNearestOrEven) }
    let wanted = numbers.reduce(0, +).rounded(.toNearestOrEven)
    while true {
      let missing = wanted - rounded.reduce(0, +)
      guard missing != 0 else { return rounded.map { Int($0) } }
      let order = numbers.indices.sorted {
        (numbers[$0] - rounded[$0], $0) < (numbers[$1] - rounded[$1], $1)
      }
      let step = missing < 0 ? -1.0 : 1
      let places = missing < 0 ? order : order.reversed()
      for place in places.prefix(Int(abs(missing))) { rounded[place] += step }
    }
  }
}

extension ClassProbabilities {
  /// Whether a class is the most probable one of a row, or within 1e-6 of it; a lower class wins where both are equal.
  func isLikely(_ label: Int, row: Int) -> Bool {
    let own = self[row, label] + 1e-6
    return (0..<classCount).allSatisfy {
      $0 == label || own > self[row, $0] || (own == self[row, $0] && label < $0)
    }
  }
}
