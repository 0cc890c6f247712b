import Classifiers
import FlipguardTestSupport
import LabelData
import Testing

@testable import LabelDefenses

@Suite struct ConfidentJointTests {
  @Test func `counts by hand`() throws {
    let (labels, probabilities) = try ConfidentExamples.two()
    let joint = ConfidentJoint(labels, probabilities)
    for threshold in joint.thresholds { #expect(abs(threshold - 2 / 3.0) < 1e-12) }
    #expect(joint.counts == [2, 1, 1, 2])
    #expect(joint.calibratedCounts == [2, 1, 1, 2])
    #expect(joint.noiseRate == 2 / 6.0)
    #expect(joint.noiseMatrix == [2, 1, 1, 2].map { $0 / 3.0 })
    #expect(joint.issueCount == 2)
  }

  @Test func `counts as cleanlab does`() throws {
    let (labels, probabilities) = try ConfidentExamples.three()
    let joint = ConfidentJoint(labels, probabilities)
    for (threshold, expected) in zip(joint.thresholds, [0.5190909, 0.7814286, 0.455]) {
      #expect(abs(threshold - expected) < 1e-6)
    }
    #expect(joint.counts == [7, 1, 2, 0, 4, 1, 1, 0, 2])
    #expect(joint.calibratedCounts == [8, 1, 2, 0, 6, 1, 2, 0, 4])
    #expect(joint.issueCount == 5)
  }

  @Test func `rounding keeps sums`() {
    #expect(ConfidentJoint.rounded([0.5, 1.5, 2]) == [0, 2, 2])
    #expect(ConfidentJoint.rounded([0.4, 0.4, 0.4, 0.8]) == [0, 0, 1, 1])
    #expect(ConfidentJoint.rounded([1.6, 1.6, 1.6, 0.2]) == [1, 2, 2, 0])
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      let shares = (0..<(1 + generator.below(8))).map { _ in generator.unitInterval() }
      let scale = Double(generator.below(50)) / max(1e-9, shares.reduce(0, +))
      let rounded = ConfidentJoint.rounded(shares.map { $0 * scale })
      #expect(
        Double(rounded.reduce(0, +)) == (shares.map { $0 * scale }.reduce(0, +)).rounded())
      #expect(zip(rounded, shares).allSatisfy { abs(Double($0) - $1 * scale) < 1.5 })
    }
  }

  @Test func `rows sum to class sizes, and classes without rows have none`() throws {
    let labels = try SyntheticData.labels((0..<200).map { [0, 0, 0, 2][$0 % 4] }, classCount: 3)
    var generator = SeededGenerator(seed: 3)
    let elements = (0..<200).flatMap { _ -> [Double] in
      let values = (0..<3).map { _ in generator.unitInterval() + 0.01 }
      return values.map { $0 / values.reduce(0, +) }
    }
    let joint = ConfidentJoint(
      labels, ClassProbabilities(rowCount: 200, classCount: 3, elements: elements))
    #expect(joint.thresholds[1] == 2)
    for (label, size) in labels.classSizes.enumerated() {
      #expect(joint.calibratedCounts[label * 3..<label * 3 + 3].reduce(0, +) == size)
    }
  }

  /// The model knows the true class; labels follow a known noise matrix.
  @Test func `recovers known class-conditional noise`() throws {
    let noise = [[0.8, 0.15, 0.05], [0.1, 0.7, 0.2], [0.02, 0.08, 0.9]]
    var generator = SeededGenerator(seed: 5)
    let count = 30_000
    var (given, elements): ([Int], [Double]) = ([], [])
    for row in 0..<count {
      let truth = row % 3
      let drawn = generator.unitInterval()
      given.append(
        drawn < noise[truth][0] ? 0 : drawn < noise[truth][0] + noise[truth][1] ? 1 : 2)
      // What a model that is sure of the true class would say of the given label.
      elements += noise[truth]
    }
    let labels = try SyntheticData.labels(given, classCount: 3)
    let joint = ConfidentJoint(
      labels, ClassProbabilities(rowCount: count, classCount: 3, elements: elements))
    for label in 0..<3 {
      for truth in 0..<3 {
        let share = Double(joint.calibratedCounts[label * 3 + truth]) / Double(count)
        #expect(abs(share - noise[truth][label] / 3) < 0.02)
        #expect(abs(joint.noiseMatrix[label * 3 + truth] - noise[truth][label]) < 0.02)
      }
    }
  }
}
