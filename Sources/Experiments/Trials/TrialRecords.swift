internal import ArrayFiles
internal import Foundation
internal import Synchronization

/// What one trial of a long run gives, kept under the trial's key.
protocol TrialOutcome: Codable, Sendable {
  /// Names the trial among all others of its run.
  var key: String { get }
}

/// The finished trials of a long run in a file that survives the end of the process at any moment.
final class TrialRecords<Outcome: TrialOutcome>: Sendable {
  /// `nil` once it is removed.
  private let file: Mutex<RecordFile?>
  private let kept: Mutex<[String: Outcome]>

  /// Opens the file, which need not exist and appears with the first trial.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - kind: What kind of run it belongs to.
  ///   - subject: What must be the same for a run to go on from it.
  /// - Throws: ``/ArrayFiles/FileError``, also when the file is that of another run, or in use.
  init(path: String, kind: String, subject: [(String, String)]) throws(FileError) {
    var kept: [String: Outcome] = [:]
    let file = try RecordFile(path: path, kind: kind, subject: subject) {
      (record) throws(FileError) in
      guard let outcome = try? JSONDecoder().decode(Outcome.self, from: Data(record)) else {
        throw .malformed(
          path: path, byte: nil, found: "a trial that cannot be read",
          allowed: "what an earlier run left here; delete the file to start anew")
      }
      kept[outcome.key] = outcome
    }
    self.file = Mutex(file)
    self.kept = Mutex(kept)
  }

  /// Number of trials that are kept.
  var trialCount: Int { kept.withLock(\.count) }

  /// What was found about a trial.
  subscript(key: String) -> Outcome? { kept.withLock { $0[key] } }

  /// Keeps a finished trial.
  ///
  /// - Precondition: the file has not been removed.
  /// - Throws: ``/ArrayFiles/FileError``, or `EncodingError` where a figure is not finite.
  func keep(_ outcome: Outcome) throws {
    let record = [UInt8](try JSONEncoder().encode(outcome))
    try file.withLock { file in
      guard try file?.append(record) != nil else { preconditionFailure("the journal was removed") }
    }
    kept.withLock { $0[outcome.key] = outcome }
  }

  /// Removes the file, once the results are kept elsewhere.
  ///
  /// - Throws: ``/ArrayFiles/FileError``.
  func remove() throws(FileError) {
    try file.withLock { (file) throws(FileError) in
      try file.take()?.remove()
    }
  }
}
