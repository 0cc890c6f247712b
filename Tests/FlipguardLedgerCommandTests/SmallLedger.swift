import ArgumentParser
import FoundationEssentials
import LabelLedger
import LedgerSQLite
import Testing

@testable import FlipguardLedgerCommand

/// A ledger in a temporary folder, with its private home, that lives as long as this value.
final class SmallLedger {
  let path: String
  let options: LedgerOptions

  /// Makes a ledger of the data set "labels" with people who have keys.
  init(_ people: [String] = ["ann", "bob", "cyd"]) throws {
    path =
      FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let arguments = ["\(path)/labels.ledger", "--home", "\(path)/home", "--origin", "a.example/l"]
    let command = try InitCommand.parse(arguments + people.flatMap { ["--actor", $0] })
    _ = try command.makeLedger()
    options = try LedgerOptions.parse([
      "--ledger", "\(path)/labels.ledger", "--home", "\(path)/home", "--quiet",
    ])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A file beside the ledger.
  func file(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    return "\(path)/\(name)"
  }

  /// The ledger, opened for writing in a session of its own.
  func open() throws -> OpenLedger { try OpenLedger(options) }

  /// Records labels as a person does.
  @discardableResult
  func record(_ labels: KeyValuePairs<Identifier, Identifier>, by name: Identifier) throws
    -> [Receipt]
  {
    let open = try open()
    let (author, signer) = try open.author(name)
    return try open.append(
      labels.map { example, label in
        Draft(
          .record(label: label), by: author, signer: signer,
          about: Subject(dataset: "labels", example: example))
      }, options)
  }

  /// Runs a command that writes nothing to standard output, with the ledger's options.
  func arguments(_ words: String...) -> [String] {
    words + ["--ledger", "\(path)/labels.ledger", "--home", "\(path)/home", "--quiet"]
  }

  /// The labels in force.
  func labels() throws -> [String: String] {
    let heads = try ReadLedger(options).heads("labels", at: .now)
    return Dictionary(
      uniqueKeysWithValues: heads.filter { $0.status == .accepted }.map {
        ($0.example.text, $0.label?.text ?? "")
      })
  }
}
