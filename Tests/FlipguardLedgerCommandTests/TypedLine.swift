import ArgumentParser
import Testing

@testable import FlipguardLedgerCommand

/// Command lines as a user types them.
enum TypedLine {
  /// Parses a command line.
  static func parse<Command: ParsableCommand>(
    _ type: Command.Type, _ arguments: [String]
  ) throws -> Command {
    try #require(try FlipguardLedgerCommand.parseAsRoot(arguments) as? Command)
  }

  /// A line with words between spaces is refused with code 64 and a message that holds the reason.
  static func expectRefusal(
    _ line: String, _ reason: String, at place: SourceLocation = #_sourceLocation
  ) throws {
    let error = try #require(throws: (any Error).self, sourceLocation: place) {
      try FlipguardLedgerCommand.parseAsRoot(line.split(separator: " ").map(String.init))
    }
    #expect(FlipguardLedgerCommand.exitCode(for: error) == ExitCode(64), sourceLocation: place)
    let message = FlipguardLedgerCommand.message(for: error)
    #expect(message.contains(reason), "\(message)", sourceLocation: place)
  }
}
