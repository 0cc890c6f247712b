internal import Classifiers
internal import LabelAttacks
internal import LabelCertificates
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// One prediction of least squares, and the fewest flips that change it.
///
/// Least squares is the victim of the name `ridge`, penalty and all, and not the certificate of that name, which chooses
/// its penalty from the features.
public struct FragilePrediction: Equatable, Sendable {
  /// The test row, as a row of its file.
  public let row: Int
  /// The name of the class predicted without flips.
  public let predicted: String
  /// The fewest flips that change it, as rows of the data's file with the classes before and after; `nil` where no
  /// flips do.
  public let flips: [AuditFlip]?
  /// What the victim predicts after these flips; `nil` where there are none, or it cannot learn.
  public let victimPredicts: String?
  /// What the victim predicts without them.
  public let victimPredicted: String?
  /// Number of flips that every right prediction needs, ascending.
  let counts: [Int]

  /// Looks for the fewest flips; `nil` where no prediction is right.
  ///
  /// - Parameters:
  ///   - source: The data.
  ///   - plan: The victim.
  ///   - parts: The rows.
  ///   - row: The place of the test row; `nil` for the right prediction of median strength.
  ///   - execution: Threads.
  /// - Throws: ``/LabelContracts/CertificateError``.
  init?(
    _ source: AuditSource, plan: AuditPlan, _ parts: AuditParts, row: Int?, execution: Execution
  ) throws(CertificateError) {
    let found = try LabelLinearCertificate(TargetedFlip.leastSquares(Ridge())).certify(
      CertificateProblem(
        features: parts.training, labels: parts.labels, queries: parts.test.features),
      seed: plan.seed, execution: execution)
    let right = found.indices.filter { found[$0].predictedLabel == parts.test.labels[$0] }
      .sorted { (found[$0].radius, $0) < (found[$1].radius, $1) }
    counts = right.map { found[$0].radius + 1 }
    guard let place = row ?? (right.isEmpty ? nil : right[right.count / 2]),
      let label = found[place].predictedLabel
    else { return nil }
    let names = parts.labels.classNames
    self.row =
      source.test == nil ? source.fileRow(parts.testRows[place]) : parts.testRows[place]
    predicted = names[label]
    flips = found[place].attack?.map {
      AuditFlip(
        row: source.fileRow(parts.trainingRows[$0.row]), from: names[$0.from], to: names[$0.to])
    }
    guard let victim = Classifiers.all.first(where: { $0.id == plan.victim })?.make() else {
      preconditionFailure("no classifier is called \(plan.victim)")
    }
    func prediction(_ labels: Labels) -> String? {
      guard
        let model = try? victim.fit(parts.training, labels, seed: plan.seed)
      else { return nil }
      return names[model.predict(parts.test.features.selecting(rows: [place]))[0]]
    }
    victimPredicted = prediction(parts.labels)
    victimPredicts = found[place].attack.flatMap { prediction(parts.labels.applying($0)) }
  }
}
