import FlipguardTestSupport
import Foundation
import LabelData
import Neighbors
import Testing
import VectorKernels

@testable import Classifiers

/// Members of ``LabelLinears/all`` against plain definitions.
@Suite struct LabelLinearMembersTests {
  private func weights(
    _ member: some LabelLinear, _ features: Matrix, of queries: Matrix
  ) throws -> [LabelWeights] {
    try member.fit(features, seed: 3, execution: .serial)
      .labelWeights(queries, rows: 0..<queries.rowCount, execution: .serial)
  }

  private func dense(_ weights: LabelWeights, _ count: Int) -> [Double] {
    var values = [Double](repeating: 0, count: count)
    weights.forEach { values[$0] = $1 }
    return values
  }

  private func difference(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).map { abs($0 - $1) }.max() ?? 0
  }

  @Test(arguments: [DistanceMetric.euclidean, .manhattan])
  func `the nearest vote predicts what the plain classifier does`(metric: DistanceMetric) throws {
    let (features, labels) = try SyntheticData.grid(
      rowCount: 80, featureCount: 3, levels: 3, classCount: 3, seed: 5)
    let (queries, _) = try SyntheticData.grid(
      rowCount: 40, featureCount: 3, levels: 4, classCount: 3, seed: 6)
    for k in [1, 4, 80, 500] {
      let found = try weights(
        NearestVote(neighborCount: k, metric: metric), features, of: queries)
      let plain = try KNearest(neighborCount: k, metric: metric).fit(features, labels, seed: 0)
      #expect(found.map { $0.predictedLabel(labels) } == plain.predict(queries))
    }
  }

  @Test(arguments: [3, 50], [2, 3])
  func `ridge predicts what the plain classifier does`(featureCount: Int, classCount: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 40, featureCount: featureCount, classCount: classCount, separation: 1, seed: 4)
    let (queries, _) = try SyntheticData.clusters(
      rowCount: 30, featureCount: featureCount, separation: 1, seed: 9)
    for penalty in [0.5, 30] {
      let found = try weights(
        RidgeSmoother(regularization: penalty, penalizesIntercept: false), features, of: queries)
      let plain = try Ridge(regularization: penalty).fit(features, labels, seed: 0)
      #expect(found.map { $0.predictedLabel(labels) } == plain.predict(queries))
      for output in Ridge.outputs(classCount: classCount) {
        let codes = Ridge.codes(labels, output: output)
        let scores = found.map { weights in
          zip(dense(weights, 40), codes).reduce(0) { $0 + $1.0 * $1.1 }
        }
        #expect(difference(scores, plain.scores(queries, output: output)) < 1e-9)
      }
    }
  }

  @Test(arguments: [3, 50])
  func `a penalised intercept is one more feature`(featureCount: Int) throws {
    let (features, _) = try SyntheticData.clusters(
      rowCount: 40, featureCount: featureCount, separation: 1, seed: 4)
    let queries = features.selecting(rows: 5..<15)
    let found = try weights(RidgeSmoother(regularization: 2), features, of: queries)
    let means = TrainingExamples(unlabelled: features).means
    let z = (0..<40).map { row in zip(features.row(row), means).map { Double($0) - $1 } + [1] }
    // (Zt Z + 2 I)^-1 of all columns, the 1 among them.
    let size = featureCount + 1
    var system = [Double](repeating: 0, count: size * size)
    for row in z {
      for i in 0..<size { for j in 0..<size { system[i * size + j] += row[i] * row[j] } }
    }
    for i in 0..<size { system[i * size + i] += 2 }
    let factor = try #require(Cholesky(system, size: size))
    for query in 0..<10 {
      let solution = factor.solve(z[5 + query])
      let plain = z.map { row in zip(row, solution).reduce(0) { $0 + $1.0 * $1.1 } }
      #expect(difference(dense(found[query], 40), plain) < 1e-10)
    }
  }

  @Test(arguments: [RowKernel.gaussian(width: 1.5), .neuralTangent])
  func `kernel ridge with all rows as landmarks is the plain one`(kernel: RowKernel) throws {
    let (features, _) = try SyntheticData.clusters(
      rowCount: 30, featureCount: 3, separation: 1, seed: 4)
    let (queries, _) = try SyntheticData.clusters(
      rowCount: 8, featureCount: 3, separation: 1, seed: 5)
    let found = try weights(
      KernelRidgeSmoother(kernel: kernel, regularization: 0.7), features, of: queries)
    func k(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
      func product(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
        zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
      return kernel.value(product: product(a, b), squares: (product(a, a), product(b, b)))
    }
    // The centred kernel plus 1 for the intercept: k(x, z) - means + 1.
    let n = 30
    let gram = (0..<n).map { i in (0..<n).map { k(features.row(i), features.row($0)) } }
    let means = gram.map { $0.reduce(0, +) / Double(n) }
    let mean = means.reduce(0, +) / Double(n)
    var system: [Double] = []
    for i in 0..<n {
      for j in 0..<n {
        system.append(gram[i][j] - means[i] - means[j] + mean + 1 + (i == j ? 0.7 : 0))
      }
    }
    let factor = try #require(Cholesky(system, size: n))
    for query in 0..<8 {
      let row = (0..<n).map { k(features.row($0), queries.row(query)) }
      let own = row.reduce(0, +) / Double(n)
      let plain = factor.solve((0..<n).map { row[$0] - means[$0] - own + mean + 1 })
      #expect(difference(dense(found[query], n), plain) < 1e-4)
    }
  }

  @Test func `the tangent kernel is that of many random units`() {
    // Both layers' gradients of a wide network at random weights, by quadrature over the angle of two unit vectors.
    let (a, b) = ((0.6, 0.2), (-0.3, 0.9))
    func row(_ p: (Double, Double)) -> [Double] { [p.0, p.1, 1] }
    let (x, z) = (row(a), row(b))
    var generator = SeededGenerator(seed: 1)
    var sum = 0.0
    let units = 200_000
    for _ in 0..<units {
      func normal() -> Double {
        let radius = (-2 * log(1 - generator.unitInterval())).squareRoot()
        return radius * cos(2 * .pi * generator.unitInterval())
      }
      let w = [normal(), normal(), normal()]
      let u = zip(w, x).reduce(0) { $0 + $1.0 * $1.1 }
      let v = zip(w, z).reduce(0) { $0 + $1.0 * $1.1 }
      let product = zip(x, z).reduce(0) { $0 + $1.0 * $1.1 }
      // sigma(u) sigma(v) + sigma'(u) sigma'(v) x.z, twice as the kernel's scale has it.
      if u > 0, v > 0 { sum += 2 * (u * v + product) }
    }
    let value = RowKernel.neuralTangent.value(
      product: a.0 * b.0 + a.1 * b.1,
      squares: (a.0 * a.0 + a.1 * a.1, b.0 * b.0 + b.1 * b.1))
    #expect(abs(sum / Double(units) - value) < 0.02)
  }

  @Test func `the smoother is its formula`() throws {
    let (features, _) = try SyntheticData.clusters(
      rowCount: 20, featureCount: 3, separation: 1, seed: 4)
    let queries = features.selecting(rows: 0..<5)
    let found = try weights(KernelSmoother(width: 0.8), features, of: queries)
    for query in 0..<5 {
      let kernels = (0..<20).map {
        exp(
          -DistanceMetric.squaredEuclidean.distance(queries.row(query), features.row($0)) / 1.28)
      }
      let sum = kernels.reduce(0, +)
      #expect(difference(dense(found[query], 20), kernels.map { $0 / sum }) < 1e-12)
    }
  }

  @Test func `near neighbors weigh more`() throws {
    let features = Matrix(rows: [[0], [1], [3], [4], [8]])
    let query = Matrix(rows: [[0]])
    #expect(
      try weights(WeightedNearestVote(neighborCount: 3), features, of: query)
        == [.sparse(rows: [0, 1, 2], values: [1, 0.75, 0.25])])
    #expect(
      try weights(WeightedNearestVote(neighborCount: 9), features, of: query)
        == [.sparse(rows: [0, 1, 2, 3, 4], values: [1, 0.9375, 0.8125, 0.75, 0.5])])
    let same = Matrix(rows: [[1], [1], [1]])
    #expect(
      try weights(WeightedNearestVote(neighborCount: 2), same, of: query)
        == [.sparse(rows: [0, 1], values: [1, 1])])
  }

  @Test func `rows within the radius vote, and nobody beyond`() throws {
    let features = Matrix(rows: [[0], [1], [3], [4], [8]])
    let queries = Matrix(rows: [[0.5], [20], [3]])
    #expect(
      try weights(RadiusVote(radius: 1), features, of: queries)
        == [.votes([0, 1]), .votes([]), .votes([2, 3])])
    #expect(!LabelWeights.votes([]).speaks)
  }

  @Test func `propagation is the row that the query would have`() throws {
    let (features, _) = try SyntheticData.clusters(
      rowCount: 25, featureCount: 2, separation: 3, seed: 4)
    let queries = features.selecting(rows: [3, 8])
    let member = LabelPropagation(neighborCount: 4, reach: 0.8)
    let found = try weights(member, features, of: queries)
    // R as a sum of powers.
    let graph = SymmetricGraph(
      try ExactNeighbors.graph(of: features, count: 4), neighborCount: 4)
    for (place, row) in [3, 8].enumerated() {
      let near = (0..<25).sorted {
        let metric = DistanceMetric.euclidean
        let (a, b) = (
          metric.distance(features.row(row), features.row($0)),
          metric.distance(features.row(row), features.row($1))
        )
        return (a, $0) < (b, $1)
      }.prefix(4)
      var power = [Double](repeating: 0, count: 25)
      for other in near { power[other] = 1 / Double(graph.neighbors(of: other).count).squareRoot() }
      var sum = power
      for _ in 0..<200 {
        power = graph.product(power).map { $0 * 0.8 }
        for place in sum.indices { sum[place] += power[place] }
      }
      #expect(difference(dense(found[place], 25), sum.map { $0 * 0.2 }) < 1e-5)
    }
  }

  @Test func `cells vote`() throws {
    let features = Matrix(rows: [[0], [0.5], [9], [9.5], [10]])
    let found = try weights(
      CellVote(cellCount: 2), features, of: Matrix(rows: [[1], [7]]))
    #expect(found == [.votes([0, 1]), .votes([2, 3, 4])])
  }

  @Test func `leaves keep their rows`() throws {
    let (features, _) = try SyntheticData.clusters(
      rowCount: 50, featureCount: 3, separation: 1, seed: 4)
    var generator = SeededGenerator(seed: 1)
    let tree = BlindTree(features, smallestLeaf: 4, generator: &generator)
    var leaves = Set<[Int32]>()
    for row in 0..<50 {
      let leaf = tree.leaf(of: features, row: row)
      #expect(leaf.contains(Int32(row)) && leaf.count >= 4)
      leaves.insert(Array(leaf))
    }
    #expect(leaves.count > 3)
    #expect(leaves.flatMap(\.self).sorted() == (0..<50).map(Int32.init))
    let forest = try weights(BlindForest(treeCount: 9, smallestLeaf: 4), features, of: features)
    for weights in forest {
      #expect(abs(dense(weights, 50).reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test func `a mean counts its members alike`() throws {
    let features = Matrix(rows: [[0], [1], [3], [4], [8]])
    let query = Matrix(rows: [[0]])
    let members: [any LabelLinear] = [NearestVote(neighborCount: 2), NearestVote(neighborCount: 4)]
    #expect(
      try weights(SmootherMean(members), features, of: query)
        == [.dense([0.375, 0.375, 0.125, 0.125, 0])])
    #expect(throws: ClassifierError.self) {
      try weights(SmootherMean([]), features, of: query)
    }
  }
}
