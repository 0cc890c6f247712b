/// Everything that a comparison of defenses measured.
public struct DefenseResults: Equatable, Sendable {
  /// What was run.
  public let plan: DefensePlan
  /// The data sets.
  public let sources: [BenchmarkResults.Source]
  /// The test error of every defense, by data set, attack, split, rate and defense.
  public let rows: [DefenseRow]
  /// What could not be measured, each once.
  public let omissions: [BenchmarkOmission]
  /// The version of Flipguard.
  public let version: String

  /// Makes results.
  public init(
    plan: DefensePlan, sources: [BenchmarkResults.Source], rows: [DefenseRow],
    omissions: [BenchmarkOmission], version: String
  ) {
    self.plan = plan
    self.sources = sources
    self.rows = rows
    var seen = Set<BenchmarkOmission>()
    self.omissions = omissions.filter { seen.insert($0).inserted }
    self.version = version
  }

  /// The defenses that were run, in the order of tables.
  var methods: [DefenseMethod] {
    let found = Set(rows.map(\.method))
    return DefenseMethod.all.filter(found.contains)
  }

  /// The attacks that could be crafted somewhere, in the order of the plan.
  var attacks: [String] {
    let found = Set(rows.map(\.attack))
    return plan.attacks.filter(found.contains)
  }
}
