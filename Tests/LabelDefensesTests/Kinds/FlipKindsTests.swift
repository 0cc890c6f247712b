import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

@Suite struct FlipKindsTests {
  private static let drawCount = 50

  /// How often each kind is named in fifty draws.
  private func counts(_ manner: MadeUpFlips.Manner) throws -> [FlipKind: Int] {
    var counts: [FlipKind: Int] = [:]
    for seed in 1...UInt64(Self.drawCount) {
      let flips = try MadeUpFlips(manner, seed: seed)
      let kinds = try FlipKinds(
        flips.given, flips.issues, evidence: flips.evidence, seed: seed, execution: Execution())
      for kind in kinds.kinds { counts[kind, default: 0] += 1 }
    }
    return counts
  }

  @Test(
    arguments: zip(
      MadeUpFlips.Manner.allCases,
      [FlipKind.random, .classDirected, .source, .colluding, .adversarial]))
  func `each kind is named where it is, and hardly where it is not`(
    manner: MadeUpFlips.Manner, kind: FlipKind
  ) throws {
    let counts = try counts(manner)
    #expect(counts[kind, default: 0] >= 47, "\(counts)")
    // Two regions hold two classes, so that their flips are directed too; the deepest rows of a class lie together.
    let others = FlipKind.allCases.filter {
      $0 != kind && !(manner == .colluding && $0 == .classDirected)
        && !(manner == .deep && $0 == .colluding)
    }
    for other in others { #expect(counts[other, default: 0] <= 4, "\(other): \(counts)") }
  }

  @Test func `what a detector really finds of random flips is called random`() throws {
    var falsely = 0
    for seed in 1...UInt64(Self.drawCount) {
      let flips = try MadeUpFlips(.random, seed: seed)
      let issues = try KNNAgreement(neighborCount: 10).detect(
        flips.given, evidence: flips.evidence, seed: seed, execution: Execution())
      let kinds = try FlipKinds(
        flips.given, issues, evidence: flips.evidence, seed: seed, execution: Execution())
      if kinds.kinds != [.random] { falsely += 1 }
    }
    #expect(falsely <= 5)
  }

  @Test func `the evidence is what was flipped`() throws {
    let pair = try MadeUpFlips(.pair, seed: 3)
    let found = try FlipKinds(pair.given, pair.issues, evidence: pair.evidence, seed: 1)
    let test = try #require(found.tests.first { $0.kind == .classDirected })
    guard case .direction(let direction, let effect) = test.evidence else {
      Issue.record("no direction")
      return
    }
    #expect(direction.given == 2 && direction.predicted == 1 && direction.reverseCount == 0)
    #expect(direction.count == 40 && effect > 1)
    // 40 issues, a quarter of the rows of class 1, one of three other classes.
    #expect(abs(direction.expected - 40.0 / 4 / 3) < 1e-9)
    let colluding = try MadeUpFlips(.colluding, seed: 3)
    let regions = try FlipKinds(
      colluding.given, colluding.issues, evidence: colluding.evidence, seed: 1)
    let region = try #require(regions.tests.first { $0.kind == .colluding })
    guard case .regions(let share, let expected, let largest) = region.evidence else {
      Issue.record("no regions")
      return
    }
    #expect(share > 0.5 && expected < 0.3)
    #expect(largest.first.map { $0.rows.count >= 10 } == true)
    #expect(largest.allSatisfy { region in region.rows.allSatisfy { colluding.flipped[$0] } })
  }

  @Test func `few issues are too few to tell, and what is not known is not tested`() throws {
    let flips = try MadeUpFlips(.random, share: 0.02, seed: 1)
    let few = try FlipKinds(flips.given, flips.issues, evidence: flips.evidence, seed: 1)
    #expect(few.isTooFew && few.tests.isEmpty && few.kinds.isEmpty && few.issueCount == 8)
    let more = try MadeUpFlips(.random, seed: 1)
    let blind = try FlipKinds(more.given, more.issues, evidence: Evidence(), seed: 1)
    #expect(blind.tests.map(\.kind) == [.classDirected] && blind.kinds == [.random])
    #expect(throws: DefenseError.self) {
      try FlipKinds(
        more.given, more.issues, evidence: Evidence(groups: LabelGroups(["a"])), seed: 1)
    }
  }

  @Test func `threads change nothing`() throws {
    let flips = try MadeUpFlips(.source, seed: 5)
    func kinds(threads: Int) throws -> FlipKinds {
      try FlipKinds(
        flips.given, flips.issues, evidence: flips.evidence, seed: 1,
        execution: Execution(threadCount: threads))
    }
    #expect(try kinds(threads: 1) == kinds(threads: 3))
  }
}
