import ArgumentParser
import Flipguard
import Testing

@testable import FlipguardCommand

/// Command lines of `attack`.
@Suite struct AttackParsingTests {
  @Test(arguments: Attacks.all.map(\.id))
  func `attack knows every member of the list`(id: String) throws {
    let needsClasses = Attacks.all.first { $0.id == id }?.needsClasses == true
    let attack = try TypedLine.parse(
      AttackCommand.self,
      ["attack", "a.csv", "--attack", id, "--flip-budget", "3", "--validation", "v.csv"]
        + (needsClasses ? ["--source", "x", "--target", "y"] : []))
    #expect(attack.method.attack == id && attack.flipBudget == 3 && attack.poisoningRate == nil)
    #expect(attack.validation == "v.csv" && attack.method.learner == LinearHinge())
    #expect(attack.method.leastSquares == Ridge())
  }

  @Test func `attack takes what each attack has to set`() throws {
    func attack(_ line: String) throws -> AttackOptions {
      try TypedLine.parse(
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
    let retrained = try attack("--attack influence --learner hinge --epochs 7 --objective error")
    #expect(retrained.objective == .error)
    #expect(
      try LearnerChoice(retrained, retrained.entry)?.make(retrained) as? LinearHinge
        == LinearHinge(epochs: 7))
    let logistic = try attack("--attack lfa --learner logistic --regularization 3")
    #expect(
      try LearnerChoice(logistic, logistic.entry)?.make(logistic) as? LogisticRegression
        == LogisticRegression(regularization: 3))
    for (id, learner) in [("lfa", "hinge"), ("influence", "logistic"), ("exhaustive", "ridge")] {
      let usual = try attack("--attack \(id)")
      #expect(try LearnerChoice(usual, usual.entry)?.id == learner)
    }
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
    let descending = try attack("--attack back-gradient --regularization 2")
    #expect(descending.regularization == 2)
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
    let options = try TypedLine.parse(
      AttackCommand.self,
      ["attack", "a.csv", "--flip-budget", "3", "--attack", "targeted", "--victim", victim]
    ).method
    let isLinear = LabelLinears.all.contains { $0.id == victim }
    switch try VictimChoice(victim).make(options) {
    case .labelLinear: #expect(isLinear)
    case .retrained: #expect(!isLinear && Classifiers.all.contains { $0.id == victim })
    }
    let voting = try TypedLine.parse(
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
      try TypedLine.parse(
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

  @Test(arguments: [
    ("attack a.csv --flip-budget 1 --validation-labels t.csv", "add --validation FILE"),
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
    ("attack a.csv --flip-budget 1 --learner x", "'x'; allowed with --attack lfa: hinge, logistic"),
    (
      "attack a.csv --flip-budget 1 --attack influence --learner knn",
      "--learner is 'knn'; allowed with --attack influence: logistic, hinge"
    ),
    (
      "attack a.csv --flip-budget 1 --attack influence --epochs 3",
      "--epochs has no effect on --learner logistic; it is for --learner hinge"
    ),
    (
      "attack a.csv --flip-budget 1 --learner knn --regularization 3",
      "--regularization has no effect on --learner knn; it is for --learner logistic, ridge"
    ),
    (
      "attack a.csv --flip-budget 1 --objective hinge-loss",
      "--objective is 'hinge-loss'; allowed with --attack lfa: loss, error"
    ),
    (
      "attack a.csv --flip-budget 1 --attack lfa-least-squares --objective loss",
      "'loss'; allowed with --attack lfa-least-squares: squared-loss, hinge-loss, error"
    ),
    (
      "attack a.csv --flip-budget 1 --attack random --learner hinge",
      "--attack random has no --learner; those that have: lfa, influence, exhaustive"
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
  ])
  func `a wrong command line is refused with a reason and code 64`(
    line: String, reason: String
  ) throws {
    try TypedLine.expectRefusal(line, reason)
  }
}
