import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Testing

@testable import FlipguardCommand

/// `attack` with limits, by what the damage is judged, and with less knowledge.
@Suite struct AttackerTests {
  private let data: ScanFolder

  init() throws {
    data = try ScanFolder()
    try data.write(
      "v.csv", "who,sure,name,x,y\nu,false,a,,a\nu,false,b,1,a\nu,false,c,50,b\nu,false,d,52,b\n")
  }

  /// Attacks the data of the folder, and gives the table of flips.
  private func flips(_ line: String, rest: String = "--ignore sure --group who") throws
    -> [[Substring]]
  {
    let command = try #require(
      try FlipguardCommand.parseAsRoot(
        ["attack"] + data.arguments("/d.csv \(ScanFolder.columns) \(rest) \(line)")
          + ["--quiet", "--output", data.folder.file("out.csv")]) as? AttackCommand)
    try command.execute()
    return String(decoding: try data.folder.rawBytes("flips.csv"), as: UTF8.self)
      .split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
  }

  private func refusal(_ line: String, rest: String = "--ignore sure --group who") -> String {
    let before = data.folder.contents
    let error: (any Error)? = #expect(throws: (any Error).self) { try flips(line, rest: rest) }
    #expect(data.folder.contents == before)
    return error.map { FlipguardCommand.message(for: $0) + Outcome(of: $0).message } ?? ""
  }

  @Test(arguments: ["random", "lfa", "lfa-least-squares", "margin-farthest"])
  func `the most flips of a class and of a group`(attack: String) throws {
    let all = try flips("--attack \(attack) --flip-budget 8")
    #expect(all.count == 8)
    let classes = try flips("--attack \(attack) --flip-budget 8 --most-per-class a=1")
    #expect(classes.count == 5 && classes.count { $0[3] == "a" } == 1)
    // u has four rows, v and w have two.
    let groups = try flips("--attack \(attack) --flip-budget 8 --most-per-group 1")
    #expect(groups.count == 3)
    #expect(
      Set(groups.map { ["p": "u", "r": "u", "t": "u", "v": "u"][$0[2]] ?? $0[1] }).count == 3)
    let both = try flips(
      "--attack \(attack) --flip-budget 8 --most-per-class a=0 --most-per-class b=3 --most-per-group 2"
    )
    #expect(both.count == 3 && both.allSatisfy { $0[3] == "b" })
  }

  @Test func `rows are fixed by a file or a column`() throws {
    try data.write("rows.csv", "row,label\n3,a\n5,b\n")
    try data.write("ids.csv", "id,label\ns,a\nu,b\n")
    for fixed in ["/rows.csv", "/ids.csv"] {
      let flips = try flips("--attack random --flip-budget 8 --fixed \(fixed)")
      #expect(Set(flips.map { $0[1] }) == ["0", "1", "2", "4", "6", "7"])
    }
    // Rows 1 and 5 are sure.
    let column = try flips(
      "--attack random --flip-budget 8 --fixed sure", rest: "--ignore who")
    #expect(Set(column.map { $0[1] }) == ["0", "2", "3", "4", "6", "7"])
    // The validation set has the column too.
    let judged = try flips(
      "--attack lfa-least-squares --flip-budget 8 --fixed sure --validation /v.csv",
      rest: "--ignore who")
    #expect(Set(judged.map { $0[1] }) == ["0", "2", "3", "4", "6", "7"])
    #expect(refusal("--attack random --flip-budget 8 --fixed /y.csv").contains("row,label"))
    try data.write("rows.csv", "row,label\n8,a\n")
    #expect(
      refusal("--attack random --flip-budget 8 --fixed /rows.csv").contains("was not left out"))
  }

  @Test func `the damage is judged on a class or on rows by their numbers in the file`() throws {
    // Row 0 of the validation set lacks its value.
    let line = "--attack lfa-least-squares --flip-budget 1 --validation /v.csv"
    let ofClass = try flips("\(line) --judge-class b")
    #expect(try flips("\(line) --judge-rows 2,3") == ofClass)
    #expect(try flips("\(line) --judge-rows 1") != ofClass)
    #expect(try flips("--attack lfa --flip-budget 1 --judge-rows 0,7").count == 1)
  }

  @Test func `a sample of the rows is flipped, or what is guessed`() throws {
    let half = try flips("--attack random --flip-budget 8 --knowledge sample:0.5")
    #expect(half.count == 4)
    // The guesses are right but for the two rows with swapped labels, which lose theirs to nothing.
    let guessed = try flips(
      "--attack random --flip-budget 8 --knowledge features --validation /v.csv")
    #expect(Set(guessed.map { $0[1] }) == ["0", "1", "2", "4", "5", "6"])
    let hidden = try flips(
      "--attack undetectable --k 3 --flip-budget 4 --knowledge sample:0.9")
    #expect(hidden.count <= 4)
  }

  @Test(arguments: ["", "--victim ridge", "--victim knn-vote --k 3", "--victim naive-bayes"])
  func `one prediction is changed by as few flips as it takes`(victim: String) throws {
    // The four rows around 51, three of them of class b.
    let line = "--attack targeted --validation /v.csv --judge-rows 3 \(victim)"
    let flips = try flips("\(line) --flip-budget 8")
    #expect((1...7).contains(flips.count))
    #expect((flips.last.flatMap { Double($0[5]) } ?? -1) >= 0)
    let fewer = try self.flips("\(line) --flip-budget \(flips.count - 1)")
    #expect(fewer == flips.dropLast())
    if victim == "--victim knn-vote --k 3" {
      // Of rows 5, 6 and 7 the first two carry b.
      #expect(flips.count == 1)
      #expect(try self.flips("\(line) --flip-budget 8 --target b").isEmpty)
    }
  }

  @Test(arguments: [
    ("--most-per-class c=1", "no class 'c' in"), ("--judge-class c", "no class 'c' in"),
    ("--judge-rows 8", "--judge-rows is 8, but there is no such row in"),
    ("--judge-rows 0 --validation /v.csv", "v.csv, or it was left out for a missing value"),
    ("--attack random --judge-rows 1", "--attack random judges no damage"),
    ("--attack pair --judge-class a", "so --judge-class would have no effect"),
    ("--knowledge sample:0.01 --judge-rows 1,2,3,4,5,6,7", "that it knows; give a validation set"),
  ])
  func `what there is not is refused by name`(line: String, reason: String) throws {
    #expect(refusal("\(line) --flip-budget 1").contains(reason))
  }

  @Test func `a group needs a column`() {
    #expect(
      refusal("--most-per-group 1 --flip-budget 1", rest: "--ignore sure --ignore who")
        .contains("add --group COLUMN"))
  }
}
