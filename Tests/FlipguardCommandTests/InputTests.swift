import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Testing

@testable import FlipguardCommand

/// What commands make of the files that they are given.
@Suite struct InputTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // Two clusters; the labels of rows 3 and 7 are swapped.
    try write("x.csv", "x\n0\n1\n2\n3\n50\n51\n52\n53\n")
    try write("y.csv", "a\na\na\nb\nb\nb\nb\na\n")
    try write("t.csv", "x\n0.5\n50.5\n")
    try write("ty.csv", "a\nb\n")
    try write("d.libsvm", "a 1:1\nb 1:2\na 1:3\n")
  }

  private func write(_ name: String, _ text: String) throws {
    try OutputFile.write(text, to: folder.file(name))
  }

  /// Runs a command line in which `/` stands before files of the folder.
  private func run(_ line: String) throws {
    let arguments = line.split(separator: " ").map { word in
      word.hasPrefix("/") ? folder.file(String(word.dropFirst())) : String(word)
    }
    let command = try #require(
      try FlipguardCommand.parseAsRoot(arguments + ["--quiet"]) as? any Subcommand)
    try command.execute()
  }

  @Test(arguments: [
    ("--categorical 0", "--categorical is for CSV files"), ("--header absent", "--header is for"),
  ])
  func `options of CSV files are refused for other formats`(option: String, reason: String) throws {
    let error = try #require(throws: UsageError.self) {
      try run("sanitize /d.libsvm \(option) --output /out.libsvm")
    }
    #expect(error.description.contains(reason) && error.description.contains("d.libsvm is libsvm"))
  }

  @Test func `a second set has its labels in a second file too`() throws {
    let sets = "--labels /y.csv --header present --k auto --trusted /t.csv"
    try run("sanitize /x.csv \(sets) --trusted-labels /ty.csv --output /out.csv")
    #expect(try folder.rawBytes("out.csv") == Array("a\na\na\na\nb\nb\na\nb\n".utf8))
    try run(
      "attack /x.csv --labels /y.csv --header present --flip-budget 1 --validation /t.csv "
        + "--validation-labels /ty.csv --output /poisoned.csv")
    #expect(throws: UsageError.self) {
      try run("sanitize /x.csv \(sets) --trusted-labels /ty.csv --output /ty.csv")
    }
    let error = try #require(throws: UsageError.self) {
      try run(
        "attack @breastcancer --flip-budget 1 --validation @breastcancer --validation-labels /ty.csv "
          + "--output /out.csv")
    }
    #expect(error.description.contains("@breastcancer is bundled, with its labels"))
  }

  @Test(arguments: [
    ("cosine", "zeros in all features (scaling none)", 2, "0,0"),
    ("euclidean", "a distance beyond the range of 32-bit numbers", 1, "3e38,-3e38"),
  ])
  func `a fault of the neighbors names the file and its row`(
    metric: String, reason: String, row: Int, cells: String
  ) throws {
    try write("d.csv", "u,v,y\n,1,a\n1,2,b\n\(cells),a\n3e38,3e38,b\n-3e38,3e38,a\n")
    let error = try #require(throws: FormatError.self) {
      try run(
        "scan /d.csv --detector knn --missing drop --scaling none --k 3 --metric \(metric) --output /."
      )
    }
    #expect(error.file == folder.file("d.csv") && error.found.contains(reason))
    #expect(error.place.row == row && folder.contents.count == 6)
  }
}
