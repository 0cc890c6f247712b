public import ArrayFiles

/// Keeps the finished trials of a comparison of defenses in a file, so that a run that was cut short can go on.
///
/// The file appears with the first trial and survives the end of the process at any moment. It is refused by a run
/// whose trials would be others; more data sets, attacks or splits are welcome.
public final class DefenseJournal: Sendable {
  /// The file's name as the user gave it.
  public let path: String
  private let records: TrialRecords<DefenseTrial.Outcome>

  /// Opens the journal of a run, which need not exist.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - plan: What is run.
  ///   - version: The version of Flipguard.
  /// - Throws: ``/ArrayFiles/FileError``, also when the file is the journal of another run, or in use.
  public init(path: String, plan: DefensePlan, version: String) throws(FileError) {
    self.path = path
    records = try TrialRecords(
      path: path, kind: "comparison of defenses by flipguard",
      subject: [
        ("version", version), ("seed", "\(plan.seed)"),
        ("poisoning rates", "\(plan.poisoningRates)"),
      ])
  }

  /// Number of trials that are kept.
  public var trialCount: Int { records.trialCount }

  /// What an earlier run found about a trial.
  func outcome(of trial: DefenseTrial) -> DefenseTrial.Outcome? { records[trial.key] }

  /// Keeps a finished trial.
  ///
  /// - Precondition: the journal has not been removed.
  /// - Throws: ``/ArrayFiles/FileError``, or `EncodingError` where a figure is not finite.
  func keep(_ outcome: DefenseTrial.Outcome) throws { try records.keep(outcome) }

  /// Removes the file, once the results are kept elsewhere.
  ///
  /// - Throws: ``/ArrayFiles/FileError``.
  public func remove() throws(FileError) { try records.remove() }
}
