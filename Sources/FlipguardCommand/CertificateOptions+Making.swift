import ArgumentParser
import Flipguard

extension CertificateOptions {
  /// What elections and label smoothing rest on where the user does not say.
  static let usualBase = "ridge"

  /// The options that serve some certificates alone, with the names of these.
  ///
  /// Where a certificate rests on a base, what the base heeds under its own name is heeded too.
  static let takers: [(option: String, certificates: [String])] = [
    ("--k", ["knn-vote", "knn-weighted-vote", "smoother-mean"]),
    (
      "--regularization",
      ["ridge", "kernel-ridge", "tangent-kernel", "smoother-mean", "convex-loss"]
    ),
    ("--kernel-width", ["kernel-smoother", "kernel-ridge"]),
    (
      "--graph-neighbors",
      ["label-propagation", "diffusion-vote", "community-vote", "cluster-vote"]
    ),
    ("--reach", ["label-propagation"]), ("--voters", ["diffusion-vote"]),
    ("--parts", ["partition", "partition-white-box", "run-off", "finite-aggregation"]),
    ("--spread", ["finite-aggregation"]), ("--base", basedOnAnother),
    ("--all-features", ["partition", "partition-white-box", "run-off", "finite-aggregation"]),
    ("--flip-probability", ["label-smoothing"]),
  ]

  /// The certificates that rest on another classifier.
  static let basedOnAnother =
    ["partition", "partition-white-box", "run-off", "finite-aggregation", "label-smoothing"]

  /// Those of them whose base must be linear in the labels.
  private static let linearBased: Set = ["partition-white-box", "label-smoothing"]

  /// The options of ``takers`` that are given.
  private var givenOptions: Set<String> {
    let isGiven = [
      "--k": k != nil, "--regularization": regularization != nil,
      "--kernel-width": kernelWidth != nil, "--graph-neighbors": graphNeighbors != nil,
      "--reach": reach != nil, "--voters": voters != nil, "--parts": parts != nil,
      "--spread": spread != nil, "--base": base != nil, "--all-features": allFeatures,
      "--flip-probability": flipProbability != nil,
    ]
    return Set(isGiven.filter(\.value).keys)
  }

  /// Refuses options that neither the certificate nor what it rests on heeds, and a base that it cannot rest on.
  ///
  /// - Throws: `ValidationError`.
  func checkHeeded() throws {
    var heeding: Set = [certificate]
    if Self.basedOnAnother.contains(certificate) {
      try checkBase()
      heeding.insert(base ?? Self.usualBase)
    }
    let given = givenOptions
    for (option, certificates) in Self.takers
    where given.contains(option) && heeding.isDisjoint(with: certificates) {
      let based = base.map { heeding.contains($0) ? " with --base \($0)" : "" } ?? ""
      throw ValidationError(
        "--certificate \(certificate)\(based) has no \(option); those that have: "
          + certificates.joined(separator: ", "))
    }
  }

  private func checkBase() throws {
    guard let base else { return }
    var allowed = LabelLinears.all.map(\.id)
    if !allFeatures, !Self.linearBased.contains(certificate) {
      allowed = Classifiers.all.map(\.id).filter { !allowed.contains($0) } + allowed
    }
    try checkMembers([base], of: "--base", allowed: allowed)
  }

  /// What is set, for the certificate.
  var options: Certificates.Options {
    var options = Certificates.Options()
    options.classifier.neighborCount = k
    options.classifier.regularization = regularization
    options.classifier.kernelWidth = kernelWidth
    if let graphNeighbors { options.classifier.graphNeighborCount = graphNeighbors }
    if let reach { options.classifier.reach = reach }
    options.classifier.voterCount = voters
    options.partCount = parts
    if let spread { options.spread = spread }
    if let flipProbability { options.flipProbability = flipProbability }
    options.fittedOn = allFeatures ? .allRows : .part
    let id = base ?? Self.usualBase
    options.base = LabelLinears.all.first { $0.id == id }?.make(options.classifier)
    options.partLearner = partLearner(options)
    return options
  }

  /// What learns from a part; `nil` for the default, which heeds the penalty by itself.
  private func partLearner(_ options: Certificates.Options) -> PartLearner? {
    if !allFeatures {
      if base == nil || base == Self.usualBase { return nil }
      if let entry = Classifiers.all.first(where: { $0.id == base }) {
        return .classifier(entry.make())
      }
    }
    return options.base.map { .labelLinear($0, fittedOn: options.fittedOn) }
  }
}
