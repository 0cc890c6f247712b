import ArgumentParser
import Flipguard
import Foundation

/// Times the greedy attack, and the naive loop on the same problem, and checks that they agree.
///
/// The naive loop is run at some of the greedy steps, each time from the flips that the attack chose before,
/// over all candidates or a sample of them. Over all candidates its best must be the flip that the attack
/// chose; when that holds at every step, the naive loop run from start to end gives the same flips.
struct Attack: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time the greedy label-flip attack and the naive loop.")

  @Option(help: "Training rows.")
  var rows = 100

  @Option(help: "Features.")
  var features = 784

  @Option(help: "Flips.")
  var budget = 20

  @Option(help: "mnist17 or synthetic.")
  var data = AttackData.mnist17

  @Option(help: "Greedy steps, spread evenly, at which the naive loop is run; by default all.")
  var naiveSteps: Int?

  @Option(help: "Candidates that it tries at each, spread evenly; by default all.")
  var naiveCandidates: Int?

  @Option(name: .customLong("repeat"), help: "How often the attack is timed on each thread count.")
  var repetitions = 1

  @Option(help: "A folder to write the problem to, for comparisons in other languages.")
  var export: String?

  private static let seed: UInt64 = 1

  /// What is printed, as one line of JSON.
  private struct Report: Encodable {
    let rows: Int
    let features: Int
    let budget: Int
    let trainings: Int
    let instructionSet: String
    var seconds: [String: [Double]] = [:]
    var peakBytes = 0
    var flips: [Int] = []
    var objectives: [Double] = []
    var naive: [String: Naive] = [:]
  }

  /// The naive loop's part.
  private struct Naive: Encodable {
    var trainings = 0
    var seconds = 0.0
    /// For all trainings of the attack: measured when every one was made, else extrapolated.
    var wholeSeconds = 0.0
    var isExtrapolated = false
    /// Steps at which every candidate was tried.
    var comparedSteps = 0
    var differentFlips = 0
    /// Of the naive objective of chosen flips to ours.
    var largestDifference = 0.0
  }

  func run() throws {
    let problem = try data.problem(rowCount: rows, featureCount: features)
    let learner = LinearHinge()
    var report = Report(
      rows: rows, features: features, budget: budget,
      trainings: budget * rows - budget * (budget - 1) / 2, instructionSet: InstructionSet.best.name
    )
    var plan = FlipPlan(steps: [])
    for threads in [1, 2] {
      report.seconds["\(threads)"] = try (0..<repetitions).map { _ in
        try time {
          plan = try GreedyLabelFlip(learner: learner).craft(
            problem, budget: .count(budget), seed: Self.seed,
            execution: Execution(threadCount: threads))
        }
      }
    }
    report.peakBytes = peakResidentBytes()
    report.flips = plan.flips.map(\.row)
    report.objectives = plan.steps.compactMap(\.objective)
    for training in NaiveTraining.allCases where naiveSteps != 0 {
      report.naive[training.rawValue] = try measure(training, problem, learner, plan, report)
    }
    if let export { try write(problem, learner, to: URL(filePath: export)) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }

  private func time(_ body: () throws -> Void) rethrows -> Double {
    try ContinuousClock().measure(body) / .seconds(1)
  }

  private func measure(
    _ training: NaiveTraining, _ problem: AttackProblem, _ learner: LinearHinge, _ plan: FlipPlan,
    _ report: Report
  ) throws -> Naive {
    var naive = Naive()
    let stepCount = min(naiveSteps ?? budget, budget)
    for step in (0..<stepCount).map({ $0 * budget / stepCount }) {
      let labels = problem.labels.applying(plan.prefix(step).flips)
      let flipped = Set(plan.prefix(step).flips.map(\.row))
      let remaining = (0..<rows).filter { !flipped.contains($0) }
      let count = min(naiveCandidates ?? remaining.count, remaining.count)
      var best = (row: -1, objective: -Double.infinity)
      naive.seconds += try time {
        for row in (0..<count).map({ remaining[$0 * remaining.count / count] }) {
          var candidate = labels
          candidate[row] = 1 - labels[row]
          let objective = try training.objective(
            problem, labels: candidate, learner: learner, seed: Self.seed)
          if objective > best.objective { best = (row, objective) }
        }
      }
      naive.trainings += count
      guard count == remaining.count else { continue }
      naive.comparedSteps += 1
      naive.differentFlips += best.row == report.flips[step] ? 0 : 1
      naive.largestDifference = max(
        naive.largestDifference, abs(best.objective - report.objectives[step]))
    }
    naive.wholeSeconds = naive.seconds * Double(report.trainings) / Double(naive.trainings)
    naive.isExtrapolated = naive.trainings < report.trainings
    return naive
  }

  /// Writes the problem as raw little-endian arrays, with the order of visits.
  private func write(_ problem: AttackProblem, _ learner: LinearHinge, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let order = EpochOrder.visits(rowCount: rows, epochs: learner.epochs, seed: Self.seed)
    func write(_ values: [some Any], _ name: String) throws {
      try values.withUnsafeBytes { try Data($0).write(to: folder.appending(path: name)) }
    }
    try write(problem.features.elements, "features.f32")
    try write(problem.labels.signs(), "signs.f64")
    try write(problem.validationFeatures.elements, "validation.f32")
    try write(problem.validationLabels.signs(), "validation-signs.f64")
    try write(order, "order.i32")
  }
}
