public import ArgumentParser
public import Flipguard

extension NeighborSearch.Recall: ExpressibleByArgument {}

/// How neighbors vote.
struct NeighborOptions: ParsableArguments {
  /// What may stand in the place of a number for k.
  enum NeighborChoice: String {
    /// k is chosen on the trusted set.
    case automatic = "auto"
  }

  @Option(
    name: .customLong("k"),
    help:
      "Number of neighbors that vote; 'auto' chooses it on the trusted set; by default 10.")
  var givenK: CountOr<NeighborChoice>?

  @Option(
    name: .customLong("threshold"),
    help: "Smallest share of the neighbors that relabels a row (eta), 0.5 to 1; by default 0.5.")
  var givenThreshold: Double?

  @Option(
    help: "How features are scaled; by default standardize, but none for byte data such as pixels.")
  var scaling: Scaling?

  @Option(help: "How distance is measured; by default euclidean.")
  var metric: DistanceMetric?

  @Option(
    help: ArgumentHelp(
      "Share of the true neighbors that must be found: auto (all where that takes seconds, else 0.99), "
        + "exact, or a number below 1; by default auto.", valueName: "auto|exact|share"))
  var recall: NeighborSearch.Recall?

  @Option(
    help: ArgumentHelp(
      "A file with the neighbors of DATA, as 'flipguard neighbors' writes it; then none are searched.",
      valueName: "file"),
    completion: .file(extensions: ["npz"]))
  var graph: String?

  /// Number of neighbors where the user asks for none.
  static let usualK = CountOr<NeighborChoice>.count(10)
  /// Share of the votes where the user asks for none.
  static let usualThreshold = 0.5

  /// Number of neighbors that vote.
  var k: CountOr<NeighborChoice> { givenK ?? Self.usualK }
  /// Smallest share of the neighbors that relabels a row.
  var threshold: Double { givenThreshold ?? Self.usualThreshold }

  /// The first option that is given and is about neighbors alone, if any is.
  var firstOfVote: String? {
    let given = [
      ("--k", givenK != nil), ("--threshold", givenThreshold != nil), ("--metric", metric != nil),
      ("--recall", recall != nil), ("--graph", graph != nil),
    ]
    return given.first { $0.1 }?.0
  }

  /// The arguments that say the same.
  var arguments: [String] {
    ShellWords.options([
      ("--k", givenK?.defaultValueDescription), ("--threshold", givenThreshold.map { "\($0)" }),
      ("--scaling", scaling?.rawValue), ("--metric", metric?.rawValue),
      ("--recall", recall?.description), ("--graph", graph),
    ])
  }

  /// The files that are read, which no result may replace.
  var inputFiles: [String] { [graph].compactMap(\.self) }

  func validate() throws {
    guard (0.5...1).contains(threshold) else {
      throw ValidationError("--threshold is \(threshold); allowed: 0.5 to 1")
    }
    if graph != nil, recall != nil {
      throw ValidationError(
        "--recall is for a search, but with --graph neighbors are not searched; leave one out")
    }
  }

  /// Refuses a choice of k without correct labels to choose it on.
  func checkChoice(_ trusted: TrustedOptions) throws {
    if k == .word(.automatic), trusted.trusted == nil {
      throw ValidationError("--k auto chooses k on the trusted set; give one with --trusted FILE")
    }
  }
}
