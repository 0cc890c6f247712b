public import ArrayFiles
internal import LabelData

/// Keeps the finished attacks of an audit in a file, so that one that was cut short can go on.
///
/// The file appears with the first attack and survives the end of the process at any moment. It is refused by an audit
/// of other data or settings; more attacks are welcome.
public final class AuditJournal: Sendable {
  /// The file's name as the user gave it.
  public let path: String
  private let records: TrialRecords<AuditTask.Outcome>

  /// Opens the journal of an audit, which need not exist.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - source: The data.
  ///   - plan: What is run.
  ///   - version: The version of Flipguard.
  /// - Throws: ``/ArrayFiles/FileError``, also when the file is the journal of another audit, or in use.
  public init(
    path: String, source: AuditSource, plan: AuditPlan, version: String
  ) throws(FileError) {
    self.path = path
    records = try TrialRecords(
      path: path, kind: "audit by flipguard",
      subject: [
        ("version", version), ("data", "\(source.name) \(source.digest)"),
        ("test rows", source.test?.name ?? "held out"), ("scaling", source.scaling.rawValue),
        ("seed", "\(plan.seed)"), ("victim", plan.victim),
        ("poisoning rates", "\(plan.poisoningRates)"), ("defenses", "\(plan.defenses)"),
        ("most training rows", "\(plan.trainingLimit)"),
        ("most trusted rows", "\(plan.trustedLimit)"),
      ])
  }

  /// Number of attacks that are kept.
  public var trialCount: Int { records.trialCount }

  /// What an earlier run found.
  func outcome(of task: AuditTask) -> AuditTask.Outcome? { records[task.key] }

  /// Keeps a finished attack.
  ///
  /// - Precondition: the journal has not been removed.
  /// - Throws: ``/ArrayFiles/FileError``, or `EncodingError` where a figure is not finite.
  func keep(_ outcome: AuditTask.Outcome) throws { try records.keep(outcome) }

  /// Removes the file, once the results are kept elsewhere.
  ///
  /// - Throws: ``/ArrayFiles/FileError``.
  public func remove() throws(FileError) { try records.remove() }
}
