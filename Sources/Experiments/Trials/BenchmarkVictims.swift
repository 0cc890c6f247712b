/// What the victims of one method suffer, and how much of the harm the method wins back.
struct BenchmarkVictims: Sendable {
  /// What is done with flagged rows before the victim learns.
  enum Action: String, CaseIterable, Sendable {
    /// They are left out.
    case removed
    /// They get the label that the method predicts.
    case relabeled
  }

  /// The figures of one method.
  struct Figures: Equatable, Sendable {
    /// Mean error where nothing is flipped.
    var clean: Double?
    /// Mean over data sets of the mean error from rate 0 to the largest (area under the curve), over attacks.
    var area: Double?
    /// Mean over data sets of the error at the largest rate under the worst attack.
    var worst: Double?
    /// Share of all harm won back, over data sets, attacks and rates that harm.
    var recovered: Double?
  }

  private struct Course: Hashable {
    let method: BenchmarkMethod
    let dataset: String
    let attack: String
  }

  private let results: BenchmarkResults
  /// Test errors of a course at each rate, one for each seed.
  private let errors: [Course: [Double: [Double]]]

  init(_ results: BenchmarkResults, _ action: Action) {
    self.results = results
    var errors: [Course: [Double: [Double]]] = [:]
    for row in results.rows {
      let error = action == .removed ? row.errorRemoved : row.errorRelabeled
      guard let error else { continue }
      let course = Course(method: row.who, dataset: row.dataset, attack: row.attack)
      errors[course, default: [:]][row.poisoningRate, default: []].append(error)
    }
    self.errors = errors
  }

  /// The mean errors of one method under one attack, rate 0 included where trials without an attack were run.
  func course(
    _ method: BenchmarkMethod, dataset: String, attack: String
  ) -> LearningMetrics {
    var points =
      errors[Course(method: method, dataset: dataset, attack: BenchmarkPlan.noAttack)] ?? [:]
    if attack != BenchmarkPlan.noAttack {
      points.merge(
        errors[Course(method: method, dataset: dataset, attack: attack)] ?? [:]
      ) { $0 + $1 }
    }
    return LearningMetrics(
      points.map { rate, errors in
        LearningMetrics.Point(
          poisoningRate: rate, error: errors.reduce(0, +) / Double(errors.count))
      })
  }

  /// The mean error of one method on one data set where nothing is flipped.
  func cleanError(of method: BenchmarkMethod, on dataset: String) -> Double? {
    course(method, dataset: dataset, attack: BenchmarkPlan.noAttack).cleanError
  }

  /// The mean over data sets of what a method adds to the error where nothing is flipped.
  func cleanCost(_ method: BenchmarkMethod) -> Double? {
    let costs = results.datasets.compactMap { dataset in
      course(method, dataset: dataset, attack: BenchmarkPlan.noAttack).costWithoutAttack(
        undefended: course(Self.plain, dataset: dataset, attack: BenchmarkPlan.noAttack))
    }
    return costs.isEmpty ? nil : MeanAndError(costs).mean
  }

  private static let plain = BenchmarkMethod(
    name: BenchmarkBaseline.noDefense.rawValue, trusted: 0)

  /// All figures of one method.
  func figures(_ method: BenchmarkMethod) -> Figures {
    var (clean, areas, worst) = ([Double](), [Double](), [Double]())
    var (recovered, harm) = (0.0, 0.0)
    for dataset in results.datasets {
      let courses = results.attacks.map { course(method, dataset: dataset, attack: $0) }
      let undefended = results.attacks.map { course(Self.plain, dataset: dataset, attack: $0) }
      areas += courses.compactMap(\.areaUnderCurve)
      if let error = cleanError(of: method, on: dataset) { clean.append(error) }
      // An attack that was left out on this data set has no point but that without flips.
      let possible = courses.filter { ($0.points.last?.poisoningRate ?? 0) > 0 }
      if let last = LearningMetrics.worst(of: possible).points.last { worst.append(last.error) }
      for (mine, theirs) in zip(courses, undefended) {
        for rate in mine.points.map(\.poisoningRate) where rate > 0 {
          guard let share = mine.recoveredShare(at: rate, undefended: theirs),
            let done = theirs.harm(at: rate)
          else { continue }
          recovered += share * done
          harm += done
        }
      }
    }
    func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : MeanAndError(values).mean }
    return Figures(
      clean: mean(clean), area: mean(areas), worst: mean(worst),
      recovered: harm > 0 ? recovered / harm : nil)
  }

  /// The mean error of one method under one attack at all rates above 0, over data sets; `nil` where not measured.
  func meanError(_ method: BenchmarkMethod, attack: String) -> Double? {
    let values = results.datasets.flatMap { dataset in
      (errors[Course(method: method, dataset: dataset, attack: attack)] ?? [:])
        .sorted { $0.key < $1.key }.flatMap(\.value)
    }
    return values.isEmpty ? nil : MeanAndError(values).mean
  }
}
