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
    message = "\(error)"
    exitCode = ExitCode(Self.code(of: error))
  }

  private static func code(of error: any Error) -> Int32 {
    switch error {
    case let error as FolderError: error.exitCode
    case let error as StorageError: error.exitCode
    case let error as RuleViolation: error.exitCode
    case let error as LedgerError: error.exitCode
    case is NotVerified: 1
    case is UsageError: EX_USAGE
    case is ProofError, is TileError, is EntryError, is EnvelopeError, is NoteError, is PolicyError,
      is CheckpointError, is KeyError, is SnapshotError, is ProofFileError, is ImportError,
      is InputError:
      EX_DATAERR
    default: EX_SOFTWARE
    }
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

/// A line of input that is not what it should be.
struct InputError: Error, CustomStringConvertible {
  let path: String
  let line: Int
  let problem: String

  var description: String { "\(path), line \(line): \(problem)" }
}
