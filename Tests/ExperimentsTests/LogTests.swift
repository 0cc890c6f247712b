import Experiments
import Foundation
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

  @Test func `changes name the file's row, both labels and the votes`() throws {
    let dataset = try dataset()
    let sanitized = SanitizedLabels(
      labels: dataset.labels,
      changes: [.init(row: 1, from: 0, to: 1, neighbors: [2, 0], votes: ClassVotes([1, 0, 1]))],
      roundCount: 1, ending: .roundsDone)
    func log(_ action: SanitizeAction) -> ChangeLog {
      ChangeLog(
        sanitized, dataset: dataset, fileRows: [0, 4, 5], action: action, inputDigest: "ff")
    }
    #expect(
      log(.relabel).csv == """
        row,id,action,from,to,weight,reason,input_sha256
        4,4,relabel,"a,b",cat,1,2 of 3 nearest neighbors are cat: rows 5 0,ff

        """)
    #expect(log(.remove).csv.contains("4,4,remove,\"a,b\",cat,0,"))
    let json = try #require(
      try JSONSerialization.jsonObject(
        with: Data(
          log(.flag).json(
            k: 3, threshold: 0.5,
            neighbors: NeighborSource(metric: .euclidean, scaling: .standardize), version: "1",
            output: nil
          ).utf8)) as? [String: Any])
    #expect(json["metric"] as? String == "euclidean" && json["scaling"] as? String == "standardize")
    #expect(json["graph"] == nil && json["recall"] == nil)
    #expect(json["changes"] as? Int == 1)
    #expect(json["input_sha256"] as? String == "ff")
    #expect(json["action"] as? String == "flag")
    #expect(json["candidates"] == nil && json["seed"] == nil && json["features_output"] == nil)
    let choice = NeighborCountChoice(trusted: "t.csv", seed: 7, candidates: [])
    let chosen = try log(.relabel).json(
      k: 3, threshold: 0.5,
      neighbors: NeighborSource(
        metric: nil, scaling: nil,
        recall: RecallEstimate(recall: 0.5, interval: 0.25...0.75, sampleCount: 8),
        graphFile: "g.npz"), version: "1", output: "o.csv", featuresOutput: "x.csv", choice: choice)
    #expect(chosen.contains("\"metric\" : \"unknown\""))
    #expect(chosen.contains("\"scaling\" : \"unknown\""))
    #expect(chosen.contains("\"graph\" : \"g.npz\"") && chosen.contains("\"sample_count\" : 8"))
    #expect(chosen.contains("\"trusted\" : \"t.csv\"") && chosen.contains("\"seed\" : 7"))
    #expect(chosen.contains("\"candidates\" : ["))
    #expect(chosen.contains("\"features_output\" : \"x.csv\""))
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
    #expect(log.summary(budget: 5, output: "o.csv").contains("could not be spent"))
    #expect(!log.summary(budget: 2, output: "o.csv").contains("could not be spent"))
  }

  @Test func `an objective that falls is not said to rise`() throws {
    let plan = FlipPlan(
      steps: [.init(flip: Flip(row: 2, from: 1, to: 0), objective: 0.25)], initialObjective: 0.5)
    let log = FlipLog(plan, dataset: try dataset(), attack: "lfa")
    let summary = log.summary(budget: 1, setting: "attack lfa, seed 1", output: "o.csv")
    #expect(summary.contains("went from 0.5") && !summary.contains("rose"))
    #expect(summary.hasSuffix("\nSetting: attack lfa, seed 1."))
  }
}
