import LabelData
import Testing
import VectorKernels

@testable import Neighbors

@Suite struct HeadRotationTests {
  /// Directions of a sample of which only the first features vary.
  private func rotation(varying: Int, of columnCount: Int, width: Int) -> HeadRotation {
    var generator = SeededGenerator(seed: 8)
    let rowCount = 300
    let sample = Memory<Float>(count: rowCount * columnCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        sample[row * columnCount + column] =
          column < varying ? Float(generator.unitInterval()) - 0.5 : 0
      }
    }
    return HeadRotation(
      sample: sample, rowCount: rowCount, columnCount: columnCount, width: width,
      level: InstructionSet.best.rawValue)
  }

  @Test(arguments: [(40, 24), (16, 24), (1, 24)])
  func `lengths hardly grow, however many features vary`(varying: Int, width: Int) {
    let rotation = rotation(varying: varying, of: 40, width: width)
    #expect(rotation.stretch >= 1 && rotation.stretch < 1.0001)
    // Directions have length 1, as many as there is something to tell; the others are zero.
    let lengths = (0..<width).map { row in
      (0..<40).reduce(0.0) {
        $0 + Double(rotation.basis[row * 40 + $1]) * Double(rotation.basis[row * 40 + $1])
      }
    }
    #expect(lengths.count { abs($0 - 1) < 1e-5 } == min(varying, width))
    #expect(lengths.allSatisfy { abs($0 - 1) < 1e-5 || $0 == 0 })
  }
}
