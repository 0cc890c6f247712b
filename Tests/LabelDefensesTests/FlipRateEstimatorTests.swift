import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelDefenses

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct FlipRateEstimatorTests {
  /// Ranges of many draws, and the rates that were true.
  private struct Coverage {
    var (held, answered) = (0, 0)
    var width = 0.0

    init(draws: Int, _ draw: @escaping @Sendable (Int) throws -> (rate: Double, found: FlipRate))
      throws
    {
      let results = Execution().map(count: draws) { number in Result { try draw(number) } }
      for result in results {
        let (rate, found) = try result.get()
        guard case .interval(let range) = found else { continue }
        #expect(range.lower <= range.estimate && range.estimate <= range.upper)
        answered += 1
        width += range.upper - range.lower
        if range.lower <= rate && rate <= range.upper { held += 1 }
      }
    }

    var share: Double { Double(held) / Double(answered) }
    /// What 95 % may miss by chance, three standard errors.
    var least: Double { 0.95 - 3 * (0.95 * 0.05 / Double(answered)).squareRoot() }
  }

  /// Labels of which some rows are flipped to the next class.
  private func flipped(_ labels: Labels, _ rows: some Sequence<Int>) throws -> Labels {
    var classes = labels.classIndices
    for row in rows { classes[row] = (classes[row] + 1) % labels.classCount }
    return try SyntheticData.labels(classes, classCount: labels.classCount)
  }

  @Test func `with trusted rows the range holds whatever is flipped`() throws {
    for attack in 0..<4 {
      let coverage = try Coverage(draws: 40) { draw in
        let data = try DrawnClasses(250, distance: 3, seed: UInt64(draw))
        let labels = data.labels.selecting(rows: 0..<200)
        var generator = SeededGenerator(seed: UInt64(draw), key: "attack")
        // By random, by what is easiest, by what looks wrong already, by nothing at all.
        func ease(_ row: Int) -> Float {
          labels[row] == 0 ? data.features[row, 0] : -data.features[row, 0]
        }
        let rows =
          switch attack {
          case 0: Array(generator.permutation(count: 200).prefix(50))
          case 1: Array((0..<200).sorted { ease($0) > ease($1) }.prefix(60))
          case 2: (0..<200).filter { ease($0) < 0 }
          default: [Int]()
          }
        let found = try FlipRateEstimator().estimate(
          try flipped(labels, rows),
          evidence: Evidence(
            features: data.features.selecting(rows: 0..<200), trusted: data.trusted(200..<250)))
        return (Double(rows.count) / 200, found)
      }
      #expect(coverage.answered == 40 && coverage.share >= coverage.least)
      #expect(coverage.width / 40 < 0.45)
    }
  }

  @Test func `errors of the classifier are bounded as often as the level says`() throws {
    // What an attack that knows the classifier would need: rows that it gets wrong, more than the bound.
    let outcomes = try Execution().map(count: 200) { draw in
      Result { () -> Bool in
        let data = try DrawnClasses(240, distance: 2, seed: UInt64(5000 + draw))
        let pool = data.features.selecting(rows: 0..<200)
        let kernel = try TrustedKernel(data.trusted(200..<240), among: pool, execution: .serial)
        let wrong = zip(kernel.predictions(pool, execution: .serial), data.labels.classIndices)
          .filter { $0 != $1 }.count
        let most = SampledErrors(wrong: kernel.leaveOneOutErrors, count: 40, rest: 200)
          .largestShare(0.025)
        return Double(wrong) / 200 <= most
      }
    }.filter { try $0.get() }.count
    #expect(Double(outcomes) / 200 >= 0.95 - 3 * (0.95 * 0.05 / 200).squareRoot())
  }

  /// The true probabilities of the given labels of two classes where a share of each class is flipped.
  private func probabilities(
    _ features: Matrix, distance: Double, rate: Double, noise: Double,
    seed: UInt64
  ) -> ClassProbabilities {
    var generator = SeededGenerator(seed: seed, key: "noise")
    return ClassProbabilities(
      rowCount: features.rowCount, classCount: 2,
      elements: (0..<features.rowCount).flatMap { row -> [Double] in
        let evidence = distance * Double(features[row, 0]) + noise * generator.normal()
        let first = 1 / (1 + exp(-evidence))
        let given = first * (1 - rate) + (1 - first) * rate
        return [given, 1 - given]
      })
  }

  @Test(arguments: [(0, 0.0), (0.1, 0.0), (0.1, 1.0), (0.3, 0.5)], [300, 3000])
  func `random flips are covered without trusted rows`(
    flips: (rate: Double, noise: Double), count: Int
  ) throws {
    let draws = count > 2000 ? 8 : 24
    let coverage = try Coverage(draws: draws) { draw in
      let data = try DrawnClasses(count, distance: 3, seed: UInt64(draw))
      var generator = SeededGenerator(seed: UInt64(draw), key: "flips")
      let rows = (0..<count).filter { _ in generator.unitInterval() < flips.rate }
      let found = try FlipRateEstimator().estimate(
        try flipped(data.labels, rows),
        evidence: Evidence(
          features: data.features,
          probabilities: probabilities(
            data.features, distance: 3, rate: flips.rate, noise: flips.noise, seed: UInt64(draw))))
      return (Double(rows.count) / Double(count), found)
    }
    #expect(coverage.answered >= draws * 8 / 10)
    #expect(coverage.share >= coverage.least)
    #expect(coverage.width / Double(coverage.answered) < 0.3)
  }

  @Test func `flips in one half of a class are no random flips`() throws {
    let data = try DrawnClasses(1000, distance: 6, seed: 1)
    // Confident rows of class 0 on one side.
    let rows = (0..<1000).filter {
      data.labels[$0] == 0 && data.features[$0, 1] > 0.3 && data.features[$0, 0] > 2.5
    }
    let labels = try flipped(data.labels, rows.filter { $0 % 5 > 1 })
    let clean = probabilities(data.features, distance: 6, rate: 0, noise: 0, seed: 1)
    let found = try FlipRateEstimator().estimate(
      labels, evidence: Evidence(features: data.features, probabilities: clean))
    guard case .notIdentifiable(let why) = found else {
      Issue.record("\(found)")
      return
    }
    #expect([.unevenClusters, .unevenConfidence].contains(why) && !why.description.isEmpty)
  }

  @Test func `bounds are those of enumeration`() {
    /// The probability of at most so many errors in a sample, by all draws one after another.
    func atMost(_ wrong: Int, _ errors: Int, _ total: Int, _ count: Int) -> Double {
      if wrong < 0 { return 0 }
      if count == 0 { return 1 }
      let hit = errors == 0 ? 0 : atMost(wrong - 1, errors - 1, total - 1, count - 1)
      let miss = errors == total ? 0 : atMost(wrong, errors, total - 1, count - 1)
      return (Double(errors) * hit + Double(total - errors) * miss) / Double(total)
    }
    for (wrong, count, rest) in [(0, 5, 9), (2, 6, 8), (6, 6, 8), (1, 1, 12), (3, 7, 1)] {
      let errors = SampledErrors(wrong: wrong, count: count, rest: rest)
      let likely = (0...rest).filter {
        atMost(wrong, wrong + $0, count + rest, count) > 0.025
      }
      let notMany = (0...rest).filter {
        1 - atMost(wrong - 1, wrong + $0, count + rest, count) > 0.025
      }
      #expect(errors.largestShare(0.025) == Double(likely.max() ?? 0) / Double(rest))
      #expect(errors.smallestShare(0.025) == Double(notMany.min() ?? 0) / Double(rest))
    }
    // Of a million rows: the bound of Clopper and Pearson, 1 - 0.025^(1/60).
    let many = SampledErrors(wrong: 0, count: 60, rest: 1_000_000).largestShare(0.025)
    #expect(abs(many - 0.05963) < 1e-4)
  }

  @Test func `audited rows are used where there are any`() throws {
    let labels = try SyntheticData.labels([Int](repeating: 0, count: 500), classCount: 2)
    let found = try FlipRateEstimator().estimate(
      labels, evidence: Evidence(), auditedErrors: (wrong: 12, of: 60))
    guard case .interval(let range) = found else {
      Issue.record("\(found)")
      return
    }
    #expect(range.basis == .audited && range.estimate == 0.2 && range.level == 0.95)
    #expect(range.lower > 0.1 && range.lower < 0.13 && range.upper > 0.3 && range.upper < 0.34)
    for audited in [(wrong: 3, of: 2), (wrong: -1, of: 2), (wrong: 0, of: 0)] {
      #expect(throws: DefenseError.self) {
        try FlipRateEstimator().estimate(labels, evidence: Evidence(), auditedErrors: audited)
      }
    }
  }

  @Test func `what cannot be judged is refused or said`() throws {
    let data = try DrawnClasses(80, distance: 3, seed: 2)
    let uniform = ClassProbabilities(
      rowCount: 80, classCount: 2, elements: [Double](repeating: 0.5, count: 160))
    let evidence = Evidence(probabilities: uniform)
    for level in [0, 1, Double.nan] {
      #expect(throws: DefenseError.self) {
        try FlipRateEstimator(level: level).estimate(data.labels, evidence: evidence)
      }
    }
    #expect(throws: DefenseError.missing(.probabilities)) {
      try FlipRateEstimator().estimate(data.labels, evidence: Evidence())
    }
    #expect(throws: DefenseError.missing(.features)) {
      try FlipRateEstimator().estimate(
        data.labels, evidence: Evidence(trusted: data.trusted(0..<10)))
    }
    #expect(throws: DefenseError.self) {
      try FlipRateEstimator().estimate(
        data.labels.selecting(rows: [Int]()), evidence: evidence)
    }
    let one = try SyntheticData.labels([Int](repeating: 1, count: 80), classCount: 2)
    #expect(
      try FlipRateEstimator().estimate(one, evidence: evidence) == .notIdentifiable(.oneClass))
    let few = Evidence(probabilities: uniform.selecting(rows: 0..<59))
    #expect(
      try FlipRateEstimator().estimate(data.labels.selecting(rows: 0..<59), evidence: few)
        == .notIdentifiable(.tooFewRows(least: 60)))
    // One row, one trusted row: everything is possible, and it says so.
    let tiny = try FlipRateEstimator().estimate(
      data.labels.selecting(rows: [3]),
      evidence: Evidence(
        features: data.features.selecting(rows: [3]), trusted: data.trusted([4])))
    guard case .interval(let range) = tiny else {
      Issue.record("\(tiny)")
      return
    }
    #expect(range.lower == 0 && range.upper == 1 && range.basis == .trusted)
  }

  @Test func `the estimate does not depend on threads or on the order of many classes`() throws {
    // More classes than rows of most of them, and probabilities that know nothing.
    var generator = SeededGenerator(seed: 8)
    let labels = try SyntheticData.labels(
      (0..<90).map { _ in generator.below(20) }, classCount: 20)
    let features = Matrix(
      rowCount: 90, columnCount: 3, elements: (0..<270).map { _ in Float(generator.normal()) })
    let evidence = Evidence(
      features: features,
      probabilities: ClassProbabilities(
        rowCount: 90, classCount: 20,
        elements: (0..<1800).map { _ in generator.unitInterval() / 20 }))
    let found = try FlipRateEstimator().estimate(labels, evidence: evidence)
    #expect(
      try FlipRateEstimator().estimate(
        labels, evidence: evidence, execution: Execution(threadCount: 3)) == found)
    guard case .interval(let range) = found else { return }
    #expect(range.upper >= 0.9 && range.upper <= 0.95)
  }
}
