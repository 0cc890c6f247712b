import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Testing

@testable import FlipguardCommand

/// Commands on data whose labels are in a table of their own.
@Suite struct LabelTableTests {
  private let data: ScanFolder

  /// Two clusters with two labels swapped, whose labels stand in another order; the id z has none.
  init() throws {
    data = try ScanFolder()
    try data.write("x.csv", "id,x\n" + Self.rows.map { "\($0.id),\($0.x)\n" }.joined() + "z,54\n")
    try data.write("l.csv", Self.table(Self.rows.reversed()))
    try data.write(
      "joined.csv",
      "id,x,by,label\n" + Self.rows.map { "\($0.id),\($0.x),\($0.by),\($0.label)\n" }.joined())
    try data.write("part.csv", "id,x\n" + Self.rows.map { "\($0.id),\($0.x)\n" }.joined())
  }

  private static let rows: [(id: String, x: Int, by: String, label: String)] = [
    ("p", 0, "u", "a"), ("q", 1, "v", "a"), ("r", 2, "u", "a"), ("s", 3, "w", "b"),
    ("t", 50, "u", "b"), ("u", 51, "v", "b"), ("v", 52, "u", "b"), ("w", 53, "w", "a"),
  ]

  private static func table(_ rows: some Sequence<(id: String, x: Int, by: String, label: String)>)
    -> String
  {
    "id,label,by,batch\n" + rows.map { "\($0.id),\($0.label),\($0.by),\n" }.joined()
  }

  private func run(_ line: String) throws {
    let command = try #require(
      try FlipguardCommand.parseAsRoot(data.arguments(line) + ["--quiet"]) as? any Subcommand)
    try command.execute()
  }

  private func refusal(_ line: String) -> String {
    let error: (any Error)? = #expect(throws: (any Error).self) { try run(line) }
    return error.map { Outcome(of: $0).message } ?? ""
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try data.folder.rawBytes(name), as: UTF8.self)
  }

  @Test func `a scan of two files is that of the joined one`() throws {
    let detector = "--detector provenance --detector knn --k 3"
    try data.scan("/joined.csv --id id --group by \(detector)")
    let issues = try text("issues.csv")
    let groups = try text("groups.csv")
    try data.scan("/part.csv --labels /l.csv --group by \(detector)")
    #expect(try text("issues.csv") == issues && text("groups.csv") == groups)
    try data.scan("/x.csv --labels /l.csv --missing drop --group by \(detector)")
    #expect(try text("issues.csv") == issues && text("groups.csv") == groups)
    #expect(issues.contains("w"))
    #expect(
      refusal("scan /x.csv --labels /l.csv --group by --output /out").contains(
        "x.csv, row 8: found the id 'z', which"))
  }

  @Test(arguments: ["relabel", "remove"])
  func `sanitize changes the label cells alone, and all comes back`(action: String) throws {
    let line = "sanitize /x.csv --labels /l.csv --missing drop --sanitizer knn --k 3"
    try run("\(line) --action \(action) --output /out.csv")
    let isKept = { (id: String) in action == "relabel" || !["s", "w"].contains(id) }
    let repaired = Self.rows.reversed().filter { isKept($0.id) }.map { row in
      let label = row.id == "s" ? "a" : row.id == "w" ? "b" : row.label
      return (row.id, row.x, row.by, label)
    }
    #expect(try text("out.csv") == Self.table(repaired))
    try run("sanitize --undo /changes.csv /out.csv --output /back.csv")
    #expect(try text("back.csv") == text("l.csv"))
    guard action == "relabel" else {
      #expect(try text("x-sanitized.csv") == "id,x\np,0\nq,1\nr,2\nt,50\nu,51\nv,52\nz,54\n")
      try run("sanitize --undo /changes.csv /x-sanitized.csv --output /x2.csv")
      #expect(try text("x2.csv") == text("x.csv"))
      return
    }
    // Under another name there is no undo file.
    try data.write("fixed.csv", text("out.csv"))
    let undo = "sanitize --undo /changes.csv /x.csv --labels /fixed.csv --missing drop"
    try run("\(undo) --output /again.csv")
    #expect(try text("again.csv") == text("l.csv"))
    try run("\(undo) --rows 3 --output /one.csv")
    #expect(try text("one.csv") == text("out.csv").replacing("s,a", with: "s,b"))
  }

  @Test func `an undo finds rows by their ids`() throws {
    try data.write(
      "c.csv",
      "row,id,action,from,to,weight,reason,input_sha256\n1,q,remove,b,a,0,,ff\n3,s,relabel,a,b,1,,ff\n"
    )
    // The data still have the removed row, so that row 2 is another one.
    let message = refusal(
      "sanitize --undo /c.csv /part.csv --labels /l.csv --rows 3 --output /no.csv")
    #expect(message.contains("part.csv, row 2: found the id 'r'; allowed: 's', as row 3 of"))
  }

  @Test func `an attack flips labels of the table`() throws {
    try run(
      "attack /part.csv --labels /l.csv --attack random --flip-budget 3 --output /out.csv")
    let (given, poisoned) = (try text("l.csv"), try text("out.csv"))
    let pairs = zip(given.split(separator: "\n"), poisoned.split(separator: "\n"))
    #expect(pairs.count { $0 != $1 } == 3 && given.utf8.count == poisoned.utf8.count)
    #expect(pairs.allSatisfy { $0.split(separator: ",").first == $1.split(separator: ",").first })
  }

  @Test func `rows that are named by number cannot be removed`() throws {
    try data.write("n.csv", "x\n0\n1\n2\n3\n50\n51\n52\n53\n")
    try data.write(
      "r.csv",
      "row,label\n" + Self.rows.enumerated().map { "\($0.offset),\($0.element.label)\n" }.joined())
    let line = "sanitize /n.csv --labels /r.csv --header present --sanitizer knn --k 3"
    #expect(
      refusal("\(line) --action remove --output /out.csv").contains(
        "add --action relabel, or join by"))
    try run("\(line) --action relabel --output /out.csv")
    #expect(try text("out.csv").contains("\n3,a\n4,b\n") && text("out.csv").hasSuffix("7,b\n"))
  }

  @Test func `rows of their own need no group of the table`() throws {
    try data.write("t.csv", "id,x,by,label\nf,0.5,k,a\ng,1.5,k,a\nh,50.5,k,b\ni,51.5,k,b\n")
    try data.scan("/joined.csv --id id --group by --detector trusted --trusted /t.csv")
    let joined = try text("issues.csv")
    try data.write("t.csv", "id,x,label\nf,0.5,a\ng,1.5,a\nh,50.5,b\ni,51.5,b\n")
    let line = "--labels /l.csv --group by --detector trusted --trusted /t.csv"
    try data.scan("/part.csv \(line)")
    #expect(try text("issues.csv") == joined)
    try data.write("t.csv", "id,x\nf,0.5\ng,1.5\nh,50.5\ni,51.5\n")
    try data.write("tl.csv", "label,id\nb,i\na,f\nb,h\na,g\n")
    try data.scan("/part.csv \(line) --trusted-labels /tl.csv")
    #expect(try text("issues.csv") == joined)
  }

  @Test func `without data a table is refused`() {
    #expect(
      refusal("scan --pred-probs /p.csv --labels /l.csv --output /out").contains(
        "found a table of labels, with the columns id, label, by, batch"))
  }
}
