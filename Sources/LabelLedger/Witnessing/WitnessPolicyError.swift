/// Why the text of a ``WitnessPolicy`` was refused, and in which line.
public struct WitnessPolicyError: Error, Hashable, Sendable {
  /// What is wrong with a line.
  public enum Problem: Error, Hashable, Sendable {
    /// The policy has more bytes than ``WitnessPolicy/maximumByteCount``.
    case tooLong(Int)
    /// An octet is neither a tab, nor a line feed, nor 0x20...0x7E, nor above 0x7F.
    case octet(UInt8)
    /// The last line has no line feed.
    case unfinishedLine
    /// The first word is none of `log`, `witness`, `group` and `quorum`.
    case keyword(WitnessPolicy.Text)
    /// The line has too few or too many words.
    case form(String)
    /// The key is malformed.
    case key(KeyError)
    /// The key is not UTF-8.
    case keyText
    /// Keys of this type cannot sign for a log, or not be trusted to cosign.
    case keyType(UInt8)
    /// The same public key stands in an earlier line of its kind.
    case duplicateKey
    /// The name is `none`, or has been given already.
    case name(WitnessPolicy.Text)
    /// The threshold is not `any`, `all`, or a number of 1 to the number of members.
    case threshold(WitnessPolicy.Text, members: Int)
    /// The name is not defined in a line before.
    case undefined(WitnessPolicy.Text)
    /// The name is a member of a group already.
    case repeatedMember(WitnessPolicy.Text)
    /// There is a quorum already.
    case secondQuorum
    /// The policy ends without a quorum.
    case noQuorum
  }

  /// The line's number, from 1.
  public let line: Int
  /// What is wrong with it.
  public let problem: Problem

  /// Names a problem and where it is.
  ///
  /// - Parameters:
  ///   - line: The line's number, from 1.
  ///   - problem: What is wrong with it.
  public init(line: Int, problem: Problem) {
    self.line = line
    self.problem = problem
  }
}

extension WitnessPolicyError: CustomStringConvertible {
  /// One sentence with the line, what it has, and what is allowed.
  public var description: String { "Line \(line) of the policy: \(problem)." }
}

extension WitnessPolicyError.Problem: CustomStringConvertible {
  /// A part of a sentence.
  public var description: String {
    switch self {
    case .tooLong(let count):
      "\(count) bytes, of which \(WitnessPolicy.maximumByteCount) are allowed"
    case .octet(let octet): "the octet \(octet) is not allowed"
    case .unfinishedLine: "it has no line feed at its end"
    case .keyword(let word): "\"\(word)\" is none of log, witness, group, quorum"
    case .form(let form): "it is not of the form \(form)"
    case .key(let error): "\(error)"
    case .keyText: "the key is not UTF-8"
    case .keyType(let type): "a key of type \(type) cannot be used here"
    case .duplicateKey: "the public key stands in an earlier line"
    case .name(let name): "the name \"\(name)\" is taken"
    case .threshold(let text, let members): "\"\(text)\" is not any, all, or 1 to \(members)"
    case .undefined(let name): "no line before it defines \"\(name)\""
    case .repeatedMember(let name): "\"\(name)\" is a member of a group already"
    case .secondQuorum: "there is a quorum already"
    case .noQuorum: "there is no quorum"
    }
  }
}
