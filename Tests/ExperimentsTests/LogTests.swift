import Experiments
import Foundation
import LabelAttacks
import LabelContracts
import LabelData
import Neighbors
import Testing
import VectorKernels

@Suite struct LogTests {
  private func dataset(ids: [String]? = nil) throws -> Dataset {
    try Dataset(
      features: Matrix(rows: [[1], [2], [3]]), labels: Labels(names: ["cat", "a,b", "cat"]),
      ids: ids)
  }

  private func change(
    _ row: Int, _ action: SanitizeAction, weight: Double? = nil, probability: Double? = nil
  ) -> SanitizedLabels.Change {
    .init(
      row: row, from: row == 1 ? 0 : 1, to: 1, action: action, weight: weight,
      reason: .voters([2, 0], ClassVotes([1, 0, 1])), confidence: 0.75,
      givenProbability: probability)
  }

  private func log(
    _ changes: [SanitizedLabels.Change], _ action: SanitizeAction, _ judge: LabelJudge,
    ambiguous: Int = 0, rate: Double? = nil, withheld: Int = 0
  ) throws -> ChangeLog {
    let dataset = try dataset()
    return ChangeLog(
      SanitizedLabels(
        repairing: dataset.labels, changes: changes, ambiguousCount: ambiguous,
        estimatedErrorRate: rate, withheldCount: withheld),
      dataset: dataset, fileRows: [0, 4, 5], action: action, judge: judge, inputDigest: "ff")
  }

  private static let vote = LabelJudge.neighbors(
    count: 3, threshold: 0.5, source: NeighborSource(metric: .euclidean, scaling: .standardize),
    choice: nil)

  private func document(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `changes name the file's row, both labels and the votes`() throws {
    #expect(
      try log([change(1, .relabel)], .relabel, Self.vote).csv == """
        row,id,action,from,to,weight,reason,input_sha256
        4,4,relabel,"a,b",cat,1,2 of 3 nearest neighbors are cat: rows 5 0,ff

        """)
    let removed = try log([change(1, .remove)], .remove, Self.vote)
    #expect(removed.csv.contains("4,4,remove,\"a,b\",cat,0,"))
    #expect(
      removed.summary(output: "o.csv").hasPrefix(
        "Removed 1 of 3 rows (33.3\u{202F}%); wrote o.csv."))
    let json = try document(
      log([change(1, .flag)], .flag, Self.vote).json(version: "1", output: nil))
    #expect(json["metric"] as? String == "euclidean" && json["scaling"] as? String == "standardize")
    #expect(json["graph"] == nil && json["recall"] == nil && json["settings"] == nil)
    #expect(json["changes"] as? Int == 1 && json["flagged"] as? Int == 1)
    #expect(json["relabeled"] as? Int == 0 && json["sanitizer"] as? String == "knn")
    #expect(json["input_sha256"] as? String == "ff")
    #expect(json["action"] as? String == "flag")
    #expect(json["candidates"] == nil && json["seed"] == nil && json["features_output"] == nil)
    let choice = NeighborCountChoice(trusted: "t.csv", seed: 7, candidates: [])
    let chosen = try log(
      [change(1, .relabel)], .relabel,
      .neighbors(
        count: 3, threshold: 0.5,
        source: NeighborSource(
          metric: nil, scaling: nil,
          recall: RecallEstimate(recall: 0.5, interval: 0.25...0.75, sampleCount: 8),
          graphFile: "g.npz"), choice: choice)
    ).json(version: "1", output: "o.csv", featuresOutput: "x.csv")
    #expect(chosen.contains("\"metric\" : \"unknown\""))
    #expect(chosen.contains("\"scaling\" : \"unknown\""))
    #expect(chosen.contains("\"graph\" : \"g.npz\"") && chosen.contains("\"sample_count\" : 8"))
    #expect(chosen.contains("\"trusted\" : \"t.csv\"") && chosen.contains("\"seed\" : 7"))
    #expect(chosen.contains("\"candidates\" : ["))
    #expect(chosen.contains("\"features_output\" : \"x.csv\""))
  }

  @Test func `what a detector made of each row is told`() throws {
    let judge = LabelJudge.detector(
      "d", evidence: Evidence(), sources: EvidenceSources(probabilities: "p.csv"), seed: 3)
    let changes = [
      change(0, .remove, probability: 0.25), change(1, .relabel, probability: 0.125),
      change(2, .weight, weight: 0.5, probability: 0.5),
    ]
    let log = try log(changes, .auto, judge, ambiguous: 2, rate: 0.25)
    let reason = "2 of 3 nearest neighbors are cat: rows 5 0; probability of"
    #expect(
      log.csv == """
        row,id,action,from,to,weight,reason,input_sha256
        0,0,remove,cat,cat,0,\(reason) cat 0.25,ff
        4,4,relabel,"a,b",cat,1,"\(reason) cat 0.75, a,b 0.13",ff
        5,5,weight,cat,cat,0.5,\(reason) cat 0.50,ff

        """)
    #expect(log.weightsCSV == "row,id,weight\n0,0,0\n4,4,1\n5,5,0.5\n")
    #expect(
      log.summary(output: "o.csv") == """
        Relabeled 1, removed 1, weighted 1 of 3 rows (100.0\u{202F}%); wrote o.csv.
        Kept 2 rows where classes overlap, whatever their labels.
        About 25.0\u{202F}% of all labels are estimated to be wrong.
        Setting: action auto, detector d, probabilities of p.csv, seed 3.
        """)
    let json = try document(log.json(version: "1", output: "o.csv"))
    #expect(json["ambiguous"] as? Int == 2 && json["withheld"] as? Int == 0)
    #expect(json["estimated_error_rate"] as? Double == 0.25 && json["k"] == nil)
    let settings = try #require(json["settings"] as? [String: Any])
    #expect(settings["detector"] as? String == "d" && settings["seed"] as? Int == 3)
    #expect(settings["probabilities"] as? String == "p.csv")
  }

  @Test func `what was not done is told`() throws {
    let judge = LabelJudge.detector("d", evidence: Evidence(), sources: .init(), seed: 1)
    let summary = try log([], .auto, judge, withheld: 4).summary(output: "o.csv")
    #expect(
      summary.hasPrefix("Relabeled and removed 0 of 3 rows (0.0\u{202F}%); wrote o.csv.\nNothing"))
    #expect(summary.contains("of 4 changes that looked right"))
  }

  @Test func `an undo tells what came back`() throws {
    let rows = [
      UndoLog.Row(row: 3, label: "a,b", wasRemoved: false),
      UndoLog.Row(row: 5, label: "cat", wasRemoved: true),
    ]
    let log = UndoLog(rows, output: "o.csv", isWhole: true)
    #expect(log.csv == "row,label\n3,\"a,b\"\n5,cat\n")
    #expect(
      log.summary
        == "Gave back 1 labels and 1 removed rows; wrote o.csv, whose contents are those of the input byte for byte."
    )
    let json = try document(log.json(version: "1"))
    #expect(json["restored_labels"] as? Int == 1 && json["restored_rows"] as? Int == 1)
    #expect(json["is_whole"] as? Bool == true && json["output"] as? String == "o.csv")
    let one = UndoLog([rows[0]], output: "o.csv", isWhole: false)
    #expect(one.summary == "Gave back 1 labels; wrote o.csv.")
  }

  @Test func `flips count their steps from 1 and leave a missing objective empty`() throws {
    let plan = FlipPlan(steps: [
      .init(flip: Flip(row: 2, from: 1, to: 0), objective: 0.5),
      .init(flip: Flip(row: 0, from: 1, to: 0)),
    ])
    let log = FlipLog(
      plan, dataset: try dataset(ids: ["p", "q", "r"]), attack: "lfa",
      objective: "the mean hinge loss")
    #expect(
      log.csv == """
        step,row,id,from,to,objective
        1,2,r,cat,"a,b",0.5
        2,0,p,cat,"a,b",

        """)
    #expect(
      log.summary(terms: AttackTerms(budget: 5), output: "o.csv").contains("could not be spent"))
    #expect(
      !log.summary(terms: AttackTerms(budget: 2), output: "o.csv").contains("could not be spent"))
  }

  @Test func `what an attacker was allowed and knew is told`() throws {
    let log = FlipLog(
      FlipPlan(steps: [.init(flip: Flip(row: 2, from: 1, to: 0))]), dataset: try dataset(),
      attack: "random")
    let terms = AttackTerms(
      budget: 3, mostPerClass: [.init(name: "cat", most: 1)], mostPerGroup: 2, fixedRows: 4,
      judgedOn: "class cat", knowledge: .sample(share: 0.5))
    #expect(
      terms.words == [
        "at most 1 flips of cat", "at most 2 flips in each group", "4 fixed rows",
        "judged on class cat", "knowledge sample:0.5",
      ])
    #expect(
      log.summary(terms: terms, output: "o.csv").contains(
        "The budget of 3 could not be spent: there is nothing more to flip that the attack and its limits "
          + "allow among the rows that it knows."))
    #expect(
      log.summary(terms: AttackTerms(budget: 3, knowledge: .features), output: "o.csv")
        .contains("Of the budget of 3 only 1 became flips"))
    for (objective, text) in [
      (-0.5, "could not be spent"), (0, "The prediction has changed"),
      (0.5, "The prediction has changed"),
    ] {
      let log = FlipLog(
        FlipPlan(
          steps: [.init(flip: Flip(row: 2, from: 1, to: 0), objective: objective)],
          initialObjective: -1),
        dataset: try dataset(), attack: "targeted")
      #expect(
        log.summary(terms: AttackTerms(budget: 3, isTargeted: true), output: "o.csv")
          .contains(text))
    }
    let json = try document(
      log.json(terms: terms, scaling: "none", seed: 1, version: "1", output: "o.csv"))
    #expect(json["budget"] as? Int == 3 && json["flips"] as? Int == 1)
    #expect(json["most_per_group"] as? Int == 2 && json["fixed_rows"] as? Int == 4)
    #expect(json["judged_on"] as? String == "class cat")
    #expect(json["knowledge"] as? String == "sample:0.5")
    let limits = json["most_per_class"] as? [[String: Any]]
    #expect(limits?.first?["class"] as? String == "cat" && limits?.first?["most"] as? Int == 1)
    let plain = try document(
      log.json(
        terms: AttackTerms(budget: 1), scaling: "none", seed: 1, version: "1", output: "o.csv"))
    #expect(
      ["most_per_class", "most_per_group", "fixed_rows", "judged_on", "knowledge"]
        .allSatisfy { plain[$0] == nil })
    #expect(AttackTerms(budget: 1).words.isEmpty)
  }

  @Test func `an objective that falls is not said to rise`() throws {
    let plan = FlipPlan(
      steps: [.init(flip: Flip(row: 2, from: 1, to: 0), objective: 0.25)], initialObjective: 0.5)
    let log = FlipLog(plan, dataset: try dataset(), attack: "lfa")
    let summary = log.summary(
      terms: AttackTerms(budget: 1), setting: "attack lfa, seed 1", output: "o.csv")
    #expect(summary.contains("went from 0.5") && !summary.contains("rose"))
    #expect(summary.hasSuffix("\nSetting: attack lfa, seed 1."))
  }
}
