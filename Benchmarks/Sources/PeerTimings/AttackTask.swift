import ArgumentParser
import Flipguard

/// The data that an attack is timed on.
enum AttackData: String, CaseIterable, ExpressibleByArgument {
  /// Ones and sevens of MNIST; 784 features at most.
  case mnist17
  /// Two Gaussian clouds that overlap a little.
  case synthetic

  /// Draws a problem: training rows, and a hundred validation rows that are disjoint from them.
  func problem(rowCount: Int, featureCount: Int) throws -> AttackProblem {
    let dataset = try dataset(rowCount: rowCount + 100, featureCount: featureCount)
    var generator = SeededGenerator(seed: 1, key: "attack-timing/split")
    let split = Split(
      rowCount: dataset.rowCount, trainingCount: rowCount, validationCounts: [100],
      using: &generator)
    let validation = split.validations[0]
    return AttackProblem(
      features: dataset.features.selecting(rows: split.training),
      labels: dataset.labels.selecting(rows: split.training),
      validation: (
        dataset.features.selecting(rows: validation), dataset.labels.selecting(rows: validation)
      ))
  }

  private func dataset(rowCount: Int, featureCount: Int) throws -> Dataset {
    switch self {
    case .mnist17:
      let whole = try BundledDataset.mnist17.load()
      guard featureCount <= whole.featureCount else {
        throw ValidationError("mnist17 has \(whole.featureCount) features")
      }
      // Pixels from the middle of the image: those at its edge are always 0.
      let first = (whole.featureCount - featureCount) / 2
      let elements = (0..<whole.rowCount).flatMap {
        whole.features.row($0).dropFirst(first).prefix(featureCount)
      }
      return try Dataset(
        features: Matrix(
          rowCount: whole.rowCount, columnCount: featureCount, elements: elements),
        labels: whole.labels)
    case .synthetic:
      var generator = SeededGenerator(seed: 1, key: "attack-timing/data")
      let classes = (0..<rowCount).map { $0 % 2 }
      let shift = 3 / Double(featureCount).squareRoot()
      let elements = classes.flatMap { label in
        (0..<featureCount).map { _ in
          // Twelve uniform numbers less 6: nearly normal, and the same on every machine.
          let noise = (0..<12).reduce(-6.0) { sum, _ in sum + generator.unitInterval() }
          return Float(noise + Double(label) * shift)
        }
      }
      return try Dataset(
        features: Matrix(rowCount: rowCount, columnCount: featureCount, elements: elements),
        labels: Labels(classIndices: classes, classNames: ["0", "1"]))
    }
  }
}
