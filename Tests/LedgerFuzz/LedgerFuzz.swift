import LabelLedger

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Gives spoilt input to one parser of the ledger, over and over.
///
///     LedgerFuzz list                         the names of the parsers, a line each
///     LedgerFuzz PARSER FIRST COUNT SEED      inputs FIRST..<FIRST+COUNT of a seed
///
/// Input number n of a seed is always the same, whichever inputs are tried before it. What a parser accepts and has
/// one spelling for must be spelt just so; the first that is not ends the run with exit status 1. A parser that traps
/// ends it with a signal.
@main
enum LedgerFuzz {
  static func main() {
    do { try run(Array(CommandLine.arguments.dropFirst())) } catch {
      print("error: \(error)")
      exit(EXIT_FAILURE)
    }
  }

  private static func run(_ arguments: [String]) throws {
    let parsers = try Parser.all()
    if arguments == ["list"] { return print(parsers.map(\.name).joined(separator: "\n")) }
    guard arguments.count == 4, let parser = parsers.first(where: { $0.name == arguments[0] }),
      let first = UInt64(arguments[1]), let count = UInt64(arguments[2]),
      let seed = UInt64(arguments[3])
    else { throw Finding("usage: LedgerFuzz list | PARSER FIRST COUNT SEED") }
    for seed in parser.seeds {
      guard try accepts(parser, seed) else { throw Finding("\(parser.name) refuses its own seed") }
    }
    var accepted = 0
    for index in first..<(first + count) {
      var mutation = Mutation(seed: seed, index: index)
      let input = mutation.input(from: parser.seeds)
      do { accepted += try accepts(parser, input) ? 1 : 0 } catch let finding as Finding {
        throw Finding("input \(index) of seed \(seed): \(finding)")
      }
    }
    print("\(parser.name): \(count) inputs, \(accepted) accepted")
  }

  /// Whether the parser takes the input; if so, it must write it as it was, where there is one spelling.
  private static func accepts(_ parser: Parser, _ input: [UInt8]) throws -> Bool {
    let written: [UInt8]?
    do { written = try parser.parse(input) } catch let finding as Finding { throw finding } catch {
      guard !"\(error)".isEmpty else { throw Finding("an error that says nothing") }
      return false
    }
    guard written == nil || written == input else {
      throw Finding("\(parser.name) accepts \(input), but writes \(written ?? [])")
    }
    return true
  }
}

/// What a run has found wrong.
struct Finding: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
