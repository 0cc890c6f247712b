import ArgumentParser
import Flipguard
import Testing

@testable import FlipguardCommand

@Suite struct ParsingTests {
  private func parse<Command: ParsableCommand>(
    _ type: Command.Type, _ arguments: [String]
  ) throws -> Command {
    try #require(try FlipguardCommand.parseAsRoot(arguments) as? Command)
  }

  @Test func `reproduce takes figures, data sets and splits`() throws {
    let usual = try parse(ReproduceCommand.self, ["reproduce"])
    #expect(usual.figure.isEmpty && usual.dataset.isEmpty)
    #expect(usual.splits == 10 && !usual.separateValidation && usual.common.seed == 1)
    #expect(usual.output == "flipguard-report")
    let chosen = try parse(
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

  @Test func `scan takes columns, neighbors, images and a limit`() throws {
    let scan = try parse(
      ScanCommand.self,
      [
        "scan", "a.csv", "--label", "-2", "--id", "name", "--ignore", "x", "--ignore", "3",
        "--categorical", "zip", "--missing", "mean", "--header", "present", "--scaling", "minmax",
        "--k", "5", "--threshold", "0.7", "--metric", "squared-euclidean", "--image", "4x8",
        "--only-issues", "--fail-on", "0.02",
      ])
    let options = scan.columns.readOptions
    #expect(options.label == .index(-2) && options.id == .name("name"))
    #expect(options.ignored == [.name("x"), .index(3)] && options.categorical == [.name("zip")])
    #expect(options.missing == .mean && options.header == .present)
    #expect(scan.neighbors.scaling == .minmax && scan.neighbors.metric == .squaredEuclidean)
    #expect(scan.neighbors.k == .count(5) && scan.neighbors.threshold == 0.7)
    #expect(scan.image == ImageSize(argument: "4x8") && scan.onlyIssues)
    #expect(scan.failOn?.limit == .rate(0.02))
  }

  @Test func `certify takes what a certificate heeds, and nothing else`() throws {
    func options(_ arguments: [String]) throws -> Certificates.Options {
      try parse(CertifyCommand.self, ["certify", "a.csv"] + arguments).method.options
    }
    let plain = try options(["--certificate", "partition"])
    #expect(plain.partCount == nil && plain.partLearner == nil)
    let trees = try options(["--certificate", "partition", "--base", "forest", "--parts", "7"])
    guard case .classifier(let base) = trees.partLearner else {
      Issue.record("no classifier")
      return
    }
    #expect(base is RandomForest && trees.partCount == 7)
    let spread = try options([
      "--certificate", "finite-aggregation", "--base", "label-propagation", "--all-features",
      "--spread", "3",
    ])
    guard case .labelLinear(let linear, .allRows) = spread.partLearner else {
      Issue.record("nothing linear in the labels")
      return
    }
    #expect(linear is LabelPropagation && spread.spread == 3)
    let noise = try options([
      "--certificate", "label-smoothing", "--flip-probability", "0.3", "--base", "knn-vote",
    ])
    #expect(noise.base is NearestVote && noise.flipProbability == 0.3)
    for refused in [
      ["--certificate", "ridge", "--parts", "3"], ["--certificate", "run-off", "--spread", "2"],
      ["--certificate", "label-smoothing", "--base", "forest"],
      ["--certificate", "partition", "--base", "forest", "--all-features"],
      ["--certificate", "partition", "--parts", "0"],
    ] {
      #expect(throws: (any Error).self) { try options(refused) }
    }
  }

  @Test func `sanitize takes rounds, an action and a trusted set`() throws {
    let usual = try parse(SanitizeCommand.self, ["sanitize", "@spambase"])
    #expect(usual.sanitizerRounds == .atMost(1) && usual.output == nil)
    #expect(try usual.chosenSanitizer == "detector" && usual.chosenAction() == .auto)
    #expect(usual.neighbors.k == .count(10) && usual.neighbors.threshold == 0.5)
    let chosen = try parse(
      SanitizeCommand.self,
      [
        "sanitize", "a.npy", "--labels", "y.npy", "--k", "auto", "--trusted", "t.csv", "--rounds",
        "stable", "--action", "remove", "--fail-on", "3", "--output", "b.npy",
      ])
    #expect(chosen.sanitizerRounds == .untilStable && chosen.action == .remove)
    #expect(chosen.neighbors.k == .word(.automatic) && chosen.trusted.trusted == "t.csv")
    #expect(chosen.data.columns.readOptions.labelsFile == "y.npy")
    #expect(chosen.failOn?.limit == .count(3) && chosen.output == "b.npy")
  }

  @Test(arguments: [
    ("", "detector"), ("--trusted t.csv", "detector"), ("--metric cosine", "knn"),
    ("--graph g.npz", "knn"), ("--recall exact", "knn"), ("--k 10", "knn"),
    ("--threshold 0.5", "knn"), ("--rounds 1", "knn"),
    ("--detector diffusion", "detector"), ("--detector diffusion --k 10", "detector"),
    ("--scorer neighbors", "detector"), ("--groups g.csv", "detector"),
    ("--sanitizer detector --k 5", "detector"), ("--sanitizer knn", "knn"),
  ])
  func `options choose the sanitizer that they belong to`(line: String, id: String) throws {
    let command = try parse(
      SanitizeCommand.self, ["sanitize", "a.csv"] + line.split(separator: " ").map(String.init))
    #expect(command.chosenSanitizer == id)
    let isDefault = id == "detector" && command.detector == nil
    #expect(try command.chosenAction() == (isDefault ? .auto : .relabel))
  }

  @Test func `sanitize takes an undo`() throws {
    let undo = try parse(
      SanitizeCommand.self,
      ["sanitize", "a.csv", "--undo", "changes.csv", "--rows", "7,3", "--output", "b.csv"])
    #expect(undo.undo == "changes.csv" && undo.rows?.rows == [7, 3])
  }

  @Test func `neighbors takes columns, a metric, a recall and a place`() throws {
    let usual = try parse(NeighborsCommand.self, ["neighbors", "x.npy"])
    #expect(usual.k == 10 && usual.metric == .euclidean && usual.scaling == nil)
    #expect(usual.recall == .automatic && usual.output == "graph.npz")
    for metric in DistanceMetric.allCases {
      let chosen = try parse(
        NeighborsCommand.self,
        [
          "neighbors", "x.npz", "--label", "-1", "--k", "5", "--metric", metric.rawValue,
          "--scaling", "none", "--recall", "0.95", "--output", "g.npz",
        ])
      #expect(chosen.data.columns.readOptions.label == .index(-1) && chosen.k == 5)
      #expect(chosen.metric == metric && chosen.scaling == Scaling.none)
      #expect(chosen.recall == .atLeast(0.95) && chosen.output == "g.npz")
    }
  }

  @Test func `scan and sanitize take a recall or a graph`() throws {
    let scan = try parse(ScanCommand.self, ["scan", "a.csv", "--recall", "exact"])
    #expect(scan.neighbors.recall == .exact && scan.neighbors.graph == nil)
    let sanitize = try parse(SanitizeCommand.self, ["sanitize", "a.csv", "--graph", "g.npz"])
    #expect(sanitize.neighbors.graph == "g.npz" && sanitize.neighbors.inputFiles == ["g.npz"])
    #expect(sanitize.neighbors.metric == nil && sanitize.neighbors.recall == nil)
  }

  @Test(arguments: Attacks.all.map(\.id))
  func `attack knows every member of the list`(id: String) throws {
    let needsClasses = Attacks.all.first { $0.id == id }?.needsClasses == true
    let attack = try parse(
      AttackCommand.self,
      ["attack", "a.csv", "--attack", id, "--flip-budget", "3", "--validation", "v.csv"]
        + (needsClasses ? ["--source", "x", "--target", "y"] : []))
    #expect(attack.method.attack == id && attack.flipBudget == 3 && attack.poisoningRate == nil)
    #expect(attack.validation == "v.csv" && attack.method.learner == LinearHinge())
    #expect(attack.method.leastSquares == Ridge())
  }

  @Test func `attack takes what each attack has to set`() throws {
    func attack(_ line: String) throws -> AttackOptions {
      try parse(
        AttackCommand.self,
        ["attack", "a.csv", "--flip-budget", "3"] + line.split(separator: " ").map(String.init)
      ).method
    }
    let margin = try attack(
      "--attack margin-farthest --new-label least-likely --epochs 7 --learning-rate 0.5")
    #expect(margin.newLabel == .leastLikely)
    #expect(margin.learner == LinearHinge(learningRate: 0.5, epochs: 7))
    let greedy = try attack(
      "--attack lfa-least-squares --objective hinge-loss --regularization 3")
    #expect(greedy.objective == .hingeLoss && greedy.leastSquares == Ridge(regularization: 3))
    let around = try attack("--attack colluding --around 5 --target b")
    #expect(around.around == 5 && around.target == "b")
    let hidden = try attack(
      "--attack undetectable --k 5 --threshold 0.7 --allowed-flags 2 --allowed-alarms 4 "
        + "--metric cosine")
    #expect(hidden.k?.counts == [5] && hidden.threshold == 0.7 && hidden.metric == .cosine)
    #expect(hidden.allowedFlags == 2 && hidden.allowedAlarms == 4)
    let machine = try attack("--attack alfa --svm-cost 10 --kernel rbf --gamma 0.5")
    #expect(machine.machine == SupportVectorMachine(kernel: .radial(rate: 0.5), cost: 10))
    let paired = try attack("--attack alfa-clusters --svm-cost cv --candidates 30")
    #expect(paired.svmCost == .crossValidated && paired.defense.candidates == 30)
    #expect(paired.machine == SupportVectorMachine())
    let logistic = try attack("--attack back-gradient --regularization 2")
    #expect(logistic.regularization == 2)
    let adaptive = try attack(
      "--attack adaptive --sanitizer knn --k 5,10 --restarts 1 --graph g.npz")
    #expect(adaptive.k?.counts == [5, 10] && adaptive.graph == "g.npz")
    #expect(adaptive.defense.restarts == 1 && adaptive.defense.chosenSanitizer == "knn")
    let repairing = try attack(
      "--attack adaptive --detector default --action remove --candidates 4")
    #expect(repairing.defense.chosenSanitizer == "detector")
    #expect(repairing.defense.action == .remove && repairing.defense.candidates == 4)
    let robust = try attack("--attack adaptive --robust-learner trimmed-loss --scorer logistic")
    #expect(robust.defense.robustLearner == "trimmed-loss" && robust.defense.scorer == "logistic")
    let watched = try attack("--attack undetectable --detector centroid --trials 7")
    #expect(watched.defense.detector == "centroid" && watched.defense.trials == 7)
    #expect(try attack("--attack colluding --shape opposing").shape == .opposing)
  }

  @Test(arguments: VictimChoice.names)
  func `any classifier may be the victim of a targeted attack`(victim: String) throws {
    let options = try parse(
      AttackCommand.self,
      ["attack", "a.csv", "--flip-budget", "3", "--attack", "targeted", "--victim", victim]
    ).method
    let isLinear = LabelLinears.all.contains { $0.id == victim }
    switch try VictimChoice(victim).make(options) {
    case .labelLinear: #expect(isLinear)
    case .retrained: #expect(!isLinear && Classifiers.all.contains { $0.id == victim })
    }
    let voting = try parse(
      AttackCommand.self,
      [
        "attack", "a.csv", "--flip-budget", "3", "--attack", "targeted", "--victim", "knn-vote",
        "--k", "7",
      ]
    ).method
    guard case .labelLinear(let vote) = try VictimChoice("knn-vote").make(voting) else {
      Issue.record("linear in the labels")
      return
    }
    #expect((vote as? NearestVote)?.neighborCount == 7)
  }

  @Test func `attack takes what the attacker may do, is after and knows`() throws {
    func attacker(_ line: String) throws -> AttackerOptions {
      try parse(
        AttackCommand.self,
        ["attack", "a.csv", "--flip-budget", "3"] + line.split(separator: " ").map(String.init)
      ).attacker
    }
    let none = try attacker("")
    #expect(none.mostPerClass.isEmpty && none.knowledge == nil && none.judgeOption == nil)
    let limited = try attacker(
      "--most-per-class a=b=3 --most-per-class c=0 --most-per-group 4 --fixed sure")
    #expect(limited.mostPerClass.map(\.name) == ["a=b", "c"])
    #expect(limited.mostPerClass.map(\.count) == [3, 0] && limited.mostPerGroup == 4)
    #expect(limited.fixedRows.column == .name("sure") && limited.fixedRows.inputFiles.isEmpty)
    let file = try attacker("--fixed f.csv --judge-rows 3,7 --knowledge sample:0.3")
    #expect(file.fixedRows.column == nil && file.fixedRows.inputFiles == ["f.csv"])
    #expect(file.judgeRows?.rows == [3, 7] && file.knowledge == .sample(share: 0.3))
    let words: [(String, Knowledge?)] = [
      ("white-box", .whiteBox), ("features", .features), ("sample:1", .sample(share: 1)),
      ("sample:0", nil), ("sample:nan", nil), ("sample:", nil), ("sample", nil), ("", nil),
    ]
    for (text, knowledge) in words { #expect(Knowledge(argument: text) == knowledge, "\(text)") }
  }

  @Test func `benchmark has a usual run and a full one`() throws {
    let usual = try parse(BenchmarkCommand.self, ["benchmark"])
    #expect(usual.plan == BenchmarkPlan() && usual.output == "flipguard-benchmark")
    #expect(usual.plan.poisoningRates == [0.05, 0.2, 0.4] && usual.plan.trustedCounts == [0, 60])
    #expect(usual.plan.seedCount == 5 && usual.plan.trainingCount == 300)
    #expect(usual.plan.attacks.first == "none" && usual.plan.detectors == Detectors.all.map(\.id))
    #expect(!usual.plan.attacks.contains("class-conditional"))
    let full = try parse(BenchmarkCommand.self, ["benchmark", "--full", "--rate", "0.3"]).plan
    #expect(full.poisoningRates == [0.3] && full.trustedCounts == [0, 20, 60, 100])
    #expect(full.seedCount == 10)
  }

  @Test func `benchmark takes data sets, attacks, rates, detectors and trusted rows`() throws {
    let chosen = try parse(
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
    let usual = try parse(CompareCommand.self, ["compare"])
    #expect(usual.plan == DefensePlan() && usual.output == "flipguard-defenses")
    #expect(usual.plan.poisoningRates == [0.1, 0.2, 0.3] && usual.plan.splitCount == 50)
    #expect(
      usual.plan.attacks == ["lfa", "undetectable", "colluding", "adaptive", "adaptive-repair"])
    let chosen = try parse(
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

  @Test func `datasets lists, describes and exports`() throws {
    #expect(try parse(DatasetsCommand.self, ["datasets"]).name == nil)
    let export = try parse(DatasetsCommand.self, ["datasets", "@mnist17", "--output", "m.npz"])
    #expect(export.name == "@mnist17" && export.output == "m.npz")
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
    ("scan", "Missing expected argument '<data>'"),
    ("scan a.csv --detector x", "--detector is 'x'; allowed: default, knn"),
    ("scan a.csv --threshold 0.4", "--threshold is 0.4; allowed: 0.5 to 1"),
    ("scan a.csv --threshold nan", "--threshold is nan; allowed: 0.5 to 1"),
    ("scan a.csv --k 0", "'0' is invalid for '--k <k>'"),
    ("scan a.csv --k auto", "give one with --trusted FILE"),
    ("sanitize a.csv --k 3 --trusted t.csv", "--trusted serves knn to choose k; add --k auto"),
    (
      "sanitize a.csv --k 3 --scorer forest --sanitizer knn", "--scorer is for --sanitizer detector"
    ),
    (
      "sanitize a.csv --k 3 --detector knn --sanitizer knn",
      "--detector is for --sanitizer detector"
    ),
    ("sanitize a.csv --detector knn --rounds 2", "--rounds is for --sanitizer knn"),
    ("sanitize a.csv --detector x", "--detector is 'x'; allowed: default, knn"),
    (
      "sanitize a.csv --k 3 --action auto",
      "needs the probability of every class, which --sanitizer knn"
    ),
    ("sanitize a.csv --detector knn --action weight", "class, which --detector knn does not give"),
    ("sanitize a.csv --action explode", "'explode' is invalid for '--action <action>'"),
    ("sanitize a.csv --rows 3", "--rows is for --undo"),
    ("sanitize a.csv --undo c.csv", "add --output FILE"),
    (
      "sanitize a.csv --undo c.csv --output b.csv --k 3",
      "--k judges labels, but --undo judges none"
    ),
    ("sanitize a.csv --undo c.csv --output b.csv --groups g.csv", "--groups judges labels"),
    (
      "sanitize a.csv --undo c.csv --output b.csv --rows 3,x",
      "'3,x' is invalid for '--rows <rows>'"
    ),
    ("scan a.csv --trusted-labels t.csv", "add --trusted FILE"),
    ("attack a.csv --flip-budget 1 --validation-labels t.csv", "add --validation FILE"),
    ("scan a.csv --threads 0", "--threads is 0; allowed: 1 to 1024"),
    ("scan a.csv --image 28", "'28' is invalid for '--image <WxH>'"),
    ("scan a.csv --fail-on 1.5", "'1.5' is invalid for '--fail-on <N|RATE>'"),
    ("sanitize a.csv --sanitizer x", "--sanitizer is 'x'; allowed: knn"),
    ("sanitize a.csv --rounds 0", "'0' is invalid for '--rounds <rounds>'"),
    ("sanitize a.csv --action flag --output b.csv", "leave out --output"),
    ("attack a.csv", "give either --poisoning-rate or --flip-budget"),
    (
      "attack a.csv --flip-budget 1 --attack lfa --svm-cost 2",
      "--attack lfa has no --svm-cost; those that have: alfa, alfa-tilt, alfa-cr, alfa-clusters"
    ),
    ("attack a.csv --flip-budget 1 --attack alfa --gamma 2", "--gamma is for --kernel rbf"),
    (
      "attack a.csv --flip-budget 1 --attack alfa --kernel rbf --gamma 0",
      "--gamma is 0.0; allowed: a number above 0"
    ),
    (
      "attack a.csv --flip-budget 1 --attack alfa-clusters --candidates 0",
      "--candidates is 0; allowed: 1 or more"
    ),
    ("attack a.csv --flip-budget 1 --attack alfa --svm-cost=-1", "invalid for '--svm-cost <cost>'"),
    (
      "attack a.csv --poisoning-rate 0.1 --flip-budget 1",
      "give either --poisoning-rate or --flip-budget"
    ),
    ("attack a.csv --poisoning-rate 1.5", "--poisoning-rate is 1.5; allowed: 0 to 1"),
    ("attack a.csv --flip-budget=-1", "--flip-budget is -1; allowed: 0 or more"),
    (
      "attack a.csv --flip-budget 1 --attack x",
      "--attack is 'x'; allowed: lfa, random, class-conditional"
    ),
    (
      "attack a.csv --flip-budget 1 --attack class-conditional --source a",
      "--attack class-conditional needs both --source and --target"
    ),
    (
      "attack a.csv --flip-budget 1 --source a",
      "--attack lfa has no --source; those that have: class-conditional"
    ),
    (
      "attack a.csv --flip-budget 1 --target a",
      "--attack lfa has no --target; those that have: class-conditional, colluding"
    ),
    (
      "attack a.csv --flip-budget 1 --attack colluding --around 1",
      "--around and --target go together"
    ),
    (
      "attack a.csv --flip-budget 1 --attack random --epochs 1",
      "--attack random has no --epochs; those that have: lfa, margin-nearest, margin-farthest"
    ),
    (
      "attack a.csv --flip-budget 1 --attack undetectable --k 5,10",
      "--attack undetectable takes one number for --k"
    ),
    (
      "attack a.csv --flip-budget 1 --attack undetectable --k 5,0",
      "'5,0' is invalid for '--k <k>'"
    ),
    (
      "attack a.csv --flip-budget 1 --attack undetectable --threshold 0.4",
      "--threshold is 0.4; allowed: 0.5 to 1"
    ),
    (
      "attack a.csv --flip-budget 1 --attack undetectable --allowed-flags=-1",
      "--allowed-flags is -1; allowed: 0 or more"
    ),
    (
      "attack a.csv --flip-budget 1 --attack adaptive --robust-learner x",
      "--robust-learner is 'x'; allowed: forward-correction, backward-correction"
    ),
    (
      "attack a.csv --flip-budget 1 --attack adaptive --robust-learner floral --action remove",
      "--robust-learner takes its place; leave one out"
    ),
    (
      "attack a.csv --flip-budget 1 --attack adaptive --sanitizer knn --detector centroid",
      "--detector is for --sanitizer detector"
    ),
    (
      "attack a.csv --flip-budget 1 --attack adaptive --action flag",
      "--action flag changes no label"
    ),
    (
      "attack a.csv --flip-budget 1 --attack adaptive --detector centroid --action auto",
      "class, which --detector centroid does not give"
    ),
    (
      "attack a.csv --flip-budget 1 --attack adaptive --action weight",
      "class, which --sanitizer knn does not give"
    ),
    (
      "attack a.csv --flip-budget 1 --attack adaptive --candidates 0",
      "--candidates is 0; allowed: 1 or more"
    ),
    (
      "attack a.csv --flip-budget 1 --attack undetectable --trials 3",
      "--trials is for a detector that is run; add --detector"
    ),
    (
      "attack a.csv --flip-budget 1 --attack undetectable --sanitizer knn",
      "--attack undetectable has no --sanitizer; those that have: adaptive"
    ),
    (
      "attack a.csv --flip-budget 1 --attack lfa --detector knn",
      "--attack lfa has no --detector; those that have: undetectable, adaptive"
    ),
    (
      "attack a.csv --flip-budget 1 --attack colluding --shape opposing --around 1 --target b",
      "--shape is for clusters"
    ),
    (
      "attack a.csv --flip-budget 1 --attack adaptive --sanitizer x",
      "--sanitizer is 'x'; allowed: knn"
    ),
    (
      "attack a.csv --flip-budget 1 --attack lfa-least-squares --regularization 0",
      "--regularization is 0.0; allowed: a number above 0"
    ),
    (
      "attack a.csv --flip-budget 1 --attack lfa-least-squares --objective most",
      "'most' is invalid for '--objective <objective>'"
    ),
    ("attack a.csv --flip-budget 1 --epochs 0", "epochs is 0; allowed: 1 to 1073741824"),
    (
      "attack a.csv --flip-budget 1 --learning-rate 0",
      "learning rate is 0.0; allowed: a number above 0"
    ),
    (
      "attack a.csv --flip-budget 1 --attack targeted --victim x",
      "--victim is 'x'; allowed: knn-vote, knn-weighted-vote"
    ),
    (
      "attack a.csv --flip-budget 1 --victim ridge",
      "--attack lfa has no --victim; those that have: targeted"
    ),
    (
      "attack a.csv --flip-budget 1 --attack targeted --k 3",
      "--k has no effect on least squares; it is for --victim knn-vote"
    ),
    (
      "attack a.csv --flip-budget 1 --attack targeted --victim knn-vote --regularization 2",
      "--regularization has no effect on --victim knn-vote; it is for --victim ridge"
    ),
    (
      "attack a.csv --flip-budget 1 --most-per-class spam",
      "'spam' is invalid for '--most-per-class <class=count>'"
    ),
    (
      "attack a.csv --flip-budget 1 --most-per-class spam=x",
      "'spam=x' is invalid for '--most-per-class <class=count>'"
    ),
    (
      "attack a.csv --flip-budget 1 --most-per-class spam=-2",
      "--most-per-class gives spam -2; allowed: 0 or more"
    ),
    (
      "attack a.csv --flip-budget 1 --most-per-class a=2 --most-per-class a=3",
      "--most-per-class a is given twice"
    ),
    (
      "attack a.csv --flip-budget 1 --group who --most-per-group=-1",
      "--most-per-group is -1; allowed: 0 or more"
    ),
    (
      "attack a.csv --flip-budget 1 --judge-rows 3,x",
      "'3,x' is invalid for '--judge-rows <rows>'"
    ),
    (
      "attack a.csv --flip-budget 1 --judge-rows 3 --judge-class a",
      "--judge-class and --judge-rows both tell"
    ),
    (
      "attack a.csv --flip-budget 1 --knowledge sample:1.5",
      "'sample:1.5' is invalid for '--knowledge <knowledge>'"
    ),
    (
      "attack a.csv --flip-budget 1 --knowledge features",
      "has; add --validation FILE"
    ),
    (
      "attack a.csv --flip-budget 1 --attack undetectable --graph g.npz --knowledge sample:0.5",
      "leave out --graph"
    ),
    ("neighbors", "Missing expected argument '<data>'"),
    ("neighbors x.npy --k 0", "--k is 0; allowed: 1 or more"),
    ("neighbors x.npy --metric taxi", "'taxi' is invalid for '--metric <metric>'"),
    ("neighbors x.npy --recall 1.5", "'1.5' is invalid for '--recall <auto|exact|share>'"),
    ("neighbors x.npy --output g.csv", "give a name that ends in .npz"),
    ("neighbors x.npy --output g.npz.gz", "an uncompressed NPZ archive"),
    ("scan a.csv --recall most", "'most' is invalid for '--recall <auto|exact|share>'"),
    ("scan a.csv --graph g.npz --recall exact", "--recall is for a search, but with --graph"),
    ("datasets --output a.csv", "name the data set to write to --output"),
    ("explode", "Unexpected argument 'explode'"),
  ])
  func `a wrong command line is refused with a reason and code 64`(
    line: String, reason: String
  ) throws {
    let error = try #require(throws: (any Error).self) {
      try FlipguardCommand.parseAsRoot(line.split(separator: " ").map(String.init))
    }
    #expect(FlipguardCommand.exitCode(for: error) == ExitCode(64))
    #expect(FlipguardCommand.message(for: error).contains(reason))
  }

  @Test func `help tells the default scaling of each command`() {
    func help(_ command: any ParsableCommand.Type) -> String {
      FlipguardCommand.helpMessage(for: command, columns: 400)
    }
    #expect(help(AttackCommand.self).contains("by default standardize, but minmax for byte data"))
    for command in [ScanCommand.self, SanitizeCommand.self] as [any ParsableCommand.Type] {
      #expect(help(command).contains("by default standardize, but none for byte data"))
    }
  }

  @Test func `completion offers every name of a data file`() {
    let script = FlipguardCommand.completionScript(for: .bash)
    let names = DataFormats.all.flatMap(\.fileExtensions) + ["gz"]
    #expect(script.contains("'!*.@(\(names.joined(separator: "|")))'"))
  }

  @Test func `help is given for every command`() {
    #expect(FlipguardCommand.helpMessage().contains("Exit codes: 0 done"))
    for command in FlipguardCommand.configuration.subcommands {
      let help = FlipguardCommand.helpMessage(for: command, columns: 80)
      let name = command.configuration.commandName ?? ""
      #expect(help.contains("USAGE: flipguard \(name)"))
      #expect(help.contains(command.configuration.abstract.prefix(30)))
    }
  }
}

@Suite struct ArgumentTests {
  @Test func `a limit is a count or a rate`() throws {
    #expect(FailOn(argument: "0")?.limit == .count(0))
    #expect(FailOn(argument: "12")?.limit == .count(12))
    #expect(FailOn(argument: "0.0")?.limit == .rate(0))
    #expect(FailOn(argument: "1.0")?.limit == .rate(1))
    for wrong in ["", "-1", "-0.1", "1.1", "x", "nan", "0,5"] {
      #expect(FailOn(argument: wrong) == nil, "\(wrong)")
    }
    let (none, rate) = try (#require(FailOn(argument: "0")), #require(FailOn(argument: "0.1")))
    try none.check(issueCount: 0, of: 10)
    try rate.check(issueCount: 1, of: 10)
    #expect(throws: ExitCode(1)) { try none.check(issueCount: 1, of: 10) }
    #expect(throws: ExitCode(1)) { try rate.check(issueCount: 2, of: 10) }
  }

  @Test func `an image size is two numbers`() {
    let size = ImageSize(argument: "28x14")
    #expect(size?.width == 28 && size?.height == 14)
    for wrong in ["", "28", "x", "28x", "0x1", "1x-1", "2x3x4", "5000x1", "a x b"] {
      #expect(ImageSize(argument: wrong) == nil, "\(wrong)")
    }
  }

  @Test func `neighbors and rounds are numbers from 1, or words`() {
    typealias Choice = CountOr<NeighborOptions.NeighborChoice>
    typealias Rounds = CountOr<SanitizeCommand.Lasting>
    #expect(Choice(argument: "auto") == .word(.automatic))
    #expect(Choice(argument: "1") == .count(1) && Rounds(argument: "2") == .count(2))
    #expect(Rounds(argument: "stable") == .word(.stable))
    for wrong in ["", "0", "-1", "1.5", "never"] {
      #expect(Choice(argument: wrong) == nil && Rounds(argument: wrong) == nil, "\(wrong)")
    }
    #expect(Choice.word(.automatic).defaultValueDescription == "auto")
  }

  @Test func `bundled data sets are named with an at sign`() throws {
    #expect(try BundledDataset(argument: "@mnist17") == .mnist17)
    #expect(try BundledDataset(argument: "mnist17") == nil)
    #expect(throws: UsageError.self) { try BundledDataset(argument: "@iris") }
  }
}
