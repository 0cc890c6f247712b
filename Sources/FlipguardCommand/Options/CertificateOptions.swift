import ArgumentParser
import Flipguard

extension Certificates.Entry: Method {}

/// A class and another that its labels may be changed to, as in `ham:spam`.
struct ClassPair: ExpressibleByArgument, Equatable {
  let from: String
  let to: String

  init?(argument: String) {
    guard let sign = argument.firstIndex(of: ":"), sign != argument.startIndex else { return nil }
    from = String(argument[..<sign])
    to = String(argument[argument.index(after: sign)...])
    guard !to.isEmpty, from != to else { return nil }
  }
}

/// Which certificate, and what is set about it.
struct CertificateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which classifier is certified: \(Certificates.all.help).", valueName: "id"),
    completion: .list(Certificates.all.map(\.id)))
  var certificate = "ridge"

  @Option(
    help: ArgumentHelp(
      "Number of rows that vote by nearness; by default a fiftieth of the training rows, at least 10.",
      valueName: "k"))
  var k: Int?

  @Option(
    help: ArgumentHelp(
      "L2 penalty of least squares; by default a tenth of the sum of squares of the centred features, but 1 for the "
        + "ridge that partition, run-off and finite-aggregation learn from each part.",
      valueName: "number"))
  var regularization: Double?

  @Option(
    help: ArgumentHelp(
      "Width of Gaussian kernels; by default by the distances of training rows.",
      valueName: "number"))
  var kernelWidth: Double?

  @Option(
    help: ArgumentHelp(
      "Number of neighbors that rows are joined with in a graph; by default 10.", valueName: "k"))
  var graphNeighbors: Int?

  @Option(
    help: ArgumentHelp(
      "How far labels are spread over the graph, above 0, below 1; by default 0.95.",
      valueName: "number"))
  var reach: Double?

  @Option(
    help: ArgumentHelp(
      "Number of rows that a diffusion lets vote; by default a twentieth of the training rows.",
      valueName: "count"))
  var voters: Int?

  @Option(
    help: ArgumentHelp(
      "Elections: each model learns from one row of so many; by default a fiftieth of the rows.",
      valueName: "count"))
  var parts: Int?

  @Option(
    help: ArgumentHelp(
      "finite-aggregation: how many parts each model learns from; by default 4.",
      valueName: "count"))
  var spread: Int?

  @Option(
    help: ArgumentHelp(
      "What elections and label-smoothing rest on, by default ridge: for partition, run-off and finite-aggregation "
        + "\(Classifiers.all.map(\.id).joined(separator: ", ")); for these, partition-white-box and label-smoothing "
        + "\(LabelLinears.all.map(\.id).joined(separator: ", ")).", valueName: "id"))
  var base: String?

  @Flag(
    help: "Elections: models see the features of all rows, with the labels of their part alone.")
  var allFeatures = false

  @Option(
    help: ArgumentHelp(
      "label-smoothing: the probability that a label changes its class; by default 0.1.",
      valueName: "number"))
  var flipProbability: Double?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "The only changes of class that an attacker can make, as in ham:spam; may be repeated. By default any.",
      valueName: "from:to"))
  var onlyChange: [ClassPair] = []

  @OptionGroup var fixedRows: FixedRowsOption

  /// The certificate's entry in the list.
  var entry: Certificates.Entry {
    get throws { try Certificates.all.member(certificate, of: "--certificate") }
  }

  func validate() throws {
    _ = try entry
    try checkHeeded()
    for (name, value) in [
      ("--k", k), ("--graph-neighbors", graphNeighbors), ("--voters", voters), ("--parts", parts),
      ("--spread", spread),
    ] {
      if let value, value < 1 { throw ValidationError("\(name) is \(value); allowed: 1 or more") }
    }
    for (name, value) in [("--regularization", regularization), ("--kernel-width", kernelWidth)] {
      if let value, !(value > 0 && value.isFinite) {
        throw ValidationError("\(name) is \(value); allowed: a number above 0")
      }
    }
    if let reach, !(reach > 0 && reach < 1) {
      throw ValidationError("--reach is \(reach); allowed: above 0, below 1")
    }
  }

  /// Which changes are withstood.
  ///
  /// - Parameters:
  ///   - data: The training data.
  ///   - fixed: Its rows whose label nobody can change.
  ///   - countsSources: Whether a radius counts the sources of labels.
  /// - Returns: The threat.
  /// - Throws: ``UsageError`` for a class that there is not, and for what the certificate cannot withstand.
  func threat(_ data: LoadedData, fixed: Set<Int>, countsSources: Bool) throws -> LabelThreat {
    let entry = try entry
    func check(_ part: Certificates.ThreatPart, _ option: String) throws {
      guard !entry.threats.contains(part) else { return }
      throw UsageError(
        "--certificate \(certificate) knows no \(option); those that do: "
          + Certificates.all.filter { $0.threats.contains(part) }.map(\.id)
          .joined(separator: ", "))
    }
    var threat = LabelThreat(trustedRows: fixed)
    if fixedRows.fixed != nil { try check(.trustedRows, "--fixed") }
    if !onlyChange.isEmpty {
      try check(.allowedChanges, "--only-change")
      threat.allowedChanges = Set(
        try onlyChange.map {
          LabelThreat.ClassChange(
            from: try data.classIndex($0.from), to: try data.classIndex($0.to))
        })
    }
    if countsSources {
      try check(.groups, "--count-sources")
      guard let groups = data.dataset.groups else {
        throw UsageError(
          "--count-sources needs to know where labels come from; add --group COLUMN")
      }
      threat.unit = .groups(groups)
    }
    return threat
  }
}
