import ArrayFiles
import FlipguardTestSupport
import LabelData
import Testing

@Suite struct ChangeFileTests {
  private let folder: TemporaryFolder
  private static let header = "row,id,action,from,to,weight,reason,input_sha256\n"

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String) throws -> ChangeFile {
    try OutputFile.write(text, to: folder.file("changes.csv"))
    return try ChangeFile(path: folder.file("changes.csv"))
  }

  @Test func `every change is read`() throws {
    let file = try read(
      Self.header + "3,x,relabel,\"a,b\",1,1,\"why: rows 1, 2\",ff\n10,NA,remove,1,\"a,b\",0,,ff\n")
    #expect(
      file.entries.map { "\($0.row) \($0.action) \($0.from) \($0.to)" } == [
        "3 relabel a,b 1", "10 remove 1 a,b",
      ])
    #expect(file.inputDigest == "ff")
    #expect(try read(Self.header + "0,0,flag,a,b,1,why,\n").inputDigest.isEmpty)
    let none = try read(Self.header)
    #expect(none.entries.isEmpty && none.inputDigest.isEmpty)
  }

  @Test(arguments: [
    ("step,row\n1,2\n", "found the columns step, row; allowed: the table of changes"),
    ("3,3,flag,a,b,1,,f\n3,3,flag,a,b,1,,f\n", "row 1, column 'row': found '3'"),
    ("-1,3,flag,a,b,1,,f\n", "row 0, column 'row': found '-1'"),
    ("x,3,flag,a,b,1,,f\n", "row 0, column 'row': found 'x'"),
    ("1,3,flag,a,b,1,,f\n2,3,flag,a,b,1,,g\n", "column 'input_sha256': found 2 different values"),
    ("1,3,flag,a\n", "row 0"), ("1,3,flag,,b,1,,f\n", "column 'from'"),
  ])
  func `other tables are refused`(text: String, reason: String) throws {
    let error = try #require(throws: FormatError.self) {
      try read(text.hasPrefix("step") ? text : Self.header + text)
    }
    #expect(error.description.contains(reason), "\(error)")
  }
}
