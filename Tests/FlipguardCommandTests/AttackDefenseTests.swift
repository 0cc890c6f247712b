import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Testing

@testable import FlipguardCommand

/// Attacks that know a defense, from the command line.
@Suite struct AttackDefenseTests {
  /// Two clusters of 12 rows each.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 24, featureCount: 2, separation: 3, seed: 2)
    let rows = (0..<24).map { row in
      features.row(row).map { "\($0)" }.joined(separator: ",") + ",\(labels.name(at: row))"
    }
    try OutputFile.write(
      (["x,y,class"] + rows).joined(separator: "\n") + "\n", to: folder.file("data.csv"))
    return folder
  }

  private func run(_ line: String, in folder: TemporaryFolder) throws {
    let arguments =
      ["attack", folder.file("data.csv"), "--flip-budget", "3", "--quiet"]
      + ["--output", folder.file("out.csv")] + line.split(separator: " ").map(String.init)
    try #require(try FlipguardCommand.parseAsRoot(arguments) as? AttackCommand).execute()
  }

  @Test(arguments: [
    "--attack undetectable --detector centroid --trials 5",
    "--attack undetectable --detector self-confidence --scorer ridge --trials 3",
    "--attack undetectable --detector knn --k 3 --threshold 0.6 --allowed-flags 1",
    "--attack adaptive --sanitizer detector --restarts 0 --candidates 1",
    "--attack adaptive --detector knn --k 3,5 --restarts 0 --candidates 1",
    "--attack adaptive --action remove --restarts 0 --candidates 1",
    "--attack adaptive --robust-learner trimmed-loss --scorer logistic --restarts 0 --candidates 1",
    "--attack colluding --shape opposing", "--attack vulnerable-clusters",
  ])
  func `defenses that an attacker knows are made from options`(line: String) throws {
    let folder = try folder()
    try run(line, in: folder)
    #expect(folder.contents == ["data.csv", "flips.csv", "out.csv"])
    let entry = try #require(
      Attacks.all.first { line.hasPrefix("--attack \($0.id) ") || line == "--attack \($0.id)" })
    let flips =
      try String(decoding: folder.rawBytes("flips.csv"), as: UTF8.self)
      .split(separator: "\n").count - 1
    if entry.spendsBudget { #expect(flips == 3) } else { #expect((0...3).contains(flips)) }
  }

  @Test(arguments: [
    ("--attack undetectable --detector trusted", "needs trusted rows, which are not given"),
    ("--attack undetectable --detector provenance", "needs groups of labels"),
    ("--attack adaptive --robust-learner reweight", "needs trusted rows, which are not given"),
    ("--attack undetectable --detector centroid --k 3", "--k is nothing that this defender"),
    ("--attack adaptive --robust-learner floral --k 3", "--k is nothing that this defender"),
    ("--attack undetectable --detector centroid --threshold 0.7", "--threshold is nothing"),
    ("--attack undetectable --detector centroid --scorer ridge", "--scorer is nothing"),
    ("--attack undetectable --scorer ridge", "--scorer is nothing"),
    ("--attack adaptive --scorer ridge", "--scorer is nothing"),
  ])
  func `what the defender would not look at or lacks is refused`(
    line: String, reason: String
  ) throws {
    let folder = try folder()
    let error = try #require(throws: UsageError.self) { try run(line, in: folder) }
    #expect(error.description.contains(reason))
    #expect(folder.contents == ["data.csv"])
  }
}
