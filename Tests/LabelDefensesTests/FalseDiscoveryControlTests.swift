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

/// Two or more normal classes in the plane, drawn at random.
struct DrawnClasses {
  let features: Matrix
  let labels: Labels

  init(features: Matrix, labels: Labels) {
    self.features = features
    self.labels = labels
  }

  init(_ count: Int, classCount: Int = 2, distance: Double, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, key: "drawn-classes")
    var (classes, elements): ([Int], [Float]) = ([], [])
    for _ in 0..<count {
      let label = generator.below(classCount)
      let angle = 2 * Double.pi * Double(label) / Double(classCount)
      classes.append(label)
      elements.append(Float(generator.normal() + distance / 2 * cos(angle)))
      elements.append(Float(generator.normal() + distance / 2 * sin(angle)))
    }
    features = Matrix(rowCount: count, columnCount: 2, elements: elements)
    labels = try SyntheticData.labels(classes, classCount: classCount)
  }

  func trusted(_ rows: some Collection<Int>) -> TrustedRows {
    TrustedRows(features: features.selecting(rows: rows), labels: labels.selecting(rows: rows))
  }
}

@Suite struct FalseDiscoveryControlTests {
  /// The rank by fits to m of the m + 1 rows, each from scratch by elimination.
  private func plainRank(
    _ data: DrawnClasses, trusted: [Int], row: Int, label: Int, variance: Double
  ) -> (rank: Int, margins: [Double]) {
    let rows = trusted + [row]
    let labels = trusted.map { data.labels[$0] } + [label]
    func kernel(_ a: Int, _ b: Int) -> Double {
      let square = zip(data.features.row(a), data.features.row(b)).reduce(0.0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      }
      return exp(-square / (2 * variance)) + 0.1
    }
    let classes = Set(labels).sorted()
    let margins = rows.indices.map { left -> Double in
      let others = rows.indices.filter { $0 != left }
      var scores: [Double] = []
      for label in classes {
        var system = others.map { a in
          others.map { b in kernel(rows[a], rows[b]) + (a == b ? 0.1 : 0) }
            + [labels[a] == label ? 1.0 : 0]
        }
        for pivot in system.indices {
          for other in system.indices where other != pivot {
            let factor = system[other][pivot] / system[pivot][pivot]
            for column in pivot...system.count {
              system[other][column] -= factor * system[pivot][column]
            }
          }
        }
        scores.append(
          others.indices.reduce(0) { sum, index in
            sum + system[index][system.count] / system[index][index]
              * kernel(rows[left], rows[others[index]])
          })
      }
      let own = classes.firstIndex(of: labels[left]) ?? 0
      let rivals = classes.indices.filter { $0 != own }.map { scores[$0] }
      return scores[own] - (rivals.max() ?? 0)
    }
    let last = margins[trusted.count]
    return (margins.filter { $0 <= last + 1e-9 }.count, margins)
  }

  private func variance(_ matrix: Matrix) -> Double {
    (0..<matrix.columnCount).reduce(0) { sum, column in
      let values = (0..<matrix.rowCount).map { Double(matrix[$0, column]) }
      let mean = values.reduce(0, +) / Double(values.count)
      return sum + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    }
  }

  @Test(arguments: [2, 3]) func `ranks and margins are those of fits from scratch`(
    classCount: Int
  ) throws {
    let data = try DrawnClasses(40, classCount: classCount, distance: 2, seed: 4)
    let (pool, held) = (Array(0..<28), Array(28..<40))
    let kernel = try TrustedKernel(
      data.trusted(held), among: data.features.selecting(rows: pool), execution: .serial)
    let spread = variance(data.features)
    for row in pool {
      for label in kernel.classes {
        let plain = plainRank(data, trusted: held, row: row, label: label, variance: spread)
        let found = kernel.margins(data.features, row: row, label: label)
        #expect(zip(found, plain.margins).allSatisfy { abs($0 - $1) < 1e-8 })
        #expect(kernel.rank(data.features, row: row, label: label) == plain.rank)
      }
    }
  }

  @Test
  func `whichever of some rows is not trusted, its p-value is small no more often than it says`()
    throws
  {
    // All 7 ways to leave one of 7 rows out, on every set; rows lie on a grid, so there are ties.
    for seed in 0..<20 as Range<UInt64> {
      let grid = try SyntheticData.grid(
        rowCount: 12, featureCount: 2, levels: 3, classCount: 2, seed: seed)
      var counts = [Int](repeating: 0, count: 8)
      for left in 0..<7 {
        let trusted = (0..<7).filter { $0 != left }
        // The pool holds the row that is left, so that both together are always the same.
        let pool = [left] + Array(7..<12)
        let kernel = try TrustedKernel(
          TrustedRows(
            features: grid.features.selecting(rows: trusted),
            labels: grid.labels.selecting(rows: trusted)),
          among: grid.features.selecting(rows: pool), execution: .serial)
        counts[kernel.rank(grid.features, row: left, label: grid.labels[left])] += 1
      }
      for rank in 1...7 { #expect(counts[1...rank].reduce(0, +) <= rank) }
    }
  }

  /// Who chooses which labels to flip.
  enum Attacker: CaseIterable {
    /// Nobody: they are drawn.
    case chance
    /// One who flips the easiest rows, so that what is left fits worst.
    case ease
    /// One who knows the trusted rows as well, and leaves the right labels that look worst.
    case knowledge
  }

  /// The rows that are flipped.
  private func flips(
    _ pool: DrawnClasses, _ evidence: Evidence, count: Int, by attacker: Attacker, seed: UInt64
  ) throws -> ArraySlice<Int> {
    var generator = SeededGenerator(seed: seed, key: "flips")
    let order = generator.permutation(count: pool.labels.count)
    switch attacker {
    case .chance:
      return order.prefix(count)
    case .ease:
      let ease = order.map { row in
        pool.labels[row] == 0 ? pool.features[row, 0] : -pool.features[row, 0]
      }
      return order.indices.sorted { ease[$0] > ease[$1] }.map { order[$0] }.prefix(count)
    case .knowledge:
      let clean = try FalseDiscoveryControl().rejections(pool.labels, evidence: evidence)
      return order.sorted { (-clean.pValues[$0], $0) < (-clean.pValues[$1], $1) }.prefix(count)
    }
  }

  @Test(arguments: Attacker.allCases, [1.5, 3])
  func `false discoveries are as few as they should be`(attacker: Attacker, distance: Double)
    throws
  {
    let draws = 200
    let shares = try Execution().map(count: draws) { draw -> Result<Double, any Error> in
      Result {
        let data = try DrawnClasses(200, distance: distance, seed: UInt64(1000 + draw))
        let pool = DrawnClasses(
          features: data.features.selecting(rows: 0..<150),
          labels: data.labels.selecting(rows: 0..<150))
        let evidence = Evidence(features: pool.features, trusted: data.trusted(150..<200))
        var given = pool.labels.classIndices
        for row in try flips(pool, evidence, count: 50, by: attacker, seed: UInt64(draw)) {
          given[row] = 1 - given[row]
        }
        let found = try FalseDiscoveryControl(level: 0.1).rejections(
          SyntheticData.labels(given, classCount: 2), evidence: evidence)
        let rejected = found.isRejected.indices.filter { found.isRejected[$0] }
        let wrong = rejected.filter { given[$0] == pool.labels[$0] }.count
        return rejected.isEmpty ? 0 : Double(wrong) / Double(rejected.count)
      }
    }.map { try $0.get() }
    let mean = shares.reduce(0, +) / Double(draws)
    let spread = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws - 1)
    #expect(mean <= 0.1 + 2 * (spread / Double(draws)).squareRoot())
    // The rule does reject: else there would be nothing to control.
    #expect(mean > 0)
  }

  @Test func `nearly all flips of separated classes are found`() throws {
    let data = try DrawnClasses(360, distance: 8, seed: 3)
    var given = data.labels.selecting(rows: 0..<300).classIndices
    for row in 0..<90 { given[row] = 1 - given[row] }
    let evidence = Evidence(
      features: data.features.selecting(rows: 0..<300), trusted: data.trusted(300..<360))
    let labels = try SyntheticData.labels(given, classCount: 2)
    let found = try FalseDiscoveryControl().rejections(labels, evidence: evidence)
    #expect(found.isRejected[0..<90].filter { $0 }.count >= 86)
    #expect(found.isRejected[90...].filter { $0 }.count <= 9)
    #expect(found.trustedCount == 60 && abs(found.smallestRate - 1 / 6.1) < 1e-12)
    let threads = try FalseDiscoveryControl().rejections(
      labels, evidence: evidence, execution: Execution(threadCount: 3))
    #expect(threads == found)
  }

  @Test func `the smallest rate is the border`() {
    // 61 rows of margins, r = 1: of 1000 labels 164 are enough, 163 are not.
    for (small, expected) in [(163, 0), (164, 164)] {
      let ranks = (0..<1000).map { $0 < small ? 1 : 2 }
      let found = FalseDiscoveries(ranks: ranks, trustedCount: 60, level: 0.1, smallRank: 1)
      #expect(found.isRejected.filter { $0 }.count == expected)
      #expect((Double(small) / 1000 >= found.smallestRate) == (expected > 0))
    }
    #expect(FalseDiscoveryControl().smallRank(trustedCount: 199) == 2)
    #expect(FalseDiscoveryControl().smallRank(trustedCount: 198) == 1)
    #expect(FalseDiscoveryControl(targetRate: 0.02).smallRank(trustedCount: 400) == 1)
    // Too few trusted rows: nothing can be rejected, and the rate says so.
    let few = FalseDiscoveries(ranks: [1, 1, 1], trustedCount: 8, level: 0.1, smallRank: 1)
    #expect(few.smallestRate > 1 && !few.isRejected.contains(true))
  }

  @Test func `labels of classes without trusted rows stay, and bad input is refused`() throws {
    let data = try DrawnClasses(90, classCount: 3, distance: 8, seed: 9)
    let known = (30..<90).filter { data.labels[$0] != 2 }
    var evidence = Evidence(
      features: data.features.selecting(rows: 0..<30), trusted: data.trusted(known))
    let labels = data.labels.selecting(rows: 0..<30)
    let found = try FalseDiscoveryControl(level: 0.5).rejections(labels, evidence: evidence)
    for row in 0..<30 where labels[row] == 2 {
      #expect(!found.isRejected[row] && found.pValues[row] == 1)
    }
    for control in [
      FalseDiscoveryControl(level: 0), FalseDiscoveryControl(level: 1),
      FalseDiscoveryControl(level: .nan), FalseDiscoveryControl(targetRate: 0),
    ] {
      #expect(throws: DefenseError.self) { try control.rejections(labels, evidence: evidence) }
    }
    evidence.trusted = nil
    #expect(throws: DefenseError.missing(.trusted)) {
      try FalseDiscoveryControl().rejections(labels, evidence: evidence)
    }
    // No rows at all, one trusted row, all rows alike: no trap.
    let alike = Matrix(rowCount: 3, columnCount: 2, elements: [Float](repeating: 1, count: 6))
    let one = TrustedRows(
      features: alike.selecting(rows: [0]), labels: try SyntheticData.labels([0], classCount: 2))
    let same = try FalseDiscoveryControl().rejections(
      SyntheticData.labels([0, 1, 0], classCount: 2),
      evidence: Evidence(features: alike, trusted: one))
    #expect(same.pValues == [1, 1, 1] && !same.isRejected.contains(true))
    let none = try FalseDiscoveryControl().rejections(
      SyntheticData.labels([], classCount: 2),
      evidence: Evidence(features: alike.selecting(rows: [Int]()), trusted: one))
    #expect(none.isRejected.isEmpty)
  }
}
