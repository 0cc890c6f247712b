public import LabelContracts
public import LabelData
public import VectorKernels

/// Spectral signatures of Tran, Li and Madry (2018): what lies far out along the direction in which a class spreads
/// most.
///
/// For each given class the features are centered, and v is their first right singular vector. With
/// `t = (x.v)²`, divided by its mean over the class, the label quality score is `1 / (1 + t)`: 0...1, low means
/// probably wrong. Issues are the largest t of each class, 1.5 times as many as the estimated share of wrong labels
/// of the class, rounded down, and never a whole class. The predicted label of an issue is the other class with the
/// nearest mean of labels that are no issues; that of all others is the given one.
///
/// In the paper the features are a network's last hidden layer; here they are those of the evidence.
/// - Complexity: O(n · d) for each of up to 300 steps of power iteration, a class a thread.
public struct SpectralSignatures: Detector, Equatable {
  /// Makes the detector.
  public init() {}

  /// The features, and how many labels are wrong.
  public var needs: Set<Evidence.Kind> { [.features, .noiseRate] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let features = try evidence.features(for: labels)
    let rate = try evidence.noiseRate(for: labels)
    let members = labels.rowsByClass
    let parts = execution.map(count: members.count) { label in
      let vectors = RowGradients(features: features.selecting(rows: members[label]))
      return PrincipalSpread(of: vectors, execution: .serial).relativeSquares
    }
    var spread = [Double](repeating: 0, count: labels.count)
    var flags = [Bool](repeating: false, count: labels.count)
    for (rows, part) in zip(members, parts) {
      for (row, square) in zip(rows, part) { spread[row] = square }
      let count = min(Int(1.5 * rate * Double(rows.count)), rows.count - 1)
      for row in rows.sorted(by: { (-spread[$0], $0) < (-spread[$1], $1) }).prefix(max(0, count)) {
        flags[row] = true
      }
    }
    return LabelIssues(
      labelScores: spread.map { 1 / (1 + $0) }, isLabelIssue: flags,
      predictedLabels: Self.nearestOthers(
        features, labels, issues: flags, execution: execution),
      reasons: spread.map {
        .figure($0, of: "squared distance along the direction of most spread, of its class's mean")
      })
  }

  /// For each issue the other class with the nearest mean of the labels that are none; else the given label.
  private static func nearestOthers(
    _ features: Matrix, _ labels: Labels, issues: [Bool], execution: Execution
  ) -> [Int] {
    let centers = ClassCenters.means(
      features, labels, weights: issues.map { $0 ? 0 : 1 }, execution: execution)
    return (0..<labels.count).map { row in
      guard issues[row] else { return labels[row] }
      let point = ArraySlice(features.row(row).map(Double.init))
      var (nearest, least) = (labels[row], Double.infinity)
      for label in 0..<labels.classCount where label != labels[row] && centers.isKnown[label] {
        let distance = centers.squaredDistance(point, label: label)
        if distance < least { (nearest, least) = (label, distance) }
      }
      return nearest
    }
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "spectral", summary: "distance along the direction in which each class spreads most",
    cost: "power iteration, O(n d) up to 300 times",
    failure: "classes that spread most in a direction that has nothing to do with wrong labels",
    drawsAtRandom: false
  ) { _ in
    SpectralSignatures()
  }
}
