import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct InfluenceFunctionsTests {
  private struct Data {
    let features: Matrix
    let labels: Labels
    let trusted: TrustedRows
  }

  private func data(rowCount: Int, classCount: Int) throws -> Data {
    let (features, clean) = try SyntheticData.clusters(
      rowCount: rowCount + 40, featureCount: 3, classCount: classCount, separation: 2, seed: 12)
    let (labels, _) = clean.selecting(rows: 0..<rowCount).flipping(rowCount / 10, seed: 4)
    let trusted = rowCount..<rowCount + 40
    return Data(
      features: features.selecting(rows: 0..<rowCount), labels: labels,
      trusted: TrustedRows(
        features: features.selecting(rows: trusted), labels: clean.selecting(rows: trusted)))
  }

  private func figures(_ issues: LabelIssues) -> [Double] {
    issues.reasons.compactMap { if case .figure(let value, _) = $0 { value } else { nil } }
  }

  private func correlation(_ left: [Double], _ right: [Double]) -> Double {
    let n = Double(left.count)
    let means = [left.reduce(0, +) / n, right.reduce(0, +) / n]
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (a, b) in zip(left, right) {
      ab += (a - means[0]) * (b - means[1])
      aa += (a - means[0]) * (a - means[0])
      bb += (b - means[1]) * (b - means[1])
    }
    return ab / (aa * bb).squareRoot()
  }

  @Test(arguments: [2, 3])
  func `influence is what training without the row shows`(classCount: Int) throws {
    let n = classCount == 2 ? 200 : 90
    let data = try data(rowCount: n, classCount: classCount)
    let learner = LogisticRegression()
    func losses(_ model: LinearModel, _ features: Matrix, _ labels: Labels) -> [Double] {
      let p = model.probabilities(features, execution: .serial)
      return (0..<labels.count).map { -log(p[$0, labels[$0]]) }
    }
    func trustedLoss(_ model: LinearModel) -> Double {
      losses(model, data.trusted.features, data.trusted.labels).reduce(0, +) / 40
    }
    let whole = try learner.fit(data.features, data.labels, seed: 1)
    let wholeLosses = losses(whole, data.features, data.labels)
    let rows = Array(stride(from: 0, to: n, by: 3))
    let retrained = try rows.map { row in
      var weights = [Double](repeating: 1, count: n)
      weights[row] = 0
      let model = try learner.fit(
        data.features, data.labels, weights: weights, seed: 1, execution: .serial)
      return (
        trusted: trustedLoss(model) - trustedLoss(whole),
        own: losses(model, data.features, data.labels)[row] - wholeLosses[row]
      )
    }
    let detector = InfluenceFunctions(damping: 0)
    let influence = figures(
      try detector.detect(
        data.labels,
        evidence: Evidence(features: data.features, trusted: data.trusted, noiseRate: 0.1)))
    let own = figures(
      try detector.detect(
        data.labels, evidence: Evidence(features: data.features, noiseRate: 0.1)))
    #expect(correlation(rows.map { influence[$0] }, retrained.map(\.trusted)) > 0.95)
    #expect(correlation(rows.map { -own[$0] }, retrained.map(\.own)) > 0.95)
    // Not only in proportion: leaving a row out changes the losses by about as much as is told.
    let ratio =
      rows.reduce(0) { $0 + abs(influence[$1]) } / retrained.reduce(0) { $0 + abs($1.trusted) }
    #expect((0.8...1.2).contains(ratio))
  }

  @Test func `division by the gradient's length changes no sign`() throws {
    let data = try data(rowCount: 60, classCount: 2)
    let evidence = Evidence(features: data.features, trusted: data.trusted, noiseRate: 0.1)
    let plain = figures(
      try InfluenceFunctions().detect(data.labels, evidence: evidence))
    let divided = figures(
      try InfluenceFunctions(dividesByLength: true).detect(data.labels, evidence: evidence))
    #expect(zip(plain, divided).allSatisfy { ($0 < 0) == ($1 < 0) })
    #expect(plain != divided)
  }

  @Test func `what cannot be told counts as nothing, what cannot be done is refused`() throws {
    let data = try data(rowCount: 60, classCount: 3)
    let known = (0..<40).filter { data.trusted.labels[$0] != 2 }
    let trusted = TrustedRows(
      features: data.trusted.features.selecting(rows: known),
      labels: data.trusted.labels.selecting(rows: known))
    let influence = figures(
      try InfluenceFunctions().detect(
        data.labels, evidence: Evidence(features: data.features, trusted: trusted, noiseRate: 0.1)))
    for row in 0..<60 { #expect((influence[row] == 0) == (data.labels[row] == 2)) }

    let wide = Matrix(
      rowCount: 60, columnCount: 3000, elements: [Float](repeating: 0, count: 180_000))
    #expect(throws: DefenseError.self) {
      try InfluenceFunctions().detect(
        data.labels, evidence: Evidence(features: wide, noiseRate: 0.1))
    }
    let narrow = TrustedRows(
      features: Matrix(rows: [[1], [2], [3]]),
      labels: data.trusted.labels.selecting(rows: 0..<3))
    #expect(throws: DefenseError.self) {
      try InfluenceFunctions().detect(
        data.labels, evidence: Evidence(features: data.features, trusted: narrow, noiseRate: 0.1))
    }
  }
}
