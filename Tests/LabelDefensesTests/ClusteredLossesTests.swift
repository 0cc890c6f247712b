import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct ClusteredLossesTests {
  /// Losses that fall towards 0 for right labels and rise late for wrong ones, with some noise.
  private func course(wrong: Set<Int>, rowCount: Int, epochCount: Int) -> TrainingDynamics {
    var generator = SeededGenerator(seed: 4, key: "curves")
    let losses = (0..<rowCount).flatMap { row in
      (0..<epochCount).map { epoch -> Float in
        let time = Double(epoch + 1) / Double(epochCount)
        let level = wrong.contains(row) ? 3 - time : 0.7 * (1 - time)
        return Float(level + 0.3 * generator.unitInterval())
      }
    }
    return TrainingDynamics(
      rowCount: rowCount, epochCount: epochCount, losses: losses, margins: losses.map { 1 - $0 },
      rivals: (0..<rowCount).map { 1 - $0 % 2 })
  }

  @Test(arguments: [1, 3, 5, 40])
  func `curves that stay high are issues`(epochCount: Int) throws {
    let labels = try SyntheticData.labels((0..<40).map { $0 % 2 }, classCount: 2)
    let wrong: Set = [3, 8, 15, 22]
    let issues = try ClusteredLosses().detect(
      labels,
      evidence: Evidence(dynamics: course(wrong: wrong, rowCount: 40, epochCount: epochCount)))
    #expect(Set((0..<40).filter { issues.isLabelIssue[$0] }) == wrong)
    for row in wrong { #expect(issues.predictedLabels[row] == 1 - row % 2) }
  }

  @Test func `curves are capped, and averaged over the epochs up to each`() {
    let course = TrainingDynamics(
      rowCount: 2, epochCount: 4, losses: [1, 3, 9, 0, 4, 4, 1, 1],
      margins: [Float](repeating: 0, count: 8), rivals: [0, 0])
    #expect(
      LossCurves(course, cap: 5, smoothingWidth: 2).values.elements
        == [2, 2, 4, 2.5, 4, 4, 2.5, 1])
    #expect(
      LossCurves(course, cap: 100, smoothingWidth: 9).values.elements
        == [3.25, 3.25, 3.25, 3.25, 2.5, 2.5, 2.5, 2.5])
  }

  @Test func `parameters out of range are refused`() throws {
    let labels = try SyntheticData.labels([0, 1], classCount: 2)
    let evidence = Evidence(dynamics: course(wrong: [], rowCount: 2, epochCount: 2))
    for detector in [
      ClusteredLosses(smoothingWidth: 0), ClusteredLosses(clusterCounts: []),
      ClusteredLosses(clusterCounts: [1]), ClusteredLosses(clusterCounts: [251]),
      ClusteredLosses(windowCounts: [2]), ClusteredLosses(windowCounts: [1, 0]),
    ] {
      #expect(throws: DefenseError.self) { try detector.detect(labels, evidence: evidence) }
    }
  }
}
