import ArrayFiles
import FlipguardTestSupport
import Testing
import VectorKernels

@testable import LabelData

/// Columns that tell where labels come from, and which of them are known to be correct.
@Suite struct LabelGroupsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let text = """
    who,x,sure,y
    bob,1,true,a
    ann,2,FALSE,b
    bob,?,1,a
    "c,d",4,0,b

    """
  private static let options = ReadOptions(
    group: .name("who"), trusted: .name("sure"), missing: .mean)

  @Test func `names are in order, and unused ones go`() {
    let groups = LabelGroups(codes: [2, 0, 2], names: ["z", "never", "é"])
    #expect(groups == LabelGroups(["é", "z", "é"]))
    #expect(groups.names == ["z", "é"] && groups.groupIndices == [1, 0, 1])
    #expect(groups.selecting(rows: [2, 0]) == LabelGroups(["é", "é"]))
    #expect(groups.rowsByGroup == [[1], [0, 2]])
  }

  @Test(arguments: [8, 20, 1000])
  func `CSV columns of groups and truth values are no features`(blockSize: Int) throws {
    let table = try readCSV(Self.text, Self.options, blockSize: blockSize)
    #expect(table.featureNames == ["x"] && table.features.rowCount == 4)
    #expect(table.groups == LabelGroups(["bob", "ann", "bob", "c,d"]))
    #expect(table.isTrusted == [true, false, true, false])
    var dropping = Self.options
    dropping.missing = .drop
    let dropped = try readCSV(Self.text, dropping, blockSize: blockSize)
    #expect(dropped.groups == LabelGroups(["bob", "ann", "c,d"]))
    #expect(dropped.isTrusted == [true, false, false] && dropped.keptRows == [0, 1, 3])
    #expect(dropped.fileRowCount == 4)
    let plain = try readCSV("x,y\n1,a\n2,b\n")
    #expect(plain.groups == nil && plain.isTrusted == nil && plain.fileRowCount == 2)
  }

  @Test func `cells that say nothing are refused with their place`() {
    let options = ReadOptions(group: .index(0), trusted: .index(1))
    #expect(
      csvError("g,t,x,y\nu,1,1,a\n,1,2,b\n", options)
        == "t.csv, line 3, row 1, column 'g': found an empty cell; "
        + "allowed: a group, where the label comes from")
    #expect(
      csvError("g,t,x,y\nu,1,1,a\nv,yes,2,b\n", options)
        == "t.csv, line 3, row 1, column 't': found 'yes'; "
        + "allowed: true or false, in capitals or not, 1 or 0")
    #expect(
      csvError("g,t,x,y\nu,1,1,a\n", ReadOptions(group: .index(0), trusted: .name("g")))
        == "t.csv: found column 'g' asked for as group and as trusted; "
        + "allowed: one role for each column")
    #expect(
      csvError("g,t,x,y\nu,1,1,a\n", ReadOptions(group: .name("who")))
        .contains("found column 'who' asked for; allowed: one of 'g', 't', 'x', 'y'"))
  }

  @Test func `array files have them by index or by key`() throws {
    let matrix = try folder.save(
      NPYArray(floats: [7, 1, 5, 0, 8, 0, 6, 1, 7, 0, 9, 1], shape: [3, 4]), as: "a.npy")
    let read = try DatasetFile.read(
      path: matrix, options: ReadOptions(group: .index(0), trusted: .index(1))
    ).dataset
    #expect(read.features == Matrix(rows: [[5], [6], [9]]))
    #expect(read.groups == LabelGroups(["7", "8", "7"]) && read.isTrusted == [true, false, false])
    #expect(
      message {
        try DatasetFile.read(path: matrix, options: ReadOptions(trusted: .index(0)))
      } == "\(matrix), row 0, column '0': found '7'; "
        + "allowed: true or false, in capitals or not, 1 or 0")
    var archive = NPZArchive()
    try archive.set("X", to: NPYArray(floats: [1, 0, 2, 1, 3, 0], shape: [3, 2]))
    try archive.set("y", to: NPYArray(texts: ["a", "b", "a"]))
    try archive.set("who", to: NPYArray(texts: ["bob", "ann", "bob"]))
    try archive.set("short", to: NPYArray(texts: ["bob", "ann"]))
    let path = try folder.save(archive, as: "a.npz")
    let keyed = try DatasetFile.read(
      path: path, options: ReadOptions(group: .name("who"), trusted: .index(1))
    ).dataset
    #expect(keyed.features == Matrix(rows: [[1], [2], [3]]))
    #expect(keyed.groups == LabelGroups(["bob", "ann", "bob"]))
    #expect(keyed.isTrusted == [false, true, false])
    #expect(
      message {
        try DatasetFile.read(path: path, options: ReadOptions(group: .name("short")))
      }?.contains("short.npy: found 2 values; allowed: 3 values, one for each row of X") == true)
    try OutputFile.write("a 1:2\nb 1:3\n", to: folder.file("a.libsvm"))
    #expect(
      message {
        try DatasetFile.read(
          path: folder.file("a.libsvm"), options: ReadOptions(group: .index(0)))
      }?.contains("columns given for a LIBSVM file") == true)
  }

  @Test func `chosen examples keep all that is known of them`() throws {
    try OutputFile.write(Self.text, to: folder.file("d.csv"))
    var options = Self.options
    options.missing = .drop
    options.id = nil
    let dataset = try DatasetFile.read(path: folder.file("d.csv"), options: options).dataset
    let chosen = try dataset.selecting(rows: [2, 1])
    #expect(chosen.features == Matrix(rows: [[4], [2]]))
    #expect(chosen.labels.classNames == ["a", "b"] && chosen.labels.classIndices == [1, 1])
    #expect(chosen.groups == LabelGroups(["c,d", "ann"]) && chosen.isTrusted == [false, false])
    #expect(chosen.keptRows == [3, 1] && chosen.featureNames == ["x"])
    #expect(throws: DatasetError.noExamples) { try dataset.selecting(rows: []) }
    #expect(throws: DatasetError.oneClass("b")) { try chosen.requireTwoClasses() }
  }

  @Test func `a rewritten file keeps such columns as they are`() throws {
    let text = try rewriteCSV(
      Self.text, Self.options, edits: LabelEdits(relabeled: [1: "a"], removed: [0]))
    #expect(text == "who,x,sure,y\nann,2,FALSE,a\nbob,?,1,a\n\"c,d\",4,0,b\n")
  }

  @Test func `a file of one column tells the groups`() throws {
    try OutputFile.write("annotator\n3\n1\n3\n", to: folder.file("g.csv"))
    let file = try ColumnFile(path: folder.file("g.csv"), role: .groups, rowCount: 3)
    #expect(LabelGroups(file) == LabelGroups(["3", "1", "3"]) && file.header == .present)
    #expect(
      message { try ColumnFile(path: folder.file("g.csv"), role: .groups, rowCount: 7) }
        == "\(folder.file("g.csv")): found 4 groups; allowed: 7, one for each row of data")
    let wide = try folder.save(NPYArray(floats: [1, 2, 3, 4, 5, 6], shape: [2, 3]), as: "g.npy")
    #expect(
      message { try ColumnFile(path: wide, role: .groups, rowCount: 2) }
        == "\(wide): found 2 columns of features; allowed: one column, the groups")
  }
}
