import LabelData
import Testing

@testable import Experiments

@Suite struct AuditStatisticsTests {
  private static let knn = DefenseMethod(name: "knn", trusted: 0)
  private static let auto = DefenseMethod(name: "auto", trusted: 0)

  private static let plan = AuditPlan(
    attacks: ["random", "colluding", "adaptive"],
    defenses: ["none", "knn", "trusted-only", "auto"], certificates: ["knn-vote"],
    poisoningRates: [0.1, 0.2, 0.4])

  /// Clean errors, then what attacks do to no defense, to knn, and, up to a rate of 0.2, to auto.
  private static let errors: [MadeUpAudit.Error] =
    [
      .init(error: 0.1), .init(defense: "knn", error: 0.12),
      .init(defense: "trusted-only", trusted: 12, error: 0.25), .init(defense: "auto", error: 0.1),
    ]
    + errors("random", "none", [0.15, 0.14, 0.35]) + errors("random", "knn", [0.12, 0.2, 0.22])
    + errors("colluding", "none", [0.12, 0.2, 0.3]) + errors("colluding", "auto", [0.05, 0.06])
    + errors("adaptive", "knn", [0.1, 0.3, 0.28], adaptedTo: "knn")

  private static func errors(
    _ attack: String, _ defense: String, _ errors: [Double], adaptedTo: String? = nil
  ) -> [MadeUpAudit.Error] {
    zip(plan.poisoningRates, errors).map {
      MadeUpAudit.Error(
        attack: attack, adaptedTo: adaptedTo, rate: $0, defense: defense, error: $1)
    }
  }

  private static func statistics(
    _ errors: [MadeUpAudit.Error] = errors, plan: AuditPlan = plan
  ) throws -> AuditStatistics {
    AuditStatistics(try MadeUpAudit.results(errors, plan: plan))
  }

  @Test func `the course is the worst of all attacks, at the rate or below`() throws {
    let statistics = try Self.statistics()
    #expect(
      statistics.course(.none) == [
        .init(poisoningRate: 0, error: 0.1, attack: nil),
        .init(poisoningRate: 0.1, error: 0.15, attack: "random"),
        .init(poisoningRate: 0.2, error: 0.2, attack: "colluding"),
        .init(poisoningRate: 0.4, error: 0.35, attack: "random"),
      ])
    #expect(
      statistics.course(Self.knn) == [
        .init(poisoningRate: 0, error: 0.12, attack: nil),
        .init(poisoningRate: 0.1, error: 0.12, attack: nil),
        .init(poisoningRate: 0.2, error: 0.3, attack: "adaptive to it"),
        .init(poisoningRate: 0.4, error: 0.3, attack: "adaptive to it"),
      ])
    // An attack that helps does no harm, and a rate that was not run is not told.
    #expect(statistics.course(Self.auto).map(\.error) == [0.1, 0.1, 0.1])
    #expect(statistics.course(DefenseMethod(name: "weight", trusted: 0)).isEmpty)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `the course never falls with the rate`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, key: "errors")
    let errors =
      [MadeUpAudit.Error(error: 0.3)]
      + ["random", "colluding"].flatMap { attack in
        Self.errors(attack, "none", (0..<3).map { _ in generator.unitInterval() })
      }
    let statistics = try Self.statistics(errors)
    let course = statistics.course(.none)
    #expect(course.count == 4)
    #expect(zip(course, course.dropFirst()).allSatisfy { $0.error <= $1.error })
    #expect(course.last?.error == errors.map(\.error).max())
  }

  @Test func `where a model stops being worth having`() throws {
    let statistics = try Self.statistics()
    // The trusted rows alone err on a quarter; guessing errs on more.
    #expect(statistics.trustedOnlyError == 0.25 && statistics.worthlessError == 0.25)
    #expect(statistics.results.majorityError > 0.25)
    // A third of the way from 0.2 to 0.35, thus from 20 % to 40 %.
    let none = try #require(statistics.endOfWorth(.none))
    #expect(abs(none - (0.2 + 0.2 / 3)) < 1e-12)
    // From 0.12 to 0.3.
    let knn = try #require(statistics.endOfWorth(Self.knn))
    #expect(abs(knn - (0.1 + 0.1 * 0.13 / 0.18)) < 1e-12)
    #expect(statistics.endOfWorth(Self.auto) == nil)
    var worse = Self.errors
    worse[0] = MadeUpAudit.Error(error: 0.25)
    #expect(try Self.statistics(worse).endOfWorth(.none) == 0)
    // Without trusted rows it is guessing that a model must beat.
    let untrusted = try Self.statistics(Self.errors.filter { $0.trusted == 0 })
    #expect(untrusted.trustedOnlyError == nil)
    #expect(untrusted.worthlessError == untrusted.results.majorityError)
    #expect(AuditStatistics.rate(reaching: 0.5, []) == nil)
    let step: [AuditStatistics.Worst] = [
      .init(poisoningRate: 0, error: 0.1, attack: nil),
      .init(poisoningRate: 0.1, error: 0.1, attack: nil),
      .init(poisoningRate: 0.2, error: 0.4, attack: "random"),
    ]
    #expect(AuditStatistics.rate(reaching: 0.4, step) == 0.2)
    #expect(AuditStatistics.rate(reaching: 0.1, step) == 0)
  }

  @Test func `the best defense was measured at the largest rate`() throws {
    let best = try #require(try Self.statistics().bestDefense)
    #expect(best.method == Self.knn && best.worst.error == 0.3)
    var plan = Self.plan
    plan.poisoningRates = [0.1, 0.2]
    let shorter = try Self.statistics(Self.errors.filter { $0.rate <= 0.2 }, plan: plan)
    #expect(shorter.bestDefense?.method == Self.auto)
    #expect(try Self.statistics([MadeUpAudit.Error(error: 0.1)]).bestDefense == nil)
  }

  @Test func `the strongest attack is that on no defense`() throws {
    let statistics = try Self.statistics()
    #expect(statistics.strongestAttack == "random")
    #expect(statistics.firstFlips(1).count == 1 && statistics.firstFlips(9).count == 2)
    let none = try Self.statistics([MadeUpAudit.Error(error: 0.1)])
    #expect(none.strongestAttack == nil && none.firstFlips(5).isEmpty)
  }

  @Test func `without trusted rows every defense is told once`() throws {
    var plan = Self.plan
    plan.trustedLimit = 0
    let statistics = try Self.statistics(Self.errors.filter { $0.trusted == 0 }, plan: plan)
    #expect(statistics.methods == [.none, Self.knn, Self.auto])
  }
}
