import ArrayFiles
import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelCertificates
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import Experiments

@Suite struct AuditTests {
  private func run(
    _ plan: AuditPlan = MadeUpAudit.plan, rows: Int = 120, classCount: Int = 2,
    prediction: Int? = nil, journal: AuditJournal? = nil,
    deadline: ContinuousClock.Instant? = nil, threads: Int = 2
  ) throws -> AuditResults {
    try Audit(
      MadeUpAudit.source(rows: rows, classCount: classCount), plan: plan, prediction: prediction
    ).run(
      journal: journal, deadline: deadline, version: "test",
      execution: Execution(threadCount: threads))
  }

  @Test func `the results do not depend on the threads`() throws {
    var plan = MadeUpAudit.plan
    plan.attacks.append("adaptive")
    let results = try run(plan, threads: 1)
    #expect(try run(plan, threads: 3) == results)
    #expect(results.cutShort.isEmpty && results.omissions.isEmpty)
    let clean = results.rows.filter { $0.poisoningRate == 0 }
    #expect(clean.map(\.defense) == ["none", "knn", "trusted-only"])
    #expect(clean.allSatisfy { $0.flips == 0 && $0.attack == "none" })
    for attack in plan.attacks {
      let rows = results.rows.filter { $0.attack == attack }
      #expect(Set(rows.map(\.poisoningRate)) == [0.1, 0.3], "\(attack)")
      // An attack that adapts to a defense is run against that one.
      #expect(
        Set(rows.map(\.defense))
          == (attack == "adaptive" ? ["knn"] : ["none", "knn", "trusted-only"]))
      #expect(rows.allSatisfy { ($0.adaptedTo == "knn") == (attack == "adaptive") })
    }
    for row in results.rows {
      #expect((0...1).contains(row.error))
      #expect(row.flips <= Int(row.poisoningRate * 60 + 1e-9))
      #expect((row.changes != nil) == (row.defense == "knn"))
    }
    #expect(Set(results.rows.filter { $0.defense == "trusted-only" }.map(\.error)).count == 1)
    #expect(
      results.certified.map(\.certificate) == [CertifiedBound.victimName, "knn-vote", "ridge"])
  }

  /// Somebody can do no more than nobody can exceed.
  @Test func `no attack goes beyond the bound of the same model`() throws {
    var plan = MadeUpAudit.plan
    plan.attacks = [
      "random", "margin-farthest", "lfa-least-squares", "colluding", "vulnerable-clusters",
      "undetectable",
    ]
    plan.poisoningRates = [0.02, 0.1, 0.2]
    plan.defenses = ["none"]
    let source = try MadeUpAudit.source(rows: 140)
    let results = try Audit(source, plan: plan).run(
      version: "test", execution: Execution(threadCount: 2))
    let bound = try #require(
      results.certified.first { $0.certificate == CertifiedBound.victimName })
    let clean = try #require(results.rows.first { $0.poisoningRate == 0 })
    #expect(abs(bound.cleanError - clean.error) < 1e-12)
    for row in results.rows {
      #expect(
        row.error <= bound.error(flips: row.flips) + 1e-12, "\(row.attack) at \(row.poisoningRate)")
    }
    #expect(results.rows.contains { $0.error > clean.error })
    #expect(bound.error(flips: 1) < 1)
  }

  @Test func `the fewest flips change the prediction of the victim of the same name`() throws {
    let fragile = try #require(try run().fragile)
    let flips = try #require(fragile.flips)
    #expect(fragile.victimPredicted == fragile.predicted)
    #expect(fragile.victimPredicts != nil && fragile.victimPredicts != fragile.predicted)
    #expect(fragile.counts == fragile.counts.sorted())
    #expect(fragile.counts.contains(flips.count))
    #expect(flips.count == fragile.counts[fragile.counts.count / 2])
    let labels = try MadeUpAudit.source().dataset.labels
    #expect(flips.allSatisfy { labels.name(at: $0.row) == $0.from && $0.from != $0.to })
  }

  @Test func `a test row may be chosen, by its number in the file`() throws {
    let source = try MadeUpAudit.source(fileRows: (0..<120).map { 2 * $0 + 1 })
    let parts = try AuditParts(source, plan: MadeUpAudit.plan)
    let row = 2 * parts.testRows[4] + 1
    let results = try Audit(source, plan: MadeUpAudit.plan, prediction: row).run(
      version: "test", execution: .serial)
    #expect(results.fragile?.row == row)
    try Audit(source, plan: MadeUpAudit.plan, prediction: row).check()
    let trained = 2 * parts.trainingRows[0] + 1
    for wrong in [trained, row + 1, 999] {
      #expect(throws: AuditError.noTestRow(row: wrong, name: "clusters")) {
        try Audit(source, plan: MadeUpAudit.plan, prediction: wrong).check()
      }
      #expect(throws: AuditError.noTestRow(row: wrong, name: "clusters")) {
        try Audit(source, plan: MadeUpAudit.plan, prediction: wrong).run(
          version: "test", execution: .serial)
      }
    }
    let (features, labels) = try SyntheticData.clusters(rowCount: 30, featureCount: 3, seed: 9)
    let given = try MadeUpAudit.source(test: ("t.csv", features, labels))
    #expect(
      try Audit(given, plan: MadeUpAudit.plan, prediction: 29).run(
        version: "test", execution: .serial
      ).fragile?.row == 29)
    #expect(throws: AuditError.noTestRow(row: 30, name: "t.csv")) {
      try Audit(given, plan: MadeUpAudit.plan, prediction: 30).run(
        version: "test", execution: .serial)
    }
  }

  @Test func `more classes leave out what takes two`() throws {
    var plan = MadeUpAudit.plan
    plan.attacks = ["random", "alfa"]
    let results = try run(plan, rows: 150, classCount: 3)
    #expect(Set(results.rows.map(\.attack)) == ["none", "random"])
    #expect(results.omissions.map(\.attack) == ["alfa"])
    #expect(results.certified.count == 3)
  }

  @Test func `an audit takes up where it was`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kept")
    func journal(
      _ plan: AuditPlan = MadeUpAudit.plan, digest: String = "1"
    ) throws -> AuditJournal {
      try AuditJournal(
        path: path, source: MadeUpAudit.source(digest: digest), plan: plan, version: "test")
    }
    var first = MadeUpAudit.plan
    first.attacks = ["random"]
    do {
      let journal = try journal(first)
      _ = try run(first, journal: journal)
      #expect(journal.trialCount == 2)
    }
    var others = [MadeUpAudit.plan, MadeUpAudit.plan, MadeUpAudit.plan, MadeUpAudit.plan]
    others[0].seed = 2
    others[1].poisoningRates = [0.1]
    others[2].defenses = ["none"]
    others[3].trainingLimit = 40
    for other in others { #expect(throws: FileError.self) { try journal(other) } }
    #expect(throws: FileError.self) { try journal(digest: "2") }
    let journal = try journal()
    // Attacks of an earlier run are not run again, not even when there is no time.
    let late = try run(journal: journal, deadline: .now)
    #expect(late.cutShort == ["lfa-least-squares"])
    #expect(Set(late.rows.map(\.attack)) == ["none", "random"])
    #expect(journal.trialCount == 2)
    #expect(try run(journal: journal) == run())
    #expect(journal.trialCount == 3)
    try journal.remove()
    #expect(folder.contents.isEmpty)
  }

  @Test func `without time everything is left out, and said to be`() throws {
    let results = try run(deadline: ContinuousClock.now - .seconds(1))
    #expect(results.rows.isEmpty)
    #expect(results.cutShort == ["none", "random", "lfa-least-squares"])
    let words = AuditReport.words(results)
    #expect(words.contains("none, random and lfa-least-squares were cut short or left out"))
    for document in try AuditReport.documents(results) {
      #expect(!document.contents.isEmpty)
    }
  }

  @Test func `slow attacks wait to be asked for by name`() throws {
    let folder = try TemporaryFolder()
    var plan = AuditPlan(defenses: ["none"], certificates: [], poisoningRates: [0.003])
    plan.attacks = ["random", "lfa"]
    let source = try MadeUpAudit.source(rows: 620)
    func run(_ plan: AuditPlan, _ journal: AuditJournal?) throws -> AuditResults {
      try Audit(source, plan: plan).run(
        journal: journal, version: "test", execution: Execution(threadCount: 2))
    }
    let journal = try AuditJournal(
      path: folder.file("kept"), source: source, plan: plan, version: "test")
    let usual = try run(plan, journal)
    #expect(usual.omissions.map(\.attack) == ["lfa"])
    #expect(usual.omissions[0].reason.contains("(300 at most"))
    #expect(usual.cutShort.isEmpty)
    // The journal keeps what was run, and not what was left out.
    #expect(journal.trialCount == 2)
    plan.leavesOutSlowAttacks = false
    let asked = try run(plan, journal)
    #expect(asked.omissions.isEmpty && asked.rows.contains { $0.attack == "lfa" })
    try journal.remove()
  }

  @Test func `what the sanitizer undoes is told where it is run`() throws {
    let results = try run()
    let guarantee = try #require(results.sanitization)
    #expect(guarantee.neighborCount == 10 && guarantee.threshold == 0.5)
    #expect(guarantee.neighborFlips.count == results.counts.training)
    #expect(guarantee.loneFlipShare > 0.5)
    var plan = MadeUpAudit.plan
    plan.defenses = ["none"]
    #expect(try run(plan).sanitization == nil)
    // Ten neighbors need eleven rows.
    plan.defenses = ["none", "knn"]
    plan.trainingLimit = 9
    let few = try run(plan)
    #expect(few.sanitization == nil && few.omissions.contains { $0.method == "knn" })
  }
}
