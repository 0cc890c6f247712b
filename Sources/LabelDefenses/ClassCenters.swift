internal import LabelData
internal import VectorKernels

/// A center for every class that a row carries, in the space of the features.
struct ClassCenters: Equatable, Sendable {
  /// Number of features, d.
  let featureCount: Int
  /// K x d, row-major; zeros for a class without rows.
  let coordinates: [Double]
  /// Whether a row carries each class.
  let isKnown: [Bool]

  /// The weighted means of the rows of every class.
  ///
  /// - Parameters:
  ///   - features: n x d.
  ///   - labels: n labels.
  ///   - weights: What each row counts, 0 or more; `nil` for 1 each.
  ///   - execution: Threads; the means do not depend on them.
  /// - Returns: The mean of the rows of each class; a class without weight is not known.
  static func means(
    _ features: Matrix, _ labels: Labels, weights: [Double]? = nil,
    execution: Execution
  ) -> ClassCenters {
    let (n, d) = (features.rowCount, features.columnCount)
    let partial = execution.silent.mapBlocks(of: n, size: max(4096, (n + 63) / 64)) { rows in
      var sums = [Double](repeating: 0, count: labels.classCount * d)
      var counts = [Double](repeating: 0, count: labels.classCount)
      for row in rows {
        let weight = weights?[row] ?? 1
        guard weight > 0 else { continue }
        counts[labels[row]] += weight
        let (source, target) = (row * d, labels[row] * d)
        for column in 0..<d {
          sums[target + column] += weight * Double(features.elements[source + column])
        }
      }
      return (sums: sums, counts: counts)
    }
    var sums = [Double](repeating: 0, count: labels.classCount * d)
    var counts = [Double](repeating: 0, count: labels.classCount)
    for part in partial {
      for place in sums.indices { sums[place] += part.sums[place] }
      for label in counts.indices { counts[label] += part.counts[label] }
    }
    for place in sums.indices where counts[place / d] > 0 { sums[place] /= counts[place / d] }
    return ClassCenters(featureCount: d, coordinates: sums, isKnown: counts.map { $0 > 0 })
  }

  /// The medians of every feature over the rows of every class; the mean of the two middle values where there is no
  /// middle.
  static func medians(
    _ features: Matrix, _ labels: Labels, execution: Execution
  ) -> ClassCenters {
    let d = features.columnCount
    let columns = execution.silent.map(count: d) { column in
      var values = [[Float]](repeating: [], count: labels.classCount)
      for row in 0..<labels.count { values[labels[row]].append(features[row, column]) }
      return values.map { $0.sorted().map(Double.init).median }
    }
    return ClassCenters(
      featureCount: d,
      coordinates: (0..<labels.classCount).flatMap { label in columns.map { $0[label] } },
      isKnown: labels.classSizes.map { $0 > 0 })
  }

  /// One coordinate of the center of a class.
  subscript(label: Int, column: Int) -> Double { coordinates[label * featureCount + column] }

  /// The same centers in other coordinates.
  ///
  /// - Parameter map: K x d coordinates from as many.
  /// - Returns: The centers that are mapped.
  func mapped(_ map: ([Double]) -> [Double]) -> ClassCenters {
    ClassCenters(featureCount: featureCount, coordinates: map(coordinates), isKnown: isKnown)
  }

  /// Squared Euclidean distance of a point to the center of a class.
  func squaredDistance(_ point: ArraySlice<Double>, label: Int) -> Double {
    let (first, center) = (point.startIndex, label * featureCount)
    var sum = 0.0
    for column in 0..<featureCount {
      let difference = point[first + column] - coordinates[center + column]
      sum += difference * difference
    }
    return sum
  }
}
