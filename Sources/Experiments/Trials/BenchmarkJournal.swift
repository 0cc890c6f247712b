public import ArrayFiles

/// Keeps finished trials in a file, so that a run that was cut short can go on.
///
/// The file appears with the first trial and survives the end of the process at any moment. It is refused by a run
/// whose trials would be others; more data sets, attacks or seeds are welcome.
public final class BenchmarkJournal: Sendable {
  /// The file's name as the user gave it.
  public let path: String
  private let records: TrialRecords<BenchmarkTrial.Outcome>

  /// Opens the journal of a run, which need not exist.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - plan: What is run.
  ///   - exportFolder: The folder that labellings are exported to, if they are.
  ///   - version: The version of Flipguard.
  /// - Throws: ``/ArrayFiles/FileError``, also when the file is the journal of another run, or in use.
  public init(
    path: String, plan: BenchmarkPlan, exportFolder: String?, version: String
  ) throws(FileError) {
    self.path = path
    records = try TrialRecords(
      path: path, kind: "benchmark of flipguard",
      subject: [
        ("version", version), ("seed", "\(plan.seed)"), ("training rows", "\(plan.trainingCount)"),
        ("poisoning rates", "\(plan.poisoningRates)"), ("trusted rows", "\(plan.trustedCounts)"),
        ("detectors", plan.detectors.joined(separator: " ")), ("scorer", plan.scorer),
        ("export", exportFolder ?? "none"),
      ])
  }

  /// Number of trials that are kept.
  public var trialCount: Int { records.trialCount }

  /// What an earlier run found about a trial.
  func outcome(of trial: BenchmarkTrial) -> BenchmarkTrial.Outcome? { records[trial.key] }

  /// Keeps a finished trial.
  ///
  /// - Precondition: the journal has not been removed.
  /// - Throws: ``/ArrayFiles/FileError``, or `EncodingError` where a figure is not finite.
  func keep(_ outcome: BenchmarkTrial.Outcome) throws { try records.keep(outcome) }

  /// Removes the file, once the results are kept elsewhere.
  ///
  /// - Throws: ``/ArrayFiles/FileError``.
  public func remove() throws(FileError) { try records.remove() }
}
