internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import Neighbors
internal import VectorKernels

/// The losses of every row's label over the epochs of a training, capped and smoothed.
struct LossCurves {
  /// n x E.
  let values: Matrix

  /// Caps and smooths.
  ///
  /// - Parameters:
  ///   - course: The training.
  ///   - cap: No loss counts more.
  ///   - smoothingWidth: Number of epochs up to each one that are averaged; those before the first full average
  ///     have its value. At most E.
  /// - Complexity: O(n · E).
  init(_ course: TrainingDynamics, cap: Double, smoothingWidth: Int) {
    let width = min(smoothingWidth, course.epochCount)
    var smooth: [Float] = []
    smooth.reserveCapacity(course.losses.count)
    for row in 0..<course.rowCount {
      let capped = course.losses(ofRow: row).map { min(Double($0), cap) }
      let averages = (width...capped.count).map { end in
        Float(capped[end - width..<end].reduce(0, +) / Double(width))
      }
      smooth.append(contentsOf: repeatElement(averages[0], count: width - 1))
      smooth.append(contentsOf: averages)
    }
    values = Matrix(
      rowCount: course.rowCount, columnCount: course.epochCount, elements: smooth)
  }

  /// The votes of the windows of one choice of parameters.
  struct Votes {
    /// Number of windows that vote for each label.
    let counts: [Int]
    /// Number of windows, w.
    let windowCount: Int
    /// Number of votes that clears a label, t.
    let threshold: Int
  }

  /// One choice of parameters.
  private struct Choice {
    /// The place of k among the cluster counts.
    let clustering: Int
    /// Number of clusters that vote against their members, s.
    let condemned: Int
    /// The place of w among the window counts.
    let division: Int
    /// Number of votes that clears a label, t.
    let threshold: Int
  }

  /// Most rows of a class whose silhouettes are measured.
  private static let sampleSize = 1000
  /// Number of starts of k-means.
  private static let startCount = 10

  /// Lets the windows vote, with the parameters whose division of the rows has the largest mean silhouette.
  ///
  /// - Parameters:
  ///   - labels: n given labels.
  ///   - clusterCounts: The k to choose from, each 2 or more.
  ///   - windowCounts: The w to choose from, each 1...E, at least one.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads and progress.
  /// - Returns: The votes on every label.
  /// - Throws: ``DefenseError/search(_:)`` where losses are not finite.
  func clusterVotes(
    _ labels: Labels, clusterCounts: [Int], windowCounts: [Int], seed: UInt64,
    execution: Execution
  ) throws(DefenseError) -> Votes {
    let members = labels.rowsByClass
    let windows = windowCounts.map { count in
      (0..<count).map { values.columnCount * $0 / count..<values.columnCount * ($0 + 1) / count }
    }
    var sides: [[[[UInt8]]]] = []
    for division in windows {
      var ofDivision: [[[UInt8]]] = []
      for clusterCount in clusterCounts {
        var ofClustering: [[UInt8]] = []
        for window in division {
          ofClustering.append(
            try clusterSides(
              members, window: window, clusterCount: clusterCount, seed: seed,
              execution: execution))
        }
        ofDivision.append(ofClustering)
      }
      sides.append(ofDivision)
    }
    func counts(_ choice: Choice) -> [Int] {
      let chosen = sides[choice.division][choice.clustering]
      return (0..<labels.count).map { row in chosen.count { $0[row] > choice.condemned } }
    }
    var choices: [Choice] = []
    for (clustering, clusterCount) in clusterCounts.enumerated() {
      for condemned in 1..<clusterCount {
        for (division, windowCount) in windowCounts.enumerated() {
          for threshold in 1...windowCount / 2 + 1 {
            choices.append(
              Choice(
                clustering: clustering, condemned: condemned, division: division,
                threshold: threshold))
          }
        }
      }
    }
    let clears = choices.map { choice in counts(choice).map { $0 >= choice.threshold } }
    let merits = silhouettes(of: clears, members, seed: seed, execution: execution)
    let best = merits.indices.reduce(0) { merits[$1] > merits[$0] ? $1 : $0 }
    return Votes(
      counts: counts(choices[best]), windowCount: windowCounts[choices[best].division],
      threshold: choices[best].threshold)
  }

  /// For each row the smallest number of condemned clusters that includes its own; no number includes the cluster of
  /// the smallest area.
  private func clusterSides(
    _ members: [[Int]], window: Range<Int>, clusterCount: Int, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> [UInt8] {
    var sides = [UInt8](repeating: .max, count: values.rowCount)
    for (label, rows) in members.enumerated() where rows.count > 1 {
      let curves = Matrix(
        rowCount: rows.count, columnCount: window.count,
        elements: rows.flatMap { values.row($0)[values.range(ofRow: $0, window)] })
      let clusters = try Self.clusters(
        curves, count: clusterCount,
        seed: SeededGenerator.derivedSeed(seed, key: "ctrl/\(label)/\(window)/\(clusterCount)"),
        execution: execution)
      let areas = (0..<clusters.centers.rowCount).map { center in
        clusters.centers.row(center).reduce(0) { $0 + Double($1) }
      }
      let order = Set(clusters.assignments).sorted { (-areas[$0], $0) < (-areas[$1], $1) }
      for (place, cluster) in order.dropLast().enumerated() {
        for (row, own) in zip(rows, clusters.assignments) where own == cluster {
          sides[row] = UInt8(place + 1)
        }
      }
    }
    return sides
  }

  /// The clusters of the smallest spread that several starts of k-means find; the first of equal ones.
  private static func clusters(
    _ curves: Matrix, count: Int, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> KMeans.Clusters {
    let starts = execution.silent.map(count: startCount) { start in
      Result { () throws(NeighborError) -> KMeans.Clusters in
        try KMeans(clusterCount: count, rounds: 100).fit(
          curves, seed: SeededGenerator.derivedSeed(seed, key: "start/\(start)"),
          execution: .serial)
      }
    }
    return try searching { () throws(NeighborError) in
      var best = try starts[0].get()
      for start in starts.dropFirst() {
        let other = try start.get()
        if other.spread < best.spread { best = other }
      }
      return best
    }
  }

  /// The mean silhouette of each division over the classes that it divides; -1 where there are none.
  private func silhouettes(
    of divisions: [[Bool]], _ members: [[Int]], seed: UInt64, execution: Execution
  ) -> [Double] {
    let parts = execution.map(count: members.count) { label -> [Double?] in
      var generator = SeededGenerator(seed: seed, key: "ctrl/silhouette/\(label)")
      var rows = members[label]
      if rows.count > Self.sampleSize {
        generator.shuffle(&rows)
        rows = Array(rows.prefix(Self.sampleSize))
      }
      let silhouettes = Silhouettes(values.selecting(rows: rows))
      return divisions.map { division in silhouettes.mean(rows.map { division[$0] }) }
    }
    return divisions.indices.map { place in
      let known = parts.compactMap { $0[place] }
      return known.isEmpty ? -1 : known.reduce(0, +) / Double(known.count)
    }
  }
}

extension Matrix {
  /// The positions in ``elements`` of some columns of one row.
  fileprivate func range(ofRow row: Int, _ columns: Range<Int>) -> Range<Int> {
    row * columnCount + columns.lowerBound..<row * columnCount + columns.upperBound
  }
}

extension KMeans.Clusters {
  /// Sum of the squared distances of all rows to their centers.
  fileprivate var spread: Double {
    distances.reduce(0) { $0 + Double($1) * Double($1) }
  }
}
