import Classifiers
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import LabelDefenses

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The views of the default detector against plain computations.
@Suite struct ViewsTests {
  private func points(_ rowCount: Int, _ columnCount: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    return Matrix(
      rowCount: rowCount, columnCount: columnCount,
      elements: (0..<rowCount * columnCount).map { _ in Float(generator.normal()) })
  }

  private func kernel(_ one: ArraySlice<Float>, _ other: ArraySlice<Float>, _ width: Double)
    -> Double
  {
    let square = zip(one, other).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
    return exp(-square / (2 * width * width))
  }

  /// Kernel ridge regression with an unpenalised offset, in its dual form, refitted without each row.
  @Test func `a kernel of all rows is exact, and each row left out by a refit`() throws {
    let rows = points(14, 3, seed: 1)
    let labels = try SyntheticData.labels((0..<14).map { $0 * 5 % 3 % 2 }, classCount: 2)
    let (width, penalty) = (1.5, 0.7)
    let map = KernelMap(landmarks: rows, kernel: .gaussian(width: width))
    let fit = try Ridge(regularization: penalty).fitWithLeaveOneOut(
      map.features(of: rows, execution: .serial), labels, weights: nil, execution: .serial)
    for left in 0..<14 {
      let others = (0..<14).filter { $0 != left }
      let size = others.count + 1
      // [K + λ, 1; 1, 0] [a; b] = [codes; 0]
      var system = [[Double]](repeating: [Double](repeating: 0, count: size + 1), count: size)
      for (place, row) in others.enumerated() {
        for (column, other) in others.enumerated() {
          system[place][column] =
            kernel(rows.row(row), rows.row(other), width) + (place == column ? penalty : 0)
        }
        (system[place][size - 1], system[size - 1][place]) = (1, 1)
        system[place][size] = labels[row] == 1 ? 1 : -1
      }
      let solution = solved(system)
      let score =
        others.enumerated().reduce(solution[size - 1]) { sum, entry in
          sum + solution[entry.offset] * kernel(rows.row(left), rows.row(entry.element), width)
        }
      #expect(abs(fit.scores[0][left] - score) < 1e-3)
    }
  }

  /// Gauss and Jordan with pivots, of rows that end with the right side.
  private func solved(_ system: [[Double]]) -> [Double] {
    var system = system
    let size = system.count
    for column in 0..<size {
      let pivot = (column..<size).reduce(column) {
        abs(system[$1][column]) > abs(system[$0][column]) ? $1 : $0
      }
      system.swapAt(column, pivot)
      for row in 0..<size where row != column {
        let factor = system[row][column] / system[column][column]
        for place in column...size { system[row][place] -= factor * system[column][place] }
      }
    }
    return (0..<size).map { system[$0][size] / system[$0][$0] }
  }

  @Test(arguments: [2, 4])
  func `a model's scores of rows are those of their features`(classCount: Int) throws {
    let (rows, labels) = try SyntheticData.clusters(
      rowCount: 700, featureCount: 3, classCount: classCount, seed: 2)
    let map = KernelMap(
      landmarks: rows.selecting(rows: 0..<40), kernel: .gaussian(width: 1))
    let features = map.features(of: rows, execution: .serial)
    let model = try Ridge(regularization: 1).fit(
      features, labels, weights: nil, seed: 1, execution: .serial)
    let scores = map.scores(of: rows, by: model, execution: Execution(threadCount: 2))
    #expect(scores.count == model.weights.count)
    for (output, scores) in scores.enumerated() {
      for (score, expected) in zip(scores, model.scores(features, output: output)) {
        #expect(abs(score - expected) < 3e-3)
      }
    }
  }

  @Test func `the unit of widths is the median distance`() {
    let rows = Matrix(rowCount: 4, columnCount: 1, elements: [0, 1, 3, 7])
    // Distances 1, 2, 3, 4, 6, 7; the upper of the two in the middle.
    #expect(abs(KernelMap.medianDistance(rows, seed: 1) - 4) < 1e-9)
    let alike = Matrix(rowCount: 3, columnCount: 1, elements: [5, 5, 5])
    #expect(KernelMap.medianDistance(alike, seed: 1) > 0)
  }

  @Test func `coordinates keep distances where the rank allows`() {
    let (left, right) = (points(60, 20, seed: 3), points(20, 80, seed: 4))
    var rows = Matrix(
      rowCount: 60, columnCount: 80, elements: [Float](repeating: 5, count: 60 * 80))
    rows.addProduct(left, right)
    let found = PrincipalCoordinates(rows, seed: 1).coordinates(of: rows, execution: .serial)
    #expect(found.columnCount == PrincipalCoordinates.limit)
    for row in 0..<60 {
      for other in 0..<row {
        let before = distance(rows.row(row), rows.row(other))
        #expect(abs(distance(found.row(row), found.row(other)) - before) < 1e-3 * before)
      }
    }
    let few = points(5, 50, seed: 5)
    #expect(PrincipalCoordinates(few, seed: 1).coordinates(of: few, execution: .serial) == few)
  }

  private func distance(_ one: ArraySlice<Float>, _ other: ArraySlice<Float>) -> Double {
    zip(one, other).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }.squareRoot()
  }

  @Test func `the scores of a few rows are distances to weighted means`() throws {
    let rows = Matrix(rowCount: 5, columnCount: 2, elements: [0, 0, 2, 0, 6, 0, 6, 4, 9, 9])
    let labels = try SyntheticData.labels([0, 0, 1, 1, 1], classCount: 2)
    let view = GlobalView(
      .euclidean, ScoredSample(rows, seed: 1), labels, weights: [1, 3, 1, 1, 0],
      execution: .serial)
    // Centers (1.5, 0) and (6, 2); classes of three rows or fewer are not trimmed.
    for row in 0..<5 {
      let (x, y) = (Double(rows[row, 0]), Double(rows[row, 1]))
      #expect(abs(view.scores[row, 0] + pow(x - 1.5, 2) + y * y) < 1e-9)
      #expect(abs(view.scores[row, 1] + pow(x - 6, 2) + pow(y - 2, 2)) < 1e-9)
    }
  }

  @Test(arguments: GlobalView.Metric.allCases)
  func `centers hold where a quarter of a class lies elsewhere`(
    metric: GlobalView.Metric
  ) throws {
    let data = try SyntheticDataset.gaussians.make(rowCount: 400, seed: 6)
    var labels = data.labels
    let flipped = (0..<400).filter { data.labels[$0] == 0 }.prefix(60)
    for row in flipped { labels[row] = 1 }
    let view = GlobalView(
      metric, ScoredSample(data.features, seed: 1), labels,
      weights: [Double](repeating: 1, count: 400), execution: .serial)
    #expect(flipped.allSatisfy { view.scores.margin($0, 1) < 0 })
    let right = (0..<400).count { view.scores.margin($0, data.labels[$0]) > 0 }
    #expect(right >= 396)
  }

  /// The same models, learnt anew without each row instead of by the formula for rows left out.
  @Test func `models of trusted rows are those of refits`() throws {
    let (all, clean) = try SyntheticData.clusters(
      rowCount: 24, featureCount: 2, separation: 3, seed: 7)
    let (pool, trusted) = (all.selecting(rows: 0..<16), all.selecting(rows: 16..<24))
    var labels = clean.selecting(rows: 0..<16)
    labels[3] = 1 - labels[3]
    let known = clean.selecting(rows: 16..<24)
    let sample = ScoredSample(pool, seed: 1)
    let view = try TrustedViews(
      labels, sample, trusted: (trusted, known), seed: 1, execution: .serial)
    let spaces = self.spaces(all, sample, trusted)
    let together = labels.appending(known)
    var bank: [(scores: [Double], loss: Double)] = []
    var weights = [Double](repeating: 0, count: 16)
    for round in 0...2 {
      var latest: [(scores: [Double], loss: Double)] = []
      for space in spaces {
        for share in round == 0 ? [0] : [0.1, 0.3, 1] {
          let all = weights.map { $0 * share } + [Double](repeating: 1, count: 8)
          let scores = try refits(space, together, all)
          let loss = (16..<24).reduce(0.0) { sum, row in
            sum - log(probability(together[row], scores[row]) + 1e-3)
          }
          latest.append((scores, loss))
        }
      }
      bank += latest
      let mean = mean(latest)
      weights = (0..<16).map { row in
        let given = probability(labels[row], mean[row])
        return given * given < 0.02 ? 0 : given * given
      }
    }
    let expected = mean(bank)
    for row in 0..<16 {
      #expect(abs(view.scores[row, 1] - view.scores[row, 0] - expected[row]) < 2e-3)
    }
  }

  @Test func `of many rows a sample is learnt, the same on any number of threads`() throws {
    let data = try SyntheticDataset.gaussians.make(rowCount: 330, seed: 1)
    let (labels, flipped) = data.labels.selecting(rows: 0..<300).flipping(40, seed: 2)
    let sample = ScoredSample(data.features.selecting(rows: 0..<300), seed: 4, limit: 150)
    #expect(sample.isSampled && sample.points.rowCount == 150)
    let untrusted = try [1, 2, 8].map {
      try UntrustedViews(
        labels, sample, probabilities: nil, seed: 4, execution: Execution(threadCount: $0))
    }
    #expect(Set(untrusted.map(\.flipScores)).count == 1)
    #expect(Set(untrusted.map(\.classes.elements)).count == 1)
    #expect(averagePrecision(untrusted[0].flipScores.map { -$0 }, flipped: flipped) >= 0.95)
    let trusted = (
      points: data.features.selecting(rows: 300..<330),
      labels: data.labels.selecting(rows: 300..<330)
    )
    let views = try [1, 2, 8].map {
      try TrustedViews(
        labels, sample, trusted: trusted, seed: 4, execution: Execution(threadCount: $0))
    }
    #expect(Set(views.map(\.scores.elements)).count == 1)
    let margins = (0..<300).map { views[0].scores.margin($0, labels[$0]) }
    #expect(averagePrecision(margins, flipped: flipped) >= 0.95)
  }

  /// What a model is learnt from, its penalty, and what its scores are multiplied with.
  private typealias Space = (features: Matrix, penalty: Double, stretch: Double)

  /// The coordinates in units of their spread, thrice, and kernels of three widths.
  private func spaces(_ all: Matrix, _ sample: ScoredSample, _ trusted: Matrix) -> [Space] {
    let median = sample.medianDistance
    let factor = Float(2.0.squareRoot() / median)
    let landmarks = Matrix(
      rowCount: 24, columnCount: 2, elements: trusted.elements + sample.landmarks.elements)
    let plain = Matrix(rowCount: 24, columnCount: 2, elements: all.elements.map { $0 * factor })
    return [(plain, 0.03, 1), (plain, 0.3, 1), (plain, 3, 1.5)]
      + [0.5, 1, 2].map { width in
        (
          KernelMap(landmarks: landmarks, kernel: .gaussian(width: width * median)).features(
            of: all, execution: .serial), 0.03, 1
        )
      }
  }

  private func refits(
    _ space: Space, _ labels: Labels, _ weights: [Double]
  ) throws -> [Double] {
    try weights.indices.map { left in
      var others = weights
      others[left] = 0
      let model = try Ridge(regularization: space.penalty).fit(
        space.features, labels, weights: others, seed: 1, execution: .serial)
      return space.stretch * model.scores(space.features, output: 0)[left]
    }
  }

  /// P(label) where class 1 leads class 0 by a score.
  private func probability(_ label: Int, _ score: Double) -> Double {
    1 / (1 + exp(-4 * (label == 1 ? score : -score)))
  }

  private func mean(_ models: [(scores: [Double], loss: Double)]) -> [Double] {
    let weights = models.map { exp(-$0.loss / 2) }
    let total = weights.reduce(0, +)
    return models[0].scores.indices.map { row in
      zip(models, weights).reduce(0) { $0 + $1.1 * $1.0.scores[row] } / total
    }
  }
}
