import Experiments
import Foundation
import LabelData
import Neighbors
import Testing
import VectorKernels

struct NeighborReportTests {
  private func report(
    recall: RecallEstimate? = nil, fileRows: [Int]? = nil
  ) -> NeighborReport {
    NeighborReport(
      source: "x.npy", featureCount: 4, fileRows: fileRows,
      graph: NeighborGraph(
        rowCount: 3, neighborCount: 2, metric: .manhattan, indices: [1, 2, 0, 2, 0, 1],
        distances: [0.1, 2, 0.1, 1e-7, 2, 3], recall: recall),
      neighbors: NeighborSource(metric: .manhattan, scaling: Scaling.none, recall: recall),
      fingerprint: 0xAB, seed: 7, seconds: 1.26, notes: ["n"])
  }

  private let estimate = RecallEstimate(recall: 0.995, interval: 0.99...1, sampleCount: 500)

  @Test func `one sentence tells what was found, how, how fast and where it is`() {
    #expect(
      report().words(output: "g.npz")
        == "Found the 2 nearest neighbors of 3 rows (manhattan, scaling none, exact) in 1.3 s; "
        + "wrote g.npz.")
    #expect(
      report(recall: estimate).words(output: "g.npz")
        .contains("(manhattan, scaling none, recall 99.50\u{202F}% (99.00\u{202F}% to 100.00"))
  }

  @Test func `the JSON document tells the same`() throws {
    func json(_ report: NeighborReport) throws -> [String: Any] {
      let text = try report.json(output: "g.npz", version: "1")
      return try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
    let exact = try json(report())
    #expect(
      Set(exact.keys) == [
        "source", "rows", "features", "k", "metric", "scaling", "fingerprint", "seed",
        "elapsed_seconds", "output", "notes", "version",
      ])
    #expect(exact["rows"] as? Int == 3 && exact["features"] as? Int == 4 && exact["k"] as? Int == 2)
    #expect(exact["fingerprint"] as? String == "00000000000000ab")
    let recall = try #require(try json(report(recall: estimate))["recall"] as? [String: Any])
    #expect(recall["estimate"] as? Double == 0.995 && recall["sample_count"] as? Int == 500)
  }

  @Test func `the table has a line for each neighbor, in rows of the file`() {
    var text = ""
    report(fileRows: [0, 5, 6]).forEachCSVPiece { text += $0 }
    #expect(
      text == """
        row,rank,neighbor,distance
        0,1,5,0.1
        0,2,6,2.0
        5,1,0,0.1
        5,2,6,1e-07
        6,1,0,2.0
        6,2,5,3.0

        """)
  }
}
