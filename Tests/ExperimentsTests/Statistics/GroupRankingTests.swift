import LabelContracts
import LabelData
import LabelDefenses
import Testing

@testable import Experiments

@Suite struct GroupRankingTests {
  @Test func `the source with most evidence comes first, and all are counted`() throws {
    // One of one wrong is less evidence than eight of twenty; what is flagged without another class is not wrong, and
    // twenty labels that are right say less than forty.
    let sizes = [("few", 1, 1), ("bad", 20, 8), ("good", 40, 1), ("flagged", 20, 0)]
    var (names, isIssue, predicted): ([String], [Bool], [Int]) = ([], [], [])
    for (name, size, wrong) in sizes {
      for place in 0..<size {
        names.append(name)
        isIssue.append(place < wrong || name == "flagged")
        predicted.append(place < wrong ? 1 : 0)
      }
    }
    let labels = try Labels(
      classIndices: names.map { _ in 0 }, classNames: ["a", "b"])
    let issues = LabelIssues(
      labelScores: isIssue.map { $0 ? 0.25 : 1 }, isLabelIssue: isIssue,
      predictedLabels: predicted, reasons: names.map { _ in .margin(1) })
    let ranking = GroupRanking(LabelGroups(names), issues, labels)
    #expect(ranking.entries.map(\.name) == ["bad", "few", "flagged", "good"])
    #expect(ranking.entries.map(\.labelCount) == [20, 1, 20, 40])
    #expect(ranking.entries.map(\.issueCount) == [8, 1, 20, 1])
    for entry in ranking.entries { #expect(entry.interval.contains(entry.evidence.errorRate)) }
    // The names are in order: bad, few, flagged, good.
    #expect(ranking.errorRate(ofGroup: 0) == ranking.entries[0].evidence.errorRate)
    #expect(ranking.csv.split(separator: "\n").count == 5)
  }
}
