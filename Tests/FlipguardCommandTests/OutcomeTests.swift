import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Testing

@testable import FlipguardCommand

@Suite struct OutcomeTests {
  /// An error of no type of ours.
  private struct Stray: Error {}

  private static let cases: [(any Error, Int32)] = [
    (FileError.notFound(path: "a"), 66),
    (FileError.cannotOpen(path: "a", reason: "r"), 66),
    (FileError.cannotCreate(path: "a", reason: "r"), 73),
    (FileError.inputOutput(path: "a", reason: "r"), 74),
    (FileError.malformed(path: "a", byte: 1, found: "f", allowed: "w"), 65),
    (FormatError(file: "a", found: "f", allowed: "w"), 65),
    (DatasetError.noExamples, 65),
    (NeighborError.neighborCount(given: 0, rowCount: 3), 64),
    (NeighborError.zeroRow(1), 65),
    (NeighborError.overflow(row: 1), 65),
    (AttackError.invalidProblem("p"), 64),
    (AttackError.invalidParameter(name: "n", value: "v", allowed: "a"), 64),
    (DefenseError.rowCounts(of: .neighbors, evidence: 1, labels: 2), 64),
    (ClassifierError.tooFewClasses(1), 64),
    (BenchmarkError.tooFewRows(dataset: "d", rows: 1, needed: 2, trainingCount: 3), 64),
    (AuditError.tooFewRows(name: "d", rows: 1, needed: 40), 65),
    (AuditError.oneClass(name: "d"), 65),
    (AuditError.noTestRows(name: "t"), 65),
    (AuditError.noTestRow(row: 9, name: "d"), 64),
    (UsageError("u"), 64),
    (Stray(), 70),
  ]

  @Test(arguments: cases.indices)
  func `every error has its message and its exit code`(index: Int) {
    let (error, code) = Self.cases[index]
    let outcome = Outcome(of: error)
    #expect(outcome.exitCode == ExitCode(code))
    #expect(outcome.message == "\(error)" && !outcome.message.contains("\n"))
  }

  @Test func `no result replaces an input or the table beside it`() throws {
    let folder = try TemporaryFolder()
    let data = folder.file("a.csv")
    let table = OutputTarget.Neighbor(name: "changes.csv", role: "the table of changes")
    try OutputFile.write("x,y\n1,a\n", to: data)
    #expect(throws: UsageError.self) { try OutputTarget(data, inputs: [data]) }
    #expect(throws: UsageError.self) {
      try OutputTarget("\(folder.path)/./a.csv", inputs: [data])
    }
    #expect(throws: UsageError.self) { try OutputTarget("", inputs: []) }
    #expect(throws: UsageError.self) {
      try OutputTarget(folder.file("changes.csv"), beside: [table])
    }
    try OutputFile.write("x,y\n1,a\n", to: folder.file("changes.csv"))
    #expect(throws: UsageError.self) {
      try OutputTarget(
        folder.file("b.csv"), inputs: [folder.file("changes.csv")], beside: [table])
    }
    let target = try OutputTarget(folder.file("b.csv"), inputs: [data], beside: [table])
    #expect(target.beside("changes.csv") == folder.file("changes.csv"))
    #expect(throws: FileError.self) { try OutputTarget(folder.file("none/b.csv")) }
    #expect(throws: FileError.cannotCreate(path: folder.path, reason: "it is a directory")) {
      try OutputTarget(folder.path)
    }
  }

  @Test(arguments: ["issues.csv", "summary.json", "report.html"])
  func `no document of a scan replaces an input`(name: String) throws {
    let folder = try TemporaryFolder()
    try OutputFile.write("x,y\n1,a\n2,b\n3,a\n", to: folder.file("data.csv"))
    try OutputFile.write("x,y\n1,a\n2,b\n", to: folder.file(name))
    let before = try folder.rawBytes(name)
    var uses = [[folder.file("data.csv"), "--k", "auto", "--trusted", folder.file(name)]]
    if name == "issues.csv" { uses.append([folder.file(name)]) }
    for use in uses {
      let scan = try #require(
        try FlipguardCommand.parseAsRoot(
          ["scan"] + use + ["--output", "\(folder.path)/.", "--quiet"]) as? ScanCommand)
      let error = try #require(throws: UsageError.self) { try scan.execute() }
      #expect(error.description.contains(name))
    }
    #expect(try folder.rawBytes(name) == before)
    #expect(folder.contents == ["data.csv", name].sorted())
    let other = try OutputFolder(folder.path, for: ["other.csv"], inputs: [folder.file(name)])
    #expect(throws: UsageError.self) {
      try other.write([ReportDocument(name: name, contents: "")])
    }
  }

  @Test func `the data without the removed rows are checked beforehand and told`() throws {
    let folder = try TemporaryFolder()
    // Two clusters; the labels of rows 3 and 7 are swapped.
    try OutputFile.write("x\n0\n1\n2\n3\n50\n51\n52\n53\n", to: folder.file("x.csv"))
    try OutputFile.write("a\na\na\nb\nb\nb\nb\na\n", to: folder.file("y.csv"))
    try OutputFile.write("x,y\n0,a\n50,b\n", to: folder.file("x-sanitized.csv"))
    let arguments = [
      "sanitize", folder.file("x.csv"), "--labels", folder.file("y.csv"), "--action", "remove",
      "--header", "present", "--output", folder.file("out.csv"), "--quiet",
    ]
    let auto = ["--k", "auto", "--trusted", folder.file("x-sanitized.csv")]
    let refused = try #require(
      try FlipguardCommand.parseAsRoot(arguments + auto) as? SanitizeCommand)
    let error = try #require(throws: UsageError.self) { try refused.execute() }
    #expect(error.description.contains("x-sanitized.csv, the place of the data without"))
    #expect(folder.contents == ["x-sanitized.csv", "x.csv", "y.csv"])
    try #require(
      try FlipguardCommand.parseAsRoot(arguments + ["--k", "3"]) as? SanitizeCommand
    ).execute()
    #expect(
      try folder.rawBytes("x-sanitized.csv") == Array("x\n0\n1\n2\n50\n51\n52\n".utf8))
    #expect(try folder.rawBytes("out.csv") == Array("a\na\na\nb\nb\nb\n".utf8))
  }

  @Test(arguments: [
    ("sanitize data.csv --output p.npz", "has the name of the format npz,"),
    ("sanitize data.csv --output p.svm.gz", "name of the format libsvm,"),
    ("attack data.csv --flip-budget 1 --output p.npy", "name of the format npy,"),
    ("sanitize @breastcancer --output p.txt", "a name of no known format"),
    ("sanitize @breastcancer --output p.npy", "cannot be npy: found the class 'benign'"),
    ("attack @breastcancer --flip-budget 1 --output p.idx", "cannot be idx"),
    ("datasets @breastcancer --output p.npy", "cannot be npy"),
    ("datasets @breastcancer --output p", "a name of no known format"),
  ])
  func `an output has the name of its format`(line: String, reason: String) throws {
    let folder = try TemporaryFolder()
    try OutputFile.write("x,y\n1,a\n2,b\n3,a\n", to: folder.file("data.csv"))
    let arguments = line.split(separator: " ").map { word in
      word.contains("p.") || word == "p" || word == "data.csv"
        ? folder.file(String(word)) : String(word)
    }
    let command = try #require(
      try FlipguardCommand.parseAsRoot(arguments) as? any Subcommand)
    let error = try #require(throws: UsageError.self) { try command.execute() }
    #expect(error.description.contains(reason))
    #expect(folder.contents == ["data.csv"])
  }

  @Test(arguments: ["out.csv", "out.csv.gz", "out", "out.txt"])
  func `a copy may be compressed or have a name of no format`(name: String) throws {
    let folder = try TemporaryFolder()
    try OutputFile.write("x,y\n1,a\n2,b\n3,a\n", to: folder.file("data.csv"))
    try #require(
      try FlipguardCommand.parseAsRoot(
        ["sanitize", folder.file("data.csv"), "--output", folder.file(name), "--quiet"])
        as? SanitizeCommand
    ).execute()
    #expect(folder.contents == ["changes.csv", "data.csv", name, "\(name).undo"])
  }

  @Test(arguments: [
    ["sanitize", "@breastcancer", "--label", "x"],
    ["scan", "@none"],
    ["scan", "@breastcancer", "--image", "3x3"],
    [
      "attack", "@breastcancer", "--flip-budget", "1", "--attack", "class-conditional",
      "--source", "x", "--target", "benign",
    ],
  ])
  func `what makes no sense is refused before anything is written`(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let name = folder.file("out.csv")
    let command = try #require(
      try FlipguardCommand.parseAsRoot(arguments + ["--output", name, "--quiet"])
        as? any Subcommand)
    #expect(throws: UsageError.self) { try command.execute() }
    #expect(folder.contents.isEmpty)
  }

  @Test func `the names of results follow from the input`() throws {
    let set = BundledDataset.breastcancer
    func name(_ source: String, labels: String? = nil) throws -> String {
      LoadedData(
        name: source, dataset: try set.load(), keptRows: nil,
        origin: .file(ReadOptions(labelsFile: labels))
      ).outputName("sanitized")
    }
    #expect(try name("a/data.csv.gz") == "data-sanitized.csv.gz")
    #expect(try name("@mnist17") == "mnist17-sanitized.csv")
    #expect(try name("train-images-idx3-ubyte") == "train-images-idx3-ubyte-sanitized")
    #expect(try name("x.npy", labels: "b/y.npy") == "y-sanitized.npy")
  }
}
