import ArgumentParser
import Flipguard
import Testing

@testable import FlipguardCommand

/// Command lines of `reproduce`, `benchmark`, `compare`, `audit` and `certify`.
@Suite struct ExperimentParsingTests {
  @Test func `reproduce takes figures, data sets and splits`() throws {
    let usual = try TypedLine.parse(ReproduceCommand.self, ["reproduce"])
    #expect(usual.figure.isEmpty && usual.dataset.isEmpty)
    #expect(usual.splits == 10 && !usual.separateValidation && usual.common.seed == 1)
    #expect(usual.output == "flipguard-report")
    let chosen = try TypedLine.parse(
      ReproduceCommand.self,
      [
        "reproduce", "--figure", "1", "--figure", "2b", "--dataset", "breastcancer", "--splits",
        "3",
        "--separate-validation", "--seed", "7", "--threads", "2", "--output", "r", "--quiet",
        "--format", "json",
      ])
    #expect(chosen.figure == ["1", "2b"] && chosen.dataset == ["breastcancer"])
    #expect(chosen.splits == 3 && chosen.separateValidation && chosen.output == "r")
    #expect(chosen.common.seed == 7 && chosen.common.threads == 2 && chosen.common.quiet)
    #expect(chosen.common.format == .json)
  }

  @Test func `benchmark has a usual run and a full one`() throws {
    let usual = try TypedLine.parse(BenchmarkCommand.self, ["benchmark"])
    #expect(usual.plan == BenchmarkPlan() && usual.output == "flipguard-benchmark")
    #expect(usual.plan.poisoningRates == [0.05, 0.2, 0.4] && usual.plan.trustedCounts == [0, 60])
    #expect(usual.plan.seedCount == 5 && usual.plan.trainingCount == 300)
    #expect(usual.plan.attacks.first == "none" && usual.plan.detectors == Detectors.all.map(\.id))
    #expect(!usual.plan.attacks.contains("class-conditional"))
    let full = try TypedLine.parse(BenchmarkCommand.self, ["benchmark", "--full", "--rate", "0.3"])
      .plan
    #expect(full.poisoningRates == [0.3] && full.trustedCounts == [0, 20, 60, 100])
    #expect(full.seedCount == 10)
  }

  @Test func `benchmark takes data sets, attacks, rates, detectors and trusted rows`() throws {
    let chosen = try TypedLine.parse(
      BenchmarkCommand.self,
      [
        "benchmark", "--dataset", "@moons", "--dataset", "a.csv", "--attack", "random", "--attack",
        "none", "--rate", "0.2", "--rate", "0.1", "--detector", "knn", "--seeds", "3",
        "--trusted", "20", "--train-rows", "100", "--scorer", "ridge", "--seed", "9",
        "--export", "e", "--output", "o",
      ])
    #expect(chosen.dataset == ["@moons", "a.csv"] && chosen.export == "e" && chosen.output == "o")
    #expect(
      chosen.plan
        == BenchmarkPlan(
          attacks: ["none", "random"], poisoningRates: [0.1, 0.2], detectors: ["knn"],
          trustedCounts: [20], seedCount: 3, trainingCount: 100, scorer: "ridge", seed: 9))
  }

  @Test func `compare runs the full table, or what is chosen`() throws {
    let usual = try TypedLine.parse(CompareCommand.self, ["compare"])
    #expect(usual.plan == DefensePlan() && usual.output == "flipguard-defenses")
    #expect(usual.plan.poisoningRates == [0.1, 0.2, 0.3] && usual.plan.splitCount == 50)
    #expect(
      usual.plan.attacks == ["lfa", "undetectable", "colluding", "adaptive", "adaptive-repair"])
    let chosen = try TypedLine.parse(
      CompareCommand.self,
      [
        "compare", "--dataset", "@spambase", "--dataset", "a.csv", "--attack", "adaptive",
        "--attack", "lfa", "--rate", "0.2", "--rate", "0.1", "--splits", "3", "--seed", "9",
        "--output", "o",
      ])
    #expect(chosen.dataset == ["@spambase", "a.csv"] && chosen.output == "o")
    #expect(
      chosen.plan
        == DefensePlan(
          attacks: ["lfa", "adaptive"], poisoningRates: [0.1, 0.2], splitCount: 3, seed: 9))
  }

  @Test func `audit has a usual run`() throws {
    let usual = try TypedLine.parse(AuditCommand.self, ["audit", "a.csv"])
    #expect(usual.plan == AuditPlan() && usual.output == "flipguard-audit")
    #expect(usual.plan.leavesOutSlowAttacks && usual.plan.poisoningRates == [0.05, 0.1, 0.2, 0.3])
    #expect(usual.plan.victim == "ridge" && usual.plan.certificates.contains("ridge"))
    #expect(usual.test == nil && usual.prediction == nil && usual.budgetSeconds == nil)
    #expect(usual.scaling == nil)
  }

  @Test func `audit takes attacks, defenses, certificates, rates, rows and time`() throws {
    let chosen = try TypedLine.parse(
      AuditCommand.self,
      [
        "audit", "a.csv", "--attack", "random", "--attack", "lfa", "--defense", "knn", "--defense",
        "none", "--certificate", "run-off", "--rate", "0.2", "--rate", "0.1", "--victim",
        "logistic", "--trusted-rows", "0", "--training-rows", "200", "--prediction", "7",
        "--budget-seconds", "1.5", "--test", "t.npy", "--test-labels", "ty.npy", "--scaling",
        "minmax", "--seed", "9", "--output", "o",
      ])
    // No defense is always told of.
    #expect(
      chosen.plan
        == AuditPlan(
          attacks: ["random", "lfa"], defenses: ["none", "knn"], certificates: ["run-off"],
          poisoningRates: [0.1, 0.2], victim: "logistic", trustedLimit: 0, trainingLimit: 200,
          seed: 9))
    #expect(chosen.test == "t.npy" && chosen.testLabels == "ty.npy" && chosen.prediction == 7)
    #expect(chosen.budgetSeconds == 1.5 && chosen.scaling == .minmax && chosen.output == "o")
  }

  @Test(arguments: AuditPlan.allAttacks)
  func `audit knows every attack that needs no more than data`(id: String) throws {
    let plan = try TypedLine.parse(AuditCommand.self, ["audit", "a.csv", "--attack", id]).plan
    #expect(plan.attacks == [id] && !plan.leavesOutSlowAttacks)
  }

  @Test(arguments: Certificates.all.map(\.id))
  func `certify knows every member of the list`(id: String) throws {
    let certify = try TypedLine.parse(
      CertifyCommand.self, ["certify", "a.csv", "--certificate", id])
    #expect(try certify.method.entry.id == id && certify.output == "flipguard-certify")
    #expect(certify.train == nil && !certify.countSources && !certify.deskew)
  }

  @Test func `certify takes training rows, a threat and what each certificate has to set`() throws {
    func certify(_ line: String) throws -> CertifyCommand {
      try TypedLine.parse(
        CertifyCommand.self, ["certify", "a.csv"] + line.split(separator: " ").map(String.init))
    }
    let usual = try certify("")
    #expect(try usual.method.entry.id == "ridge")
    #expect(usual.method.options.classifier == .init())
    let votes = try certify(
      "--train t.csv --train-labels ty.csv --certificate knn-vote --k 7 --fixed sure "
        + "--only-change ham:spam --only-change a:b:c --count-sources --group who")
    #expect(votes.train == "t.csv" && votes.trainLabels == "ty.csv" && votes.countSources)
    #expect(votes.method.options.classifier.neighborCount == 7)
    #expect(votes.method.fixedRows.column == .name("sure"))
    #expect(votes.method.onlyChange.map(\.from) == ["ham", "a"])
    #expect(votes.method.onlyChange.map(\.to) == ["spam", "b:c"])
    let digits = try certify("--image 28x28 --deskew --scaling none --regularization 2")
    #expect(digits.image == ImageSize(argument: "28x28") && digits.deskew)
    #expect(digits.scaling == Scaling.none && digits.method.regularization == 2)
    let spread = try certify(
      "--certificate label-propagation --reach 0.9 --collective 7 --collective 3")
    #expect(spread.method.options.classifier.reach == 0.9 && spread.collective == [7, 3])
    let diffusion = try certify("--certificate diffusion-vote --voters 5 --graph-neighbors 4")
      .method.options.classifier
    #expect(diffusion.voterCount == 5 && diffusion.graphNeighborCount == 4)
    let kernel = try certify("--certificate kernel-ridge --kernel-width 3")
    #expect(kernel.method.options.classifier.kernelWidth == 3)
  }

  @Test(arguments: [
    ("reproduce --splits 0", "--splits is 0; allowed: 1 to 1000"),
    ("reproduce --figure 3", "--figure is '3'; allowed: 1, 2a, 2b"),
    ("reproduce --dataset iris", "--dataset is 'iris'; allowed: breastcancer, mnist17, spambase"),
    ("reproduce --figure 2a --dataset mnist17", "add --dataset breastcancer"),
    ("benchmark --attack x", "--attack is 'x'; allowed: none, lfa, random"),
    ("benchmark --detector x", "--detector is 'x'; allowed: default, knn"),
    ("benchmark --dataset @iris", "--dataset is '@iris'; allowed: @breastcancer"),
    ("benchmark --dataset a.csv --dataset a.csv", "--dataset a.csv is given twice"),
    ("benchmark --rate 0", "--rate is 0.0; allowed: above 0, at most 1"),
    ("benchmark --rate nan", "--rate is nan; allowed: above 0, at most 1"),
    ("benchmark --trusted 101", "--trusted is 101; allowed: 0 to 100"),
    ("benchmark --seeds 0", "--seeds is 0; allowed: 1 to 1000"),
    ("benchmark --train-rows 5", "--train-rows is 5; allowed: 20 to 100000"),
    ("benchmark --scorer x", "--scorer is 'x'; allowed: logistic"),
    ("compare --attack x", "--attack is 'x'; allowed: lfa, undetectable, colluding, adaptive"),
    ("compare --attack lfa --attack lfa", "--attack lfa is given twice"),
    ("compare --dataset @iris", "--dataset is '@iris'; allowed: @breastcancer"),
    ("compare --dataset @moons --dataset @moons", "--dataset @moons is given twice"),
    ("compare --rate 1.1", "--rate is 1.1; allowed: above 0, at most 1"),
    ("compare --rate 0.1 --rate 0.10", "--rate 0.1 is given twice"),
    ("compare --splits 0", "--splits is 0; allowed: 1 to 1000"),
    ("audit", "Missing expected argument '<data>'"),
    ("audit a.csv --attack x", "--attack is 'x'; allowed: lfa, random, pair"),
    ("audit a.csv --attack targeted", "--attack is 'targeted'; allowed: lfa, random, pair"),
    ("audit a.csv --attack class-conditional", "--attack is 'class-conditional'; allowed: lfa"),
    ("audit a.csv --attack lfa --attack lfa", "--attack lfa is given twice"),
    ("audit a.csv --defense x", "--defense is 'x'; allowed: none, knn, trusted-only"),
    ("audit a.csv --defense knn --defense knn", "--defense knn is given twice"),
    ("audit a.csv --certificate x", "--certificate is 'x'; allowed: knn-vote"),
    ("audit a.csv --certificate ridge --certificate ridge", "--certificate ridge is given twice"),
    ("audit a.csv --rate 0", "--rate is 0.0; allowed: above 0, at most 1"),
    ("audit a.csv --rate nan", "--rate is nan; allowed: above 0, at most 1"),
    ("audit a.csv --rate 0.1 --rate 0.10", "--rate 0.1 is given twice"),
    ("audit a.csv --victim x", "--victim is 'x'; allowed: logistic"),
    ("audit a.csv --trusted-rows=-1", "--trusted-rows is -1; allowed: 0 or more"),
    ("audit a.csv --training-rows 19", "--training-rows is 19; allowed: 20 or more"),
    ("audit a.csv --prediction=-1", "--prediction is -1; allowed: a row, from 0"),
    ("audit a.csv --budget-seconds 0", "--budget-seconds is 0.0; allowed: a number above 0"),
    ("audit a.csv --budget-seconds nan", "--budget-seconds is nan; allowed: a number above 0"),
    ("audit a.csv --budget-seconds inf", "--budget-seconds is inf; allowed: a number above 0"),
    ("audit a.csv --test-labels t.csv", "add --test FILE"),
    ("audit a.csv --scaling x", "'x' is invalid for '--scaling <scaling>'"),
    ("certify", "Missing expected argument '<data>'"),
    ("certify a.csv --certificate x", "--certificate is 'x'; allowed: knn-vote"),
    ("certify a.csv --train-labels t.csv", "add --train FILE"),
    ("certify a.csv --deskew", "add --image WxH"),
    ("certify a.csv --image 4x4", "--image has no effect without --deskew"),
    ("certify a.csv --image 4", "'4' is invalid for '--image <WxH>'"),
    ("certify a.csv --certificate knn-vote --k 0", "--k is 0; allowed: 1 or more"),
    ("certify a.csv --regularization 0", "--regularization is 0.0; allowed: a number above 0"),
    (
      "certify a.csv --certificate kernel-ridge --kernel-width nan",
      "--kernel-width is nan; allowed: a number above 0"
    ),
    (
      "certify a.csv --certificate diffusion-vote --voters 0",
      "--voters is 0; allowed: 1 or more"
    ),
    (
      "certify a.csv --certificate cluster-vote --graph-neighbors 0",
      "--graph-neighbors is 0; allowed: 1 or more"
    ),
    (
      "certify a.csv --certificate label-propagation --reach 0",
      "--reach is 0.0; allowed: above 0, below 1"
    ),
    (
      "certify a.csv --certificate label-propagation --reach 1",
      "--reach is 1.0; allowed: above 0, below 1"
    ),
    (
      "certify a.csv --certificate label-propagation --reach nan",
      "--reach is nan; allowed: above 0, below 1"
    ),
    (
      "certify a.csv --certificate diffusion-vote --reach 0.5",
      "--certificate diffusion-vote has no --reach; those that have: label-propagation"
    ),
    ("certify a.csv --collective 0", "--collective is 0; allowed: 1 or more"),
    ("certify a.csv --collective 2 --collective 2", "--collective 2 is given twice"),
    (
      "certify a.csv --certificate partition --collective 2",
      "--certificate partition has no --collective; those that have: knn-vote"
    ),
    ("certify a.csv --k 3", "--certificate ridge has no --k; those that have: knn-vote"),
    (
      "certify a.csv --certificate knn-vote --regularization 2",
      "--certificate knn-vote has no --regularization; those that have: ridge, kernel-ridge"
    ),
    (
      "certify a.csv --certificate run-off --voters 2",
      "--certificate run-off has no --voters; those that have: diffusion-vote"
    ),
    ("certify a.csv --only-change ham", "'ham' is invalid for '--only-change <from:to>'"),
    ("certify a.csv --only-change ham:ham", "'ham:ham' is invalid for '--only-change <from:to>'"),
    ("certify a.csv --only-change :ham", "':ham' is invalid for '--only-change <from:to>'"),
  ])
  func `a wrong command line is refused with a reason and code 64`(
    line: String, reason: String
  ) throws {
    try TypedLine.expectRefusal(line, reason)
  }
}
