public import LabelData
public import VectorKernels

/// Small data sets made from a seed, for tests.
public enum SyntheticData {
  /// Classes in clusters: class c has its center at `separation` along feature c modulo d; unit variance.
  ///
  /// Row r has class r modulo `classCount`.
  public static func clusters(
    rowCount: Int, featureCount: Int, classCount: Int = 2, separation: Double = 2, seed: UInt64
  ) throws -> (features: Matrix, labels: Labels) {
    var generator = SeededGenerator(seed: seed, key: "clusters")
    let classes = (0..<rowCount).map { $0 % classCount }
    var elements: [Float] = []
    for label in classes {
      for feature in 0..<featureCount {
        let center = feature == label % featureCount ? separation : 0
        elements.append(Float(center + normal(&generator)))
      }
    }
    return (
      Matrix(rowCount: rowCount, columnCount: featureCount, elements: elements),
      try labels(classes, classCount: classCount)
    )
  }

  /// Whole numbers `0..<levels` in every feature, so that equal distances and equal rows abound.
  public static func grid(
    rowCount: Int, featureCount: Int, levels: Int, classCount: Int, seed: UInt64
  ) throws -> (features: Matrix, labels: Labels) {
    var generator = SeededGenerator(seed: seed, key: "grid")
    let elements = (0..<rowCount * featureCount).map { _ in Float(generator.below(levels)) }
    let classes = (0..<rowCount).map { _ in generator.below(classCount) }
    return (
      Matrix(rowCount: rowCount, columnCount: featureCount, elements: elements),
      try labels(classes, classCount: classCount)
    )
  }

  /// Labels with the classes `a`, `b`, ...
  public static func labels(_ classes: [Int], classCount: Int) throws -> Labels {
    let names = (0..<classCount).map { String(UnicodeScalar(UInt8(97 + $0))) }
    return try Labels(classIndices: classes, classNames: names)
  }

  /// A value close to the standard normal distribution: the sum of 12 uniform ones.
  private static func normal(_ generator: inout SeededGenerator) -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + generator.unitInterval() }
  }
}
