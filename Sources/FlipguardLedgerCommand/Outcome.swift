import ArgumentParser
import LabelLedger
import LedgerSQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A subcommand whose errors become one line on standard error and an exit code.
protocol Subcommand: ParsableCommand {
  /// Does the work.
  func execute() throws
}

extension Subcommand {
  func run() throws {
    do {
      try execute()
    } catch let exit as ExitCode {
      throw exit
    } catch let error as ValidationError {
      throw error
    } catch {
      let outcome = Outcome(of: error)
      warn("error: \(outcome.message)")
      throw outcome.exitCode
    }
  }
}

/// What an error tells the user, and what the program exits with (sysexits).
struct Outcome {
  let message: String
  let exitCode: ExitCode

  /// The only place where errors turn into messages and codes.
  init(of error: any Error) {
    message = Self.line(Phrase.of("\(error)"))
    exitCode = ExitCode(Self.code(of: error))
  }

  private static func code(of error: any Error) -> Int32 {
    switch error {
    case let error as AppendError: code(of: error.cause)
    case let error as FolderError: error.exitCode
    case let error as StorageError: error.exitCode
    case let error as RuleViolation: error.exitCode
    case let error as LedgerError: error.exitCode
    case is NotVerified, is PolicyRefusal: 1
    case is UsageError: EX_USAGE
    case is CSVError, is CheckpointError, is EntryError, is EnvelopeError, is FieldError,
      is ImportError, is InputError, is KeyError, is NoteError, is PolicyError, is ProofError,
      is ProofFileError, is SnapshotError, is StrictJSONError, is TileError, is WitnessPolicyError,
      is WitnessRequestError:
      EX_DATAERR
    default: EX_SOFTWARE
    }
  }

  /// A message on one line, which cannot steer a terminal either.
  static func line(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator:
        line += "\\u{\(String(scalar.value, radix: 16))}"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }
}

extension FolderError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .noLedger, .notFound, .cannotOpen: EX_NOINPUT
    case .exists, .cannotCreate: EX_CANTCREAT
    case .inputOutput: EX_IOERR
    case .malformed: EX_DATAERR
    case .exposed: EX_CONFIG
    case .name: EX_USAGE
    }
  }
}

extension StorageError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .notFound: EX_NOINPUT
    case .exists: EX_CANTCREAT
    case .busy: EX_TEMPFAIL
    case .full, .inputOutput: EX_IOERR
    case .readOnly: EX_NOPERM
    case .notDurable: EX_CONFIG
    case .foreign, .newer, .older, .differentSchema, .damaged, .duplicate, .checkpointConflict,
      .guardRollback, .notStorable:
      EX_DATAERR
    }
  }
}

extension RuleViolation {
  fileprivate var exitCode: Int32 {
    switch self {
    case .samePerson, .gaveDisputedLabel, .noPerson, .keyless, .ledgerOnly, .key, .unsigned:
      EX_NOPERM
    default: EX_DATAERR
    }
  }
}

extension LedgerError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .exists: EX_CANTCREAT
    case .empty: EX_NOINPUT
    case .contended: EX_TEMPFAIL
    case .draft: EX_USAGE
    case .origin, .key, .policy, .rolledBack, .forked, .damaged: EX_DATAERR
    }
  }
}

/// A combination of flags that makes no sense, or a name that is nothing.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Something that was looked at is not as it should be; the program exits with 1.
struct NotVerified: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Entries that could not be written, or not be published.
struct AppendError: Error, CustomStringConvertible {
  /// What went wrong.
  let cause: any Error
  /// Where the entry comes from that was refused, as a line of a file.
  let place: String?
  /// How many were written before.
  let writtenCount: Int
  /// Whether all were written, and only the published files are of an earlier state.
  let isPublishing: Bool

  var description: String {
    let problem = (place.map { "\($0): " } ?? "") + Phrase.of("\(cause)")
    if isPublishing {
      return
        "\(problem); all is recorded, and only the published files are of an earlier state, which rebuild mends"
    }
    guard writtenCount > 0 else { return problem }
    let rows = Count.of(writtenCount, "row")
    return
      "\(problem); recorded before: \(rows); the same command goes on from there"
  }
}

/// A line of input that is not what it should be.
struct InputError: Error, CustomStringConvertible {
  let path: String
  let line: Int
  let problem: String

  var description: String { "\(path), line \(line): \(problem)" }
}
