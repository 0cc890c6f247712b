public import LabelData
public import VectorKernels

/// Out-of-sample class probabilities: every row's come from a model that was not trained on it.
///
/// Rows are dealt to F folds at random, stratified: a fold's share of each class is that of all rows, as nearly as
/// whole rows allow. Rows with equal features stay together, so that no model is asked about features that it has
/// seen. A class with fewer rows than folds is trained on every time (unless its row shares its features with
/// another class's: then it stays with that), so that no model misses it; the probabilities of such rows are the
/// mean of all models, and not out-of-sample. ``Folds/alwaysTraining`` names them.
public struct CrossValidation: Equatable, Sendable {
  /// Number of folds, F; 2 or more.
  public var foldCount: Int

  /// Makes a cross-validation.
  ///
  /// - Parameter foldCount: F, 2 or more; 5 by default. More than there are distinct rows are that many.
  public init(foldCount: Int = 5) {
    self.foldCount = foldCount
  }

  /// Deals rows to folds.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n labels.
  ///   - seed: Where the random order starts.
  /// - Returns: A fold for each row, or none.
  /// - Throws: ``ClassifierError`` where numbers of rows differ, or there are too few rows to hold any out.
  /// - Complexity: O(n · (d + F)).
  public func folds(
    _ features: Matrix, _ labels: Labels, seed: UInt64
  ) throws(ClassifierError) -> Folds {
    guard foldCount >= 2 else {
      throw .invalidParameter(name: "folds", value: "\(foldCount)", allowed: "2 or more")
    }
    guard features.rowCount == labels.count, labels.count > 0 else {
      throw .rowCounts(features: features.rowCount, labels: labels.count)
    }
    let sizes = labels.classSizes
    let largest = sizes.max() ?? 0
    guard largest >= foldCount else {
      throw .invalidParameter(
        name: "folds", value: "\(foldCount)",
        allowed: "2 to \(largest), the size of the largest class")
    }
    let groups = features.equalRows
    let dealt = groups.filter { group in
      group.contains { sizes[labels[$0]] >= foldCount }
    }
    guard groups.count >= 2 else { throw .oneDistinctRow }
    let count = min(foldCount, groups.count)
    var deal = StratifiedDeal(foldCount: count, classSizes: sizes)
    var foldOfRow = [Int?](repeating: nil, count: labels.count)
    var generator = SeededGenerator(seed: seed, key: "folds")
    // Large groups first, while there is room to make up for them; equal ones in random order.
    let order = generator.permutation(count: dealt.count).enumerated()
      .sorted { (-dealt[$0.element].count, $0.offset) < (-dealt[$1.element].count, $1.offset) }
    for (_, group) in order {
      let fold = deal.fold(for: dealt[group].map { labels[$0] })
      for row in dealt[group] { foldOfRow[row] = fold }
    }
    return Folds(count: count, foldOfRow: foldOfRow)
  }

  /// Trains a classifier once for each fold and asks it about the rows held out.
  ///
  /// - Parameters:
  ///   - classifier: What is trained.
  ///   - features: n x d, finite.
  ///   - labels: n labels of at least two classes.
  ///   - weights: What each row counts in training; `nil` for 1 each.
  ///   - seed: Where all randomness starts; each fold's training has its own.
  ///   - execution: Threads, which take a fold each, and progress.
  /// - Returns: A probability for each row and class, and the folds.
  /// - Throws: ``ClassifierError``.
  /// - Complexity: F trainings; beside them 4 · n · d bytes for each thread.
  public func probabilities(
    of classifier: some Classifier, _ features: Matrix, _ labels: Labels,
    weights: [Double]? = nil, seed: UInt64, execution: Execution = .serial
  ) throws(ClassifierError) -> (probabilities: ClassProbabilities, folds: Folds) {
    _ = try TrainingExamples(features, labels, weights: weights)
    let folds = try folds(features, labels, seed: seed)
    let always = folds.alwaysTraining
    let answers = execution.map(count: folds.count) { fold in
      Result { () throws(ClassifierError) -> ClassProbabilities in
        let training = folds.training(fold)
        let fitted = try classifier.fit(
          features.selecting(rows: training), labels.selecting(rows: training),
          weights: weights.map { all in training.map { all[$0] } },
          seed: SeededGenerator.derivedSeed(seed, key: "fold/\(fold)"), execution: .serial)
        return fitted.probabilities(
          features.selecting(rows: folds.heldOut(fold) + always), execution: .serial)
      }
    }
    let classCount = labels.classCount
    var elements = [Double](repeating: 0, count: labels.count * classCount)
    for (fold, answer) in answers.enumerated() {
      let answer = try answer.get()
      let heldOut = folds.heldOut(fold)
      for (place, row) in heldOut.enumerated() {
        elements.replaceSubrange(
          row * classCount..<(row + 1) * classCount, with: answer.row(place))
      }
      for (place, row) in always.enumerated() {
        for label in 0..<classCount {
          elements[row * classCount + label] +=
            answer[heldOut.count + place, label] / Double(folds.count)
        }
      }
    }
    return (
      ClassProbabilities(rowCount: labels.count, classCount: classCount, elements: elements), folds
    )
  }
}

/// Deals groups of rows to folds so that each fold gets its share of every class.
private struct StratifiedDeal {
  private var classCounts: [[Int]]
  private var rowCounts: [Int]
  private let classSizes: [Int]

  init(foldCount: Int, classSizes: [Int]) {
    classCounts = Array(repeating: Array(repeating: 0, count: classSizes.count), count: foldCount)
    rowCounts = Array(repeating: 0, count: foldCount)
    self.classSizes = classSizes
  }

  /// The fold that has the least of a group's classes; of several the one with the fewest rows, then the first.
  mutating func fold(for labels: [Int]) -> Int {
    func share(_ fold: Int) -> Double {
      labels.reduce(0) { $0 + Double(classCounts[fold][$1]) / Double(classSizes[$1]) }
    }
    let shares = rowCounts.indices.map(share)
    let best = rowCounts.indices.reduce(0) { best, fold in
      (shares[fold], rowCounts[fold]) < (shares[best], rowCounts[best]) ? fold : best
    }
    for label in labels { classCounts[best][label] += 1 }
    rowCounts[best] += labels.count
    return best
  }
}
