import ArgumentParser
import Flipguard

/// The number or share of issues above which a command fails, for use in automated checks.
struct FailOn: ExpressibleByArgument {
  /// What may not be exceeded.
  enum Limit: Equatable {
    case count(Int)
    case rate(Double)
  }

  let limit: Limit

  /// An integer is a count, a decimal number a rate, 0...1.
  init?(argument: String) {
    if let count = Int(argument), count >= 0 {
      limit = .count(count)
    } else if argument.contains("."), let rate = Double(argument), (0...1).contains(rate) {
      limit = .rate(rate)
    } else {
      return nil
    }
  }

  /// Ends with exit code 1 when there are more issues than allowed.
  func check(issueCount: Int, of rowCount: Int) throws {
    switch limit {
    case .count(let count) where issueCount > count:
      warn("\(issueCount) label issues, more than the \(count) allowed by --fail-on")
    case .rate(let rate) where Double(issueCount) > rate * Double(rowCount):
      warn(
        "\(issueCount) label issues among \(rowCount) rows, more than the rate \(rate) of --fail-on"
      )
    default: return
    }
    throw ExitCode(1)
  }
}
