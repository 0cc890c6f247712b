public import LabelData
public import VectorKernels

/// The experiments of Paudice, Muñoz-González and Lupu (2018), run anew.
///
/// Each data set is split at random into training, validation and test rows; the greedy attack flips training
/// labels one by one; after each flip a linear classifier is learnt from the labels as they are, from the
/// labels sanitized by Algorithm 2, and from the trusted validation rows alone; its error is taken on the test
/// rows. The accessible copies of the paper have lost their digits, so the settings are assumptions.
public struct PaperReproduction: Sendable {
  /// What is run.
  public struct Plan: Equatable, Sendable {
    /// Names of the bundled data sets, of ``allDatasets``.
    public var datasets: [String]
    /// Figures, of ``allFigures``.
    public var figures: [String]
    /// Number of random splits, 1 or more.
    public var splitCount: Int
    /// Whether attacker and defender have validation sets of their own.
    public var separateValidation: Bool
    /// Where all randomness starts.
    public var seed: UInt64

    /// The data sets of the paper.
    public static let allDatasets = ["breastcancer", "mnist17", "spambase"]
    /// The figures of the paper.
    public static let allFigures = ["1", "2a", "2b"]

    /// Makes a plan; by default everything, with 10 splits.
    public init(
      datasets: [String] = allDatasets, figures: [String] = allFigures, splitCount: Int = 10,
      separateValidation: Bool = false, seed: UInt64 = 1
    ) {
      self.datasets = datasets
      self.figures = figures
      self.splitCount = splitCount
      self.separateValidation = separateValidation
      self.seed = seed
    }
  }

  /// The settings of Figure 1, and what the sets look like in each.
  static let settings = [
    PaperSetting(dataset: "breastcancer", scaling: "standardize"),
    PaperSetting(dataset: "mnist17", scaling: "none"),
    PaperSetting(dataset: "spambase", scaling: "standardize"),
    PaperSetting(dataset: "breastcancer", scaling: "minmax"),
    PaperSetting(dataset: "breastcancer", scaling: "none"),
    PaperSetting(dataset: "spambase", scaling: "none"),
    PaperSetting(dataset: "spambase", scaling: "binarize"),
  ]
  /// The setting of Figure 2.
  static let figure2Setting = settings[0]
  /// The values of k in Figure 2a.
  static let figure2aNeighborCounts = [3, 5, 10, 15, 25]
  /// The values of eta in Figure 2b.
  static let figure2bThresholds = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0]

  /// What is run.
  public let plan: Plan

  /// Makes a reproduction.
  public init(_ plan: Plan) {
    self.plan = plan
  }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - version: The version that the results name.
  ///   - execution: Threads and progress; the results but for the elapsed time do not depend on it.
  ///   - load: Gives a bundled data set by its name.
  /// - Returns: Everything measured.
  /// - Throws: What `load` throws, or the first error of a trial.
  public func run(
    version: String, execution: Execution, load: (String) throws -> Dataset
  ) throws -> PaperResults {
    let start = ContinuousClock.now
    var datasets: [String: Dataset] = [:]
    for name in plan.datasets { datasets[name] = try load(name) }
    let chosen = Self.settings.filter { datasets[$0.dataset] != nil && hasWork($0) }
    // The largest data sets first, so that no thread is left alone with one at the end.
    let tasks = chosen.flatMap { setting in (0..<plan.splitCount).map { (setting, $0) } }
      .sorted { cost($0.0, datasets) > cost($1.0, datasets) }
    let sets = datasets
    let results = try execution.map(count: tasks.count) { index in
      Result { () -> [PaperTrial] in
        let (setting, split) = tasks[index]
        guard let dataset = sets[setting.dataset] else { return [] }
        return try PaperSplit(plan: plan, setting: setting, split: split).run(dataset)
      }
    }.map { try $0.get() }
    let ordered = zip(tasks, results).sorted { left, right in
      (rank(left.0.0), left.0.1) < (rank(right.0.0), right.0.1)
    }.map(\.1)
    let elapsed = start.duration(to: .now) / .seconds(1)
    return PaperSummary(plan: plan, trials: ordered.flatMap(\.self)).results(
      version: version, elapsedSeconds: elapsed, table1: table1(datasets))
  }

  private func hasWork(_ setting: PaperSetting) -> Bool {
    plan.figures.contains("1")
      || (setting == Self.figure2Setting
        && !Set(plan.figures).isDisjoint(with: ["2a", "2b"]))
  }

  private func cost(_ setting: PaperSetting, _ datasets: [String: Dataset]) -> Int {
    datasets[setting.dataset].map { $0.rowCount * $0.featureCount } ?? 0
  }

  private func rank(_ setting: PaperSetting) -> Int {
    Self.settings.firstIndex(of: setting) ?? 0
  }

  private func table1(_ datasets: [String: Dataset]) -> [Table1Row] {
    plan.datasets.compactMap { name in
      guard let dataset = datasets[name], let expected = Self.table1[name] else { return nil }
      let positive = dataset.labels.classNames.firstIndex(of: expected.positiveName) ?? 0
      let sizes = dataset.labels.classSizes
      return Table1Row(
        dataset: name, positiveName: expected.positiveName,
        negativeName: dataset.labels.classNames[1 - positive],
        measured: Table1Counts(
          rows: dataset.rowCount, features: dataset.featureCount, positive: sizes[positive],
          negative: sizes[1 - positive]),
        expected: expected.counts)
    }
  }

  /// Table 1 of the paper.
  private static let table1: [String: (positiveName: String, counts: Table1Counts)] = [
    "breastcancer": (
      "malignant", Table1Counts(rows: 569, features: 30, positive: 212, negative: 357)
    ),
    "mnist17": (
      "1", Table1Counts(rows: 13_007, features: 784, positive: 6_742, negative: 6_265)
    ),
    "spambase": (
      "1", Table1Counts(rows: 4_100, features: 54, positive: 1_657, negative: 2_443)
    ),
  ]
}
