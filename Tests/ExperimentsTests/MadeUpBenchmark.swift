import Experiments

/// Results of trials that nobody ran.
enum MadeUpBenchmark {
  /// What one method achieves.
  struct Method {
    let name: String
    var trusted = 0
    /// Average precision by attack; `nil` for methods without scores.
    let precisions: [String: Double]?
    /// Test error of the victim without attack, and its growth to the largest rate under any attack.
    let error: Double
    let growth: Double
  }

  static let plan = BenchmarkPlan(
    attacks: ["none", "random", "<colluding>"], poisoningRates: [0.1, 0.2],
    detectors: ["knn", "other"], trustedCounts: [0, 60], seedCount: 3, trainingCount: 100)

  static let methods = [
    Method(name: "no-defense", precisions: nil, error: 0.1, growth: 0.3),
    Method(
      name: "random", precisions: ["random": 0.15, "<colluding>": 0.15], error: 0.1, growth: 0.3),
    Method(
      name: "ceiling", precisions: ["random": 0.95, "<colluding>": 0.9], error: 0.1, growth: 0.02),
    Method(
      name: "trusted-only", trusted: 60, precisions: ["random": 0.6, "<colluding>": 0.6],
      error: 0.15, growth: 0),
    Method(
      name: "knn", precisions: ["random": 0.9, "<colluding>": 0.1], error: 0.11, growth: 0.15),
    Method(
      name: "other", precisions: ["random": 0.5, "<colluding>": 0.3], error: 0.12, growth: 0.2),
    Method(
      name: "other", trusted: 60, precisions: ["random": 0.8, "<colluding>": 0.7], error: 0.12,
      growth: 0.05),
  ]

  /// Rows of two data sets; seed s adds s / 1000 to every precision, the second data set takes away 0.05.
  static func make(
    methods: [Method] = methods, plan: BenchmarkPlan = plan, datasetCount: Int = 2
  ) -> BenchmarkResults {
    let names = (0..<datasetCount).map { "set \($0)" }
    var rows: [BenchmarkRow] = []
    for (index, dataset) in names.enumerated() {
      for attack in plan.attacks {
        for seed in 0..<plan.seedCount {
          for rate in attack == "none" ? [0] : plan.poisoningRates {
            for method in methods {
              let flips = Int(rate * Double(plan.trainingCount))
              var row = BenchmarkRow(
                dataset: dataset, attack: attack, poisoningRate: rate, seed: seed,
                method: method.name, trusted: method.trusted, flips: flips, flags: 5)
              row.averagePrecision =
                flips == 0
                ? nil
                : method.precisions?[attack].map {
                  $0 + Double(seed) / 1000 - (index == 1 ? 0.05 : 0)
                }
              row.errorRemoved = method.error + method.growth * rate / 0.2
              row.errorRelabeled = method.error + method.growth * rate / 0.4
              rows.append(row)
            }
          }
        }
      }
    }
    return BenchmarkResults(
      plan: plan,
      sources: names.map {
        .init(name: $0, features: 3, classes: 2, scaling: "standardize", testRows: 200)
      }, rows: rows,
      timings: [
        BenchmarkTiming(
          dataset: "set 0", attack: "random", poisoningRate: 0.1, seed: 0, part: "knn", trusted: 0,
          seconds: 0.25),
        BenchmarkTiming(
          dataset: "set 0", attack: "random", poisoningRate: nil, seed: 0, part: "attack",
          trusted: 0, seconds: 1.5),
      ],
      omissions: [
        BenchmarkOmission(
          dataset: "set 1", attack: "<colluding>", method: nil, reason: "10 classes & more"),
        BenchmarkOmission(
          dataset: "set 1", attack: "<colluding>", method: nil, reason: "10 classes & more"),
      ], version: "test")
  }
}
