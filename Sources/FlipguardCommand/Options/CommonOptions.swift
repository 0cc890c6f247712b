import ArgumentParser
import Flipguard

/// What every command takes.
struct CommonOptions: ParsableArguments {
  /// How the result is told on standard output.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case csv
  }

  /// Where randomness starts where the user does not say.
  static let usualSeed: UInt64 = 1

  @Option(help: "Where all randomness starts.")
  var seed = Self.usualSeed

  @Option(help: "Number of threads. Results do not depend on it.")
  var threads: Int = Execution.processorCount

  @Option(help: "What goes to standard output: a sentence, one JSON document, or the table as CSV.")
  var format: Format = .text

  @Flag(help: "No progress and no notes on standard error.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads is \(threads); allowed: 1 to 1024")
    }
  }

  /// Tells the user something on standard error, unless they want quiet.
  func note(_ text: String) {
    if !quiet { warn(text) }
  }

  /// Runs work that tells the user things under a progress bar.
  func withProgressAndNotes<Result>(
    _ title: String, _ work: (_ execution: Execution, _ telling: (String) -> Void) throws -> Result
  ) rethrows -> Result {
    let bar = ProgressBar(title, isQuiet: quiet)
    defer { bar.finish() }
    return try work(bar.execution(threadCount: threads)) { text in
      bar.finish()
      note(text)
    }
  }

  /// Runs work under a progress bar.
  func withProgress<Result>(
    _ title: String, _ work: (Execution) throws -> Result
  ) rethrows -> Result {
    let bar = ProgressBar(title, isQuiet: quiet)
    defer { bar.finish() }
    return try work(bar.execution(threadCount: threads))
  }
}
