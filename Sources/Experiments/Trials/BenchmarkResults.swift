internal import LabelData
internal import VectorKernels

/// Everything that a run of the benchmark measured.
public struct BenchmarkResults: Equatable, Sendable {
  /// A data set as it was used.
  public struct Source: Codable, Equatable, Sendable {
    /// How tables call it.
    public let name: String
    /// Number of features.
    public let features: Int
    /// Number of classes.
    public let classes: Int
    /// How features were scaled.
    public let scaling: String
    /// Number of test rows.
    public let testRows: Int

    private enum CodingKeys: String, CodingKey {
      case name, features, classes, scaling
      case testRows = "test_rows"
    }

    /// Describes a data set.
    public init(name: String, features: Int, classes: Int, scaling: String, testRows: Int) {
      self.name = name
      self.features = features
      self.classes = classes
      self.scaling = scaling
      self.testRows = testRows
    }

    init(_ source: BenchmarkSource, _ split: BenchmarkSplit) {
      self.init(
        name: source.name, features: split.training.columnCount, classes: split.truth.classCount,
        scaling: source.scaling.rawValue, testRows: split.test.labels.count)
    }
  }

  /// What was run.
  public let plan: BenchmarkPlan
  /// The data sets.
  public let sources: [Source]
  /// What every method achieved, by data set, attack, seed, rate and method.
  public let rows: [BenchmarkRow]
  /// How long every part of every trial took.
  public let timings: [BenchmarkTiming]
  /// What could not be measured, each once.
  public let omissions: [BenchmarkOmission]
  /// The version of Flipguard.
  public let version: String

  /// Makes results.
  public init(
    plan: BenchmarkPlan, sources: [Source], rows: [BenchmarkRow], timings: [BenchmarkTiming],
    omissions: [BenchmarkOmission], version: String
  ) {
    self.plan = plan
    self.sources = sources
    self.rows = rows
    self.timings = timings
    var seen = Set<BenchmarkOmission>()
    self.omissions = omissions.filter { seen.insert($0).inserted }
    self.version = version
  }
}
