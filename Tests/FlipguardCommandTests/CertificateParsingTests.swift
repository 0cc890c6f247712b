import Flipguard
import Testing

@testable import FlipguardCommand

/// What `certify` takes for a certificate, and for what this rests on.
@Suite struct CertificateParsingTests {
  private static func options(_ line: String) throws -> Certificates.Options {
    try TypedLine.parse(
      CertifyCommand.self, ["certify", "a.csv"] + line.split(separator: " ").map(String.init)
    ).method.options
  }

  @Test func `elections take parts and what learns from them`() throws {
    let plain = try Self.options("--certificate partition")
    #expect(plain.partCount == nil && plain.partLearner == nil)
    let trees = try Self.options("--certificate partition --base forest --parts 7")
    guard case .classifier(let base) = trees.partLearner else {
      Issue.record("no classifier")
      return
    }
    #expect(base is RandomForest && trees.partCount == 7)
    let spread = try Self.options(
      "--certificate finite-aggregation --base label-propagation --all-features --spread 3")
    guard case .labelLinear(let linear, .allRows) = spread.partLearner else {
      Issue.record("nothing linear in the labels")
      return
    }
    #expect(linear is LabelPropagation && spread.spread == 3)
    let noise = try Self.options(
      "--certificate label-smoothing --flip-probability 0.3 --base knn-vote")
    #expect(noise.base is NearestVote && noise.flipProbability == 0.3)
  }

  @Test(arguments: ["partition", "run-off", "finite-aggregation"])
  func `an election heeds what its base does`(id: String) throws {
    let votes = try Self.options("--certificate \(id) --base knn-vote --k 3")
    guard case .labelLinear(let vote, .part) = votes.partLearner else {
      Issue.record("nothing linear in the labels")
      return
    }
    #expect((vote as? NearestVote)?.neighborCount == 3)
    let whole = try Self.options("--certificate \(id) --all-features --regularization 3")
    guard case .labelLinear(let ridge, .allRows) = whole.partLearner else {
      Issue.record("no ridge regression")
      return
    }
    #expect((ridge as? RidgeSmoother)?.regularization == 3)
    // Ridge regression, named or not, is the default, which takes the penalty by itself.
    for line in ["", " --base ridge"] {
      let usual = try Self.options("--certificate \(id)\(line) --regularization 3")
      #expect(usual.partLearner == nil && usual.classifier.regularization == 3)
      let vote = try Certificates.all.member(id, of: "").make(usual) as? PartitionVote
      guard case .classifier(let base) = vote?.learner else {
        Issue.record("no classifier")
        return
      }
      #expect(base as? Ridge == Ridge(regularization: 3))
    }
  }

  /// Every option of a classifier that is linear in the labels, with a value that is not its default.
  private static let values = [
    "--k": "17", "--regularization": "300", "--kernel-width": "9", "--graph-neighbors": "3",
    "--reach": "0.5", "--voters": "21",
  ]

  @Test(
    arguments: LabelLinears.all.map(\.id), ["partition-white-box", "label-smoothing", "run-off"])
  func `a base takes the options that it has, and no others`(base: String, id: String) throws {
    func made(_ line: String) throws -> String {
      let options = try Self.options("--certificate \(id) --base \(base)\(line)")
      return String(reflecting: try #require(options.base))
    }
    let plain = try made("")
    for (option, value) in Self.values {
      let takers = try #require(CertificateOptions.takers.first { $0.option == option })
      if takers.certificates.contains(base) {
        #expect(try made(" \(option) \(value)") != plain, "\(option)")
      } else {
        try TypedLine.expectRefusal(
          "certify a.csv --certificate \(id) --base \(base) \(option) \(value)",
          "--certificate \(id) with --base \(base) has no \(option); those that have: ")
      }
    }
  }

  @Test(arguments: [
    (
      "--certificate ridge --parts 3",
      "--certificate ridge has no --parts; those that have: partition"
    ),
    ("--certificate ridge --base knn-vote", "--certificate ridge has no --base"),
    ("--certificate run-off --spread 2", "--certificate run-off has no --spread"),
    ("--certificate label-smoothing --all-features", "has no --all-features"),
    ("--certificate label-smoothing --base forest", "--base is 'forest'; allowed: knn-vote"),
    ("--certificate partition --base x", "--base is 'x'; allowed: logistic"),
    (
      "--certificate partition --base forest --all-features",
      "--base is 'forest'; allowed: knn-vote"
    ),
    ("--certificate partition --parts 0", "--parts is 0; allowed: 1 or more"),
    ("--certificate partition --k 3", "--certificate partition has no --k"),
    (
      "--certificate partition --base logistic --regularization 3",
      "--certificate partition with --base logistic has no --regularization"
    ),
    ("--certificate convex-loss --base ridge --regularization 3", "convex-loss has no --base"),
  ])
  func `what nothing heeds is refused`(line: String, reason: String) throws {
    try TypedLine.expectRefusal("certify a.csv \(line)", reason)
  }
}
