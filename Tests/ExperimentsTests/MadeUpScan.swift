import Classifiers
import Experiments
import LabelContracts
import LabelData
import Neighbors
import VectorKernels

/// Scans of data that nobody collected: blobs of points, some of them mislabeled.
enum MadeUpScan {
  static let hostileNames = ["<script>alert('a')</script>", "b & \"c\", d"]

  /// Blobs of rows, one for each class, of which every `step`-th row carries the next class's label.
  static func make(
    rows: Int = 60, features: Int = 3, classNames: [String] = ["benign", "malignant"],
    step: Int = 20, k: Int = 7, imageSize: ScanResult.ImageSize? = nil, ids: [String]? = nil,
    source: String = "cells.csv",
    neighbors: NeighborSource = NeighborSource(metric: .euclidean, scaling: .standardize),
    groups: [String]? = nil, conclusions: ScanConclusions = ScanConclusions(),
    withPosteriors: Bool = false
  ) throws -> ScanResult {
    var generator = SeededGenerator(seed: 3)
    let classes = (0..<rows).map { $0 % classNames.count }
    let matrix = Matrix(
      rows: classes.map { index in
        (0..<features).map { column in
          Float(
            (column % classNames.count == index ? 3 : 0) + generator.unitInterval()
              + generator.unitInterval())
        }
      })
    let labels = try Labels(
      classIndices: classes.enumerated().map { row, index in
        row % step == step - 1 ? (index + 1) % classNames.count : index
      }, classNames: classNames)
    let graph = graph(of: matrix, k: k)
    return ScanResult(
      source: source,
      rows: ScannedRows(try Dataset(features: matrix, labels: labels, ids: ids)),
      findings: [
        ScanResult.Finding(
          detector: "knn", summary: "share of the neighbors", failure: "flipped neighborhoods",
          issues: issues(of: labels, graph, withPosteriors: withPosteriors))
      ],
      evidence: Evidence(neighborGraph: graph, groups: groups.map { LabelGroups($0) }),
      sources: EvidenceSources(neighbors: .init(neighbors, count: k, threshold: 0.5)),
      conclusions: conclusions, notes: ["The label is the last column, 'diagnosis'."],
      imageSize: imageSize, seed: 1,
      version: "0.1.0")
  }

  /// Four labels, judged by probabilities alone and by a second detector; the label of row 3 is wrong.
  static func ofProbabilities(groups: [String]? = nil) throws -> ScanResult {
    let labels = try Labels(classIndices: [0, 0, 1, 1], classNames: ["a", "b, c"])
    let probabilities = ClassProbabilities(
      rowCount: 4, classCount: 2, elements: [0.9, 0.1, 0.8, 0.2, 0.25, 0.75, 0.875, 0.125])
    func finding(_ detector: String, _ scores: [Double], _ reasons: [Reason]) -> ScanResult.Finding
    {
      ScanResult.Finding(
        detector: detector, summary: "<\(detector)>", failure: "<nothing>",
        issues: LabelIssues(
          labelScores: scores, isLabelIssue: [false, detector == "figure", false, true],
          predictedLabels: [0, 0, 1, 0], reasons: reasons))
    }
    return ScanResult(
      source: "labels.csv", rows: ScannedRows(labels: labels, fileRows: [0, 2, 3, 7]),
      findings: [
        finding(
          "confidence", [0.9, 0.8, 0.75, 0.125],
          (0..<4).map {
            .probabilities(
              given: probabilities[$0, labels[$0]],
              predicted: probabilities[$0, probabilities.predictedLabel(ofRow: $0)])
          }),
        finding(
          "figure", [1, 0.25, 0.5, 0], Array(repeating: .figure(1.5, of: "the sum"), count: 4)),
      ],
      evidence: Evidence(
        probabilities: probabilities, groups: groups.map { LabelGroups($0) }, noiseRate: 0.25),
      sources: EvidenceSources(
        probabilities: "probs.npy", noiseRate: "--noise-rate", trusted: "gold.csv", trustedCount: 4),
      seed: 1, version: "0.1.0")
  }

  private static func graph(of matrix: Matrix, k: Int) -> NeighborGraph {
    var indices: [Int32] = []
    var distances: [Float] = []
    for row in 0..<matrix.rowCount {
      let nearest = (0..<matrix.rowCount).filter { $0 != row }.map { other in
        let squares = zip(matrix.row(row), matrix.row(other)).reduce(0) {
          $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
        return (squares.squareRoot(), Int32(other))
      }.sorted { $0 < $1 }.prefix(k)
      distances += nearest.map(\.0)
      indices += nearest.map(\.1)
    }
    return NeighborGraph(
      rowCount: matrix.rowCount, neighborCount: k, metric: .euclidean, indices: indices,
      distances: distances)
  }

  private static func issues(
    of labels: Labels, _ graph: NeighborGraph, withPosteriors: Bool
  ) -> LabelIssues {
    let votes = (0..<labels.count).map { row in
      ClassVotes(graph.neighbors(of: row).map { labels[Int($0)] })
    }
    let predicted = votes.map { vote in
      vote.entries.first { $0.count == vote.largest }?.label ?? 0
    }
    return LabelIssues(
      labelScores: votes.enumerated().map {
        Double($1[labels[$0]]) / Double(graph.neighborCount)
      },
      isLabelIssue: predicted.enumerated().map { $1 != labels[$0] },
      predictedLabels: predicted, reasons: votes.map { .neighbors($0) },
      posteriors: withPosteriors
        ? ClassProbabilities(
          rowCount: labels.count, classCount: labels.classCount,
          elements: predicted.flatMap { label in
            labels.classNames.indices.map {
              $0 == label ? 0.9 : 0.1 / Double(labels.classCount - 1)
            }
          }) : nil)
  }
}
