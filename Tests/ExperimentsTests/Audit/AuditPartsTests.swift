import FlipguardTestSupport
import LabelAttacks
import LabelCertificates
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import Experiments

@Suite struct AuditPartsTests {
  private static func parts(_ source: AuditSource, _ plan: AuditPlan = AuditPlan()) throws
    -> AuditParts
  {
    try AuditParts(source, plan: plan)
  }

  @Test(arguments: [40, 41, 97, 300])
  func `no row has two parts to play`(rows: Int) throws {
    let source = try MadeUpAudit.source(rows: rows)
    let parts = try Self.parts(source)
    let counts = (
      training: parts.labels.count, validation: parts.validation.labels.count,
      trusted: parts.trusted?.labels.count ?? 0, test: parts.test.labels.count
    )
    #expect(counts.test == rows * 3 / 10 && counts.validation == rows / 10)
    #expect(counts.trusted == min(50, rows / 10))
    #expect(counts.training + counts.validation + counts.trusted + counts.test == rows)
    #expect(Set(parts.trainingRows).isDisjoint(with: parts.testRows))
    #expect(Set(parts.trainingRows).count == counts.training)
    let labels = source.dataset.labels
    #expect(parts.trainingRows.map { labels[$0] } == parts.labels.classIndices)
    #expect(parts.testRows.map { labels[$0] } == parts.test.labels.classIndices)
    #expect(try Self.parts(source).trainingRows == parts.trainingRows)
    var plan = AuditPlan()
    plan.seed = 2
    #expect(try Self.parts(source, plan).trainingRows != parts.trainingRows)
  }

  @Test func `limits are kept, and scaling is that of the training rows`() throws {
    var plan = AuditPlan()
    plan.trainingLimit = 25
    plan.trustedLimit = 3
    let parts = try Self.parts(MadeUpAudit.source(rows: 200), plan)
    #expect(parts.labels.count == 25 && parts.trusted?.labels.count == 3)
    for column in 0..<3 {
      let values = (0..<25).map { Double(parts.training[$0, column]) }
      #expect(abs(values.reduce(0, +)) < 1e-3)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 25 - 1) < 0.05)
    }
    plan.trustedLimit = 0
    #expect(try Self.parts(MadeUpAudit.source(rows: 200), plan).trusted == nil)
    #expect(plan.methods.allSatisfy { !$0.isTrusting })
    #expect(!plan.methods.contains { $0.defense.id == Defense.trustedOnly })
  }

  @Test func `given test rows are all judged by, or as many as there is time for`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 31, featureCount: 3, seed: 9)
    let parts = try Self.parts(
      MadeUpAudit.source(rows: 100, test: ("t.csv", features, labels)))
    #expect(parts.testRows == Array(0..<31) && parts.test.labels == labels)
    #expect(parts.labels.count == 80)
    let many = try SyntheticData.clusters(rowCount: 2100, featureCount: 3, seed: 9)
    let fewer = try Self.parts(
      MadeUpAudit.source(rows: 100, test: ("t.csv", many.features, many.labels)))
    #expect(fewer.testRows.count == 2000 && fewer.testRows == fewer.testRows.sorted())
    #expect(fewer.testRows.map { many.labels[$0] } == fewer.test.labels.classIndices)
  }

  @Test func `the most frequent training class is what guessing names`() throws {
    let labels = try Labels(
      classIndices: (0..<100).map { $0 % 10 == 0 ? 0 : 1 }, classNames: ["rare", "usual"])
    let (features, _) = try SyntheticData.clusters(rowCount: 100, featureCount: 2, seed: 1)
    let parts = try Self.parts(
      AuditSource(try Dataset(features: features, labels: labels), name: "skewed", digest: ""))
    let rare = parts.test.labels.classIndices.count { $0 == 0 }
    #expect(parts.majorityError == Double(rare) / 30)
  }

  @Test func `data that cannot be divided are refused`() throws {
    #expect(throws: AuditError.tooFewRows(name: "clusters", rows: 39, needed: 40)) {
      try Self.parts(MadeUpAudit.source(rows: 39))
    }
    // One row of the other class is drawn for training by chance only.
    let labels = try Labels(
      classIndices: [Int](repeating: 0, count: 60), classNames: ["only", "absent"])
    let (features, _) = try SyntheticData.clusters(rowCount: 60, featureCount: 2, seed: 1)
    #expect(throws: AuditError.oneClass(name: "plain")) {
      try Self.parts(
        AuditSource(try Dataset(features: features, labels: labels), name: "plain", digest: ""))
    }
    let none = features.selecting(rows: [])
    #expect(throws: AuditError.noTestRows(name: "t.csv")) {
      try Self.parts(
        MadeUpAudit.source(rows: 60, test: ("t.csv", none, labels.selecting(rows: []))))
    }
    for error: AuditError in [
      .tooFewRows(name: "d.csv", rows: 3, needed: 40), .oneClass(name: "d.csv"),
      .noTestRows(name: "d.csv"), .noTestRow(row: 3, name: "d.csv"),
    ] {
      #expect(error.description.contains("d.csv"))
    }
  }

  @Test func `a plan knows members of the lists alone`() {
    let plan = AuditPlan()
    #expect(Set(AuditPlan.usualAttacks).isSubset(of: AuditPlan.allAttacks))
    #expect(Set(AuditPlan.usualDefenses).isSubset(of: AuditPlan.allDefenses))
    #expect(Set(AuditPlan.usualCertificates).isSubset(of: AuditPlan.allCertificates))
    #expect(!AuditPlan.allAttacks.contains("class-conditional"))
    #expect(!AuditPlan.allAttacks.contains("targeted"))
    #expect(plan.leavesOutSlowAttacks && plan.attacks == AuditPlan.usualAttacks)
    #expect(!AuditPlan(attacks: ["lfa"]).leavesOutSlowAttacks)
  }
}
