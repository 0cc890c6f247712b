import ArgumentParser
import Flipguard
import Testing

@testable import FlipguardCommand

@Suite struct ParsingTests {
  @Test func `scan takes columns, neighbors, images and a limit`() throws {
    let scan = try TypedLine.parse(
      ScanCommand.self,
      [
        "scan", "a.csv", "--label", "-2", "--id", "name", "--ignore", "x", "--ignore", "3",
        "--categorical", "zip", "--missing", "mean", "--header", "present", "--scaling", "minmax",
        "--k", "5", "--threshold", "0.7", "--metric", "squared-euclidean", "--image", "4x8",
        "--only-issues", "--fail-on", "0.02",
      ])
    let options = scan.columns.readOptions
    #expect(options.label == .index(-2) && options.id == .name("name"))
    #expect(options.ignored == [.name("x"), .index(3)] && options.categorical == [.name("zip")])
    #expect(options.missing == .mean && options.header == .present)
    #expect(scan.neighbors.scaling == .minmax && scan.neighbors.metric == .squaredEuclidean)
    #expect(scan.neighbors.k == .count(5) && scan.neighbors.threshold == 0.7)
    #expect(scan.image == ImageSize(argument: "4x8") && scan.onlyIssues)
    #expect(scan.failOn?.limit == .rate(0.02))
  }

  @Test func `sanitize takes rounds, an action and a trusted set`() throws {
    let usual = try TypedLine.parse(SanitizeCommand.self, ["sanitize", "@spambase"])
    #expect(usual.sanitizerRounds == .atMost(1) && usual.output == nil)
    #expect(try usual.chosenSanitizer == "detector" && usual.chosenAction() == .auto)
    #expect(usual.neighbors.k == .count(10) && usual.neighbors.threshold == 0.5)
    let chosen = try TypedLine.parse(
      SanitizeCommand.self,
      [
        "sanitize", "a.npy", "--labels", "y.npy", "--k", "auto", "--trusted", "t.csv", "--rounds",
        "stable", "--action", "remove", "--fail-on", "3", "--output", "b.npy",
      ])
    #expect(chosen.sanitizerRounds == .untilStable && chosen.action == .remove)
    #expect(chosen.neighbors.k == .word(.automatic) && chosen.trusted.trusted == "t.csv")
    #expect(chosen.data.columns.readOptions.labelsFile == "y.npy")
    #expect(chosen.failOn?.limit == .count(3) && chosen.output == "b.npy")
  }

  @Test(arguments: [
    ("", "detector"), ("--trusted t.csv", "detector"), ("--metric cosine", "knn"),
    ("--graph g.npz", "knn"), ("--recall exact", "knn"), ("--k 10", "knn"),
    ("--threshold 0.5", "knn"), ("--rounds 1", "knn"),
    ("--detector diffusion", "detector"), ("--detector diffusion --k 10", "detector"),
    ("--scorer neighbors", "detector"), ("--groups g.csv", "detector"),
    ("--sanitizer detector --k 5", "detector"), ("--sanitizer knn", "knn"),
  ])
  func `options choose the sanitizer that they belong to`(line: String, id: String) throws {
    let command = try TypedLine.parse(
      SanitizeCommand.self, ["sanitize", "a.csv"] + line.split(separator: " ").map(String.init))
    #expect(command.chosenSanitizer == id)
    let isDefault = id == "detector" && command.detector == nil
    #expect(try command.chosenAction() == (isDefault ? .auto : .relabel))
  }

  @Test func `sanitize takes an undo`() throws {
    let undo = try TypedLine.parse(
      SanitizeCommand.self,
      ["sanitize", "a.csv", "--undo", "changes.csv", "--rows", "7,3", "--output", "b.csv"])
    #expect(undo.undo == "changes.csv" && undo.rows?.rows == [7, 3])
  }

  @Test func `neighbors takes columns, a metric, a recall and a place`() throws {
    let usual = try TypedLine.parse(NeighborsCommand.self, ["neighbors", "x.npy"])
    #expect(usual.k == 10 && usual.metric == .euclidean && usual.scaling == nil)
    #expect(usual.recall == .automatic && usual.output == "graph.npz")
    for metric in DistanceMetric.allCases {
      let chosen = try TypedLine.parse(
        NeighborsCommand.self,
        [
          "neighbors", "x.npz", "--label", "-1", "--k", "5", "--metric", metric.rawValue,
          "--scaling", "none", "--recall", "0.95", "--output", "g.npz",
        ])
      #expect(chosen.data.columns.readOptions.label == .index(-1) && chosen.k == 5)
      #expect(chosen.metric == metric && chosen.scaling == Scaling.none)
      #expect(chosen.recall == .atLeast(0.95) && chosen.output == "g.npz")
    }
  }

  @Test func `scan and sanitize take a recall or a graph`() throws {
    let scan = try TypedLine.parse(ScanCommand.self, ["scan", "a.csv", "--recall", "exact"])
    #expect(scan.neighbors.recall == .exact && scan.neighbors.graph == nil)
    let sanitize = try TypedLine.parse(
      SanitizeCommand.self, ["sanitize", "a.csv", "--graph", "g.npz"])
    #expect(sanitize.neighbors.graph == "g.npz" && sanitize.neighbors.inputFiles == ["g.npz"])
    #expect(sanitize.neighbors.metric == nil && sanitize.neighbors.recall == nil)
  }

  @Test func `datasets lists, describes and exports`() throws {
    #expect(try TypedLine.parse(DatasetsCommand.self, ["datasets"]).name == nil)
    let export = try TypedLine.parse(
      DatasetsCommand.self, ["datasets", "@mnist17", "--output", "m.npz"])
    #expect(export.name == "@mnist17" && export.output == "m.npz")
  }

  @Test func `help tells the default scaling of each command`() {
    func help(_ command: any ParsableCommand.Type) -> String {
      FlipguardCommand.helpMessage(for: command, columns: 400)
    }
    #expect(help(AttackCommand.self).contains("by default standardize, but minmax for byte data"))
    for command in [ScanCommand.self, SanitizeCommand.self] as [any ParsableCommand.Type] {
      #expect(help(command).contains("by default standardize, but none for byte data"))
    }
  }

  @Test func `completion offers every name of a data file`() {
    let script = FlipguardCommand.completionScript(for: .bash)
    let names = DataFormats.all.flatMap(\.fileExtensions) + ["gz"]
    #expect(script.contains("'!*.@(\(names.joined(separator: "|")))'"))
  }

  @Test func `help is given for every command`() {
    #expect(FlipguardCommand.helpMessage().contains("Exit codes: 0 done"))
    for command in FlipguardCommand.configuration.subcommands {
      let help = FlipguardCommand.helpMessage(for: command, columns: 80)
      let name = command.configuration.commandName ?? ""
      #expect(help.contains("USAGE: flipguard \(name)"))
      #expect(help.contains(command.configuration.abstract.prefix(30)))
    }
  }

  @Test(arguments: [
    ("scan", "Missing expected argument '<data>'"),
    ("scan a.csv --detector x", "--detector is 'x'; allowed: default, knn"),
    ("scan a.csv --threshold 0.4", "--threshold is 0.4; allowed: 0.5 to 1"),
    ("scan a.csv --threshold nan", "--threshold is nan; allowed: 0.5 to 1"),
    ("scan a.csv --k 0", "'0' is invalid for '--k <k>'"),
    ("scan a.csv --k auto", "give one with --trusted FILE"),
    ("sanitize a.csv --k 3 --trusted t.csv", "--trusted serves knn to choose k; add --k auto"),
    (
      "sanitize a.csv --k 3 --scorer forest --sanitizer knn", "--scorer is for --sanitizer detector"
    ),
    (
      "sanitize a.csv --k 3 --detector knn --sanitizer knn",
      "--detector is for --sanitizer detector"
    ),
    ("sanitize a.csv --detector knn --rounds 2", "--rounds is for --sanitizer knn"),
    ("sanitize a.csv --detector x", "--detector is 'x'; allowed: default, knn"),
    (
      "sanitize a.csv --k 3 --action auto",
      "needs the probability of every class, which --sanitizer knn"
    ),
    ("sanitize a.csv --detector knn --action weight", "class, which --detector knn does not give"),
    ("sanitize a.csv --action explode", "'explode' is invalid for '--action <action>'"),
    ("sanitize a.csv --rows 3", "--rows is for --undo"),
    ("sanitize a.csv --undo c.csv", "add --output FILE"),
    (
      "sanitize a.csv --undo c.csv --output b.csv --k 3",
      "--k judges labels, but --undo judges none"
    ),
    ("sanitize a.csv --undo c.csv --output b.csv --groups g.csv", "--groups judges labels"),
    (
      "sanitize a.csv --undo c.csv --output b.csv --rows 3,x",
      "'3,x' is invalid for '--rows <rows>'"
    ),
    ("scan a.csv --trusted-labels t.csv", "add --trusted FILE"),
    ("scan a.csv --threads 0", "--threads is 0; allowed: 1 to 1024"),
    ("scan a.csv --image 28", "'28' is invalid for '--image <WxH>'"),
    ("scan a.csv --fail-on 1.5", "'1.5' is invalid for '--fail-on <N|RATE>'"),
    ("sanitize a.csv --sanitizer x", "--sanitizer is 'x'; allowed: knn"),
    ("sanitize a.csv --rounds 0", "'0' is invalid for '--rounds <rounds>'"),
    ("sanitize a.csv --action flag --output b.csv", "leave out --output"),
    ("neighbors", "Missing expected argument '<data>'"),
    ("neighbors x.npy --k 0", "--k is 0; allowed: 1 or more"),
    ("neighbors x.npy --metric taxi", "'taxi' is invalid for '--metric <metric>'"),
    ("neighbors x.npy --recall 1.5", "'1.5' is invalid for '--recall <auto|exact|share>'"),
    ("neighbors x.npy --output g.csv", "give a name that ends in .npz"),
    ("neighbors x.npy --output g.npz.gz", "an uncompressed NPZ archive"),
    ("scan a.csv --recall most", "'most' is invalid for '--recall <auto|exact|share>'"),
    ("scan a.csv --graph g.npz --recall exact", "--recall is for a search, but with --graph"),
    ("datasets --output a.csv", "name the data set to write to --output"),
    ("explode", "Unexpected argument 'explode'"),
  ])
  func `a wrong command line is refused with a reason and code 64`(
    line: String, reason: String
  ) throws {
    try TypedLine.expectRefusal(line, reason)
  }
}

@Suite struct ArgumentTests {
  @Test func `a limit is a count or a rate`() throws {
    #expect(FailOn(argument: "0")?.limit == .count(0))
    #expect(FailOn(argument: "12")?.limit == .count(12))
    #expect(FailOn(argument: "0.0")?.limit == .rate(0))
    #expect(FailOn(argument: "1.0")?.limit == .rate(1))
    for wrong in ["", "-1", "-0.1", "1.1", "x", "nan", "0,5"] {
      #expect(FailOn(argument: wrong) == nil, "\(wrong)")
    }
    let (none, rate) = try (#require(FailOn(argument: "0")), #require(FailOn(argument: "0.1")))
    try none.check(issueCount: 0, of: 10)
    try rate.check(issueCount: 1, of: 10)
    #expect(throws: ExitCode(1)) { try none.check(issueCount: 1, of: 10) }
    #expect(throws: ExitCode(1)) { try rate.check(issueCount: 2, of: 10) }
  }

  @Test func `an image size is two numbers`() {
    let size = ImageSize(argument: "28x14")
    #expect(size?.width == 28 && size?.height == 14)
    for wrong in ["", "28", "x", "28x", "0x1", "1x-1", "2x3x4", "5000x1", "a x b"] {
      #expect(ImageSize(argument: wrong) == nil, "\(wrong)")
    }
  }

  @Test func `neighbors and rounds are numbers from 1, or words`() {
    typealias Choice = CountOr<NeighborOptions.NeighborChoice>
    typealias Rounds = CountOr<SanitizeCommand.Lasting>
    #expect(Choice(argument: "auto") == .word(.automatic))
    #expect(Choice(argument: "1") == .count(1) && Rounds(argument: "2") == .count(2))
    #expect(Rounds(argument: "stable") == .word(.stable))
    for wrong in ["", "0", "-1", "1.5", "never"] {
      #expect(Choice(argument: wrong) == nil && Rounds(argument: wrong) == nil, "\(wrong)")
    }
    #expect(Choice.word(.automatic).defaultValueDescription == "auto")
  }

  @Test func `bundled data sets are named with an at sign`() throws {
    #expect(try BundledDataset(argument: "@mnist17") == .mnist17)
    #expect(try BundledDataset(argument: "mnist17") == nil)
    #expect(throws: UsageError.self) { try BundledDataset(argument: "@iris") }
  }
}
