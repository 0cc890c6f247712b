import ArgumentParser
import Flipguard

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
    Interruption.install()
    do {
      try Self.checkEnvironment()
      try execute()
    } catch let exit as ExitCode {
      throw exit
    } catch {
      let outcome = Outcome(of: error)
      warn("error: \(outcome.message)")
      throw outcome.exitCode
    }
  }
}

extension Subcommand {
  /// Refuses a wish for instructions that cannot be met.
  private static func checkEnvironment() throws {
    guard let wanted = unsafe getenv("FLIPGUARD_INSTRUCTIONS").map({ unsafe String(cString: $0) }),
      wanted != InstructionSet.best.name
    else { return }
    throw UsageError(
      "FLIPGUARD_INSTRUCTIONS is '\(wanted)'; allowed on this processor: "
        + InstructionSet.available.map(\.name).joined(separator: ", "))
  }
}

/// What an error tells the user, and what the program exits with (sysexits).
struct Outcome {
  let message: String
  let exitCode: ExitCode

  /// The only place where errors turn into messages and codes.
  init(of error: any Error) {
    message = "\(error)"
    exitCode =
      switch error {
      case let error as FileError: ExitCode(Self.code(of: error))
      case is FormatError, is DatasetError: ExitCode(EX_DATAERR)
      case let error as NeighborError:
        if case .neighborCount = error { ExitCode(EX_USAGE) } else { ExitCode(EX_DATAERR) }
      case let error as AuditError: ExitCode(Self.code(of: error))
      case is AttackError, is DefenseError, is ClassifierError, is CertificateError,
        is BenchmarkError, is UsageError:
        ExitCode(EX_USAGE)
      default: ExitCode(EX_SOFTWARE)
      }
  }

  /// A row is chosen on the command line; all else lies in the data.
  private static func code(of error: AuditError) -> Int32 {
    switch error {
    case .tooFewRows, .oneClass, .noTestRows: EX_DATAERR
    case .noTestRow: EX_USAGE
    }
  }

  private static func code(of error: FileError) -> Int32 {
    switch error {
    case .notFound, .cannotOpen: EX_NOINPUT
    case .cannotCreate: EX_CANTCREAT
    case .inputOutput: EX_IOERR
    case .malformed: EX_DATAERR
    }
  }
}

/// A combination of flags that makes no sense.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
