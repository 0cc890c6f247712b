import ArrayFiles
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

/// Labels joined to data by ids or by numbers of rows.
@Suite struct LabelTableTests {
  private let folder: TemporaryFolder
  private static let data = "id,x,who\np,0,u\nq,1,v\nr,2,u\ns,3,v\n"
  private static let table = "id,label,by,batch\ns,b,ann,1\nq,a,bob,\np,a,ann,2\nr,b,bob,1\n"

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ data: String = data, _ table: String = table, options: ReadOptions = ReadOptions(),
    execution: Execution = .serial
  ) throws -> DatasetFile.Contents {
    try OutputFile.write(data, to: folder.file("x.csv"))
    try OutputFile.write(table, to: folder.file("y.csv"))
    var options = options
    options.labelsFile = folder.file("y.csv")
    return try DatasetFile.read(path: folder.file("x.csv"), options: options, execution: execution)
  }

  /// Why reading fails, with the files' names alone.
  private func reason(
    _ data: String = data, _ table: String = table, _ options: ReadOptions = ReadOptions()
  ) -> String? {
    message { try read(data, table, options: options) }?
      .replacing("\(folder.path)/", with: "")
  }

  private func names(_ contents: DatasetFile.Contents) -> [String] {
    (0..<contents.dataset.rowCount).map(contents.dataset.labels.name(at:))
  }

  @Test func `lines belong to the rows whose ids they name, in any order`() throws {
    let read = try read(options: ReadOptions(ignored: [.name("who")]))
    #expect(names(read) == ["a", "a", "b", "b"])
    #expect(read.dataset.ids == ["p", "q", "r", "s"])
    #expect(read.dataset.featureNames == ["x"] && read.dataset.groups == nil)
    #expect(read.notes.first == "ids: column 'id', as in \(folder.file("y.csv"))")
    #expect(read.keptRows == nil && read.options.labelJoin?.isByNumber == false)
    let named = try self.read(
      Self.data.replacing("id,", with: "name,"),
      options: ReadOptions(id: .name("name"), ignored: [.name("who")]))
    #expect(named.dataset == read.dataset && named.notes.isEmpty)
  }

  @Test func `a joined file and the two files are the same data`() throws {
    var generator = SeededGenerator(seed: 8)
    let order = generator.permutation(count: 400)
    let rows = (0..<400).map { row in
      (id: "e\(row)", x: generator.below(90), label: ["k", "l"][row % 2], by: "w\(row % 7)")
    }
    let table = "by,label,id\n" + order.map { "\(rows[$0].by),\(rows[$0].label),e\($0)\n" }.joined()
    let data = "id,x\n" + rows.map { "\($0.id),\($0.x)\n" }.joined()
    let two = try read(data, table, options: ReadOptions(group: .name("by")))
    let three = try read(
      data, table, options: ReadOptions(group: .name("by")), execution: .init(threadCount: 3))
    #expect(three == two)
    let whole = "id,x,by,label\n" + rows.map { "\($0.id),\($0.x),\($0.by),\($0.label)\n" }.joined()
    try OutputFile.write(whole, to: folder.file("whole.csv"))
    let one = try DatasetFile.read(
      path: folder.file("whole.csv"),
      options: ReadOptions(id: .name("id"), group: .name("by")))
    #expect(two.dataset == one.dataset)
  }

  @Test func `groups come from the file that has the column`() throws {
    let given = try read(
      options: ReadOptions(group: .name("by"), ignored: [.name("who")]))
    #expect(given.dataset.groups == LabelGroups(["ann", "bob", "bob", "ann"]))
    #expect(given.options.group == nil && given.options.labelsGroup == "by")
    let own = try read(options: ReadOptions(group: .name("who")))
    #expect(own.dataset.groups == LabelGroups(["u", "v", "u", "v"]))
    let byIndex = try read(options: ReadOptions(group: .index(2)))
    #expect(byIndex.dataset.groups == own.dataset.groups)
  }

  @Test func `rows go by number where the data have no ids`() throws {
    let data = "x,z\n0,5\n1,6\n2,7\n"
    let byRow = try read(data, "row,id,label\n2,p,b\n0,q,a\n1,r,a\n")
    #expect(names(byRow) == ["a", "a", "b"] && byRow.dataset.ids == nil)
    #expect(byRow.options.labelJoin?.isByNumber == true)
    #expect(byRow.notes.isEmpty)
    let byID = try read(data, "id,label\n2,b\n0,a\n1,a\n")
    #expect(byID.dataset == byRow.dataset)
    #expect(
      byID.notes == [
        "the ids of \(folder.file("y.csv")) are numbers of rows, from 0: there are no ids here"
      ])
    // A table without ids names rows by number, whatever the data have.
    let numbered = try read(
      options: ReadOptions(id: .name("id"), ignored: [.name("who")]))
    let table = "row,label\n3,b\n1,a\n2,b\n0,a\n"
    let other = try read(
      table: table, options: ReadOptions(id: .name("id"), ignored: [.name("who")]))
    #expect(other.dataset == numbered.dataset)
  }

  private func read(table: String, options: ReadOptions) throws -> DatasetFile.Contents {
    try read(Self.data, table, options: options)
  }

  @Test func `ids of an archive are used, and its arrays may be groups`() throws {
    var archive = NPZArchive()
    try archive.set("X", to: NPYArray(floats: [0, 1, 2, 3], shape: [4, 1]))
    try archive.set("ids", to: NPYArray(texts: ["p", "q", "r", "s"]))
    try archive.set("who", to: NPYArray(texts: ["u", "v", "u", "v"]))
    try folder.save(archive, as: "x.npz")
    try OutputFile.write(Self.table, to: folder.file("y.csv"))
    func read(group: String) throws -> Dataset {
      try DatasetFile.read(
        path: folder.file("x.npz"),
        options: ReadOptions(group: .name(group), labelsFile: folder.file("y.csv"))
      ).dataset
    }
    #expect(try read(group: "by").groups == LabelGroups(["ann", "bob", "bob", "ann"]))
    #expect(try read(group: "who").groups == LabelGroups(["u", "v", "u", "v"]))
    #expect(try read(group: "who").labels == Labels(names: ["a", "a", "b", "b"]))
  }

  @Test func `labels that the data have are passed over`() throws {
    let data = "id,x,label\np,0,z\nq,1,z\nr,2,z\ns,3,z\n"
    let read = try read(data)
    #expect(read.dataset.featureNames == ["x"] && names(read) == ["a", "a", "b", "b"])
    #expect(read.notes.last == "the labels in this file are not used: a labels file is given")
    let named = try self.read(
      data.replacing("label", with: "kind"), options: ReadOptions(label: .name("kind")))
    #expect(named.dataset == read.dataset)
  }

  @Test(arguments: [
    (
      data, "id,label\np,a\nr,b\n",
      "x.csv, row 1: found the id 'q', which y.csv gives no label, as 2 of 4 rows; allowed: rows with a label; "
        + "or ask for those without to be dropped (--missing drop)"
    ),
    (
      data, "\(table)t,a,ann,1\nu,a,ann,1\n",
      "y.csv, row 4, column 'id': found 't' and 1 more that x.csv lacks; allowed: ids of x.csv"
    ),
    (
      data, "\(table)q,b,ann,1\n",
      "y.csv, row 4, column 'id': found 'q', which row 1 names already; allowed: each id once"
    ),
    (
      "id,x\np,0\nq,1\np,2\n", table,
      "x.csv, row 2: found the id 'p' of row 0 again; allowed: distinct ids"
    ),
    (
      "x,z\n0,1\n1,2\n", "id,label\n0,a\n2,b\n",
      "y.csv, row 1, column 'id': found '2'; allowed: numbers of rows of x.csv, 0 to 1, as it has no ids; or name "
        + "its column of ids (see --id)"
    ),
    (
      "x,z\n0,1\n1,2\n", "row,label\n0,a\n01,b\n",
      "y.csv, row 1, column 'row': found '01'; allowed: numbers of rows of x.csv, 0 to 1"
    ),
    (
      "x,z\n0,1\n1,2\n", "row,label\n1,a\n",
      "x.csv, row 0: found a row that y.csv gives no label, as 1 of 2 rows; allowed: rows with a label; "
        + "or ask for those without to be dropped (--missing drop)"
    ),
    (
      data, "id,label\np,a\nq,\n",
      "y.csv, line 3, row 1, column 'label': found an empty cell; allowed: text, whole "
        + "numbers or True and False; fill in the label, or take out the line"
    ),
  ])
  func `what does not fit is refused with its place`(
    data: String, table: String, expected: String
  ) {
    #expect(reason(data, table) == expected)
  }

  @Test func `a group must be in one file`() {
    #expect(
      reason(Self.data.replacing("who", with: "by"), Self.table, ReadOptions(group: .name("by")))
        == "y.csv: found the column 'by', which x.csv has too; allowed: groups in one of the two files; "
        + "or the index of the column of x.csv")
    #expect(
      reason(Self.data, Self.table, ReadOptions(group: .name("z")))
        == "y.csv: found no column 'z', and none in x.csv; allowed: one of id, label, by, batch, or a column of x.csv"
    )
    #expect(
      reason(Self.data, Self.table, ReadOptions(group: .name("batch")))?
        .contains("y.csv, line 3, row 1, column 'batch': found an empty cell") == true)
  }

  @Test func `rows without a label or a value are left out where that is asked for`() throws {
    let data = "id,x,z\np,0,1\nq,,2\nr,2,3\ns,3,4\nt,4,5\n"
    let table = "id,label,by\nt,b,v\nr,a,u\nq,c,w\ns,a,u\n"
    let read = try read(data, table, options: ReadOptions(group: .name("by"), missing: .drop))
    #expect(read.dataset.ids == ["r", "s", "t"] && read.keptRows == [2, 3, 4])
    // The label of the row that was left out for a missing value is known, and no class.
    #expect(read.dataset.labels == Labels(names: ["a", "a", "b"]))
    #expect(read.dataset.groups == LabelGroups(["u", "u", "v"]) && read.fileRowCount == 5)
    #expect(
      read.notes.contains("rows without a label in \(folder.file("y.csv")) left out: 1 of 4"))
    let edits = read.fileEdits(LabelEdits(relabeled: [1: "b"], removed: [0]))
    try DatasetFile.rewrite(
      path: folder.file("x.csv"), options: read.options, edits: edits,
      output: folder.file("y2.csv"),
      featuresOutput: folder.file("x2.csv"))
    #expect(
      try folder.rawBytes("y2.csv") == Array("id,label,by\nt,b,v\nq,c,w\ns,b,u\n".utf8))
    #expect(
      try folder.rawBytes("x2.csv") == Array("id,x,z\np,0,1\nq,,2\ns,3,4\nt,4,5\n".utf8))
  }

  @Test func `only the label cells change`() throws {
    let table =
      "\u{FEFF}batch;id;label;\r\n\"1\";s; b ;7\r\n\r\n;\"q\";\"a\";8\n2;p;a;\"9\"\r\n1 ;r;b;"
    let read = try read(Self.data, table, options: ReadOptions(ignored: [.name("who")]))
    let edits = LabelEdits(relabeled: [1: "b", 3: "x;y"])
    try DatasetFile.rewrite(
      path: folder.file("x.csv"), options: read.options, edits: edits, output: folder.file("y2.csv")
    )
    let expected = table.replacing("; b ;7", with: ";\"x;y\";7").replacing("\"a\"", with: "\"b\"")
    #expect(try folder.rawBytes("y2.csv") == Array(expected.utf8))
  }

  @Test func `numbers of rows do not outlive a removal`() throws {
    let read = try read("x,z\n0,5\n1,6\n2,7\n", "row,label\n2,b\n0,a\n1,a\n")
    let path = folder.file("x.csv")
    let removal = message {
      try DatasetFile.rewrite(
        path: path, options: read.options, edits: LabelEdits(removed: [1]),
        output: folder.file("y2.csv"), featuresOutput: folder.file("x2.csv"))
    }
    #expect(
      removal == "\(folder.file("y.csv")): found numbers of rows, which would be others without "
        + "the removed rows; allowed: ids, where rows are removed")
    let unread = message {
      try DatasetFile.rewrite(
        path: path, options: ReadOptions(labelsFile: folder.file("y.csv")),
        edits: LabelEdits(relabeled: [1: "b"]), output: folder.file("y2.csv"))
    }
    #expect(unread?.contains("found another kind of labels file than was read") == true)
    #expect(folder.contents == ["x.csv", "y.csv"])
    try DatasetFile.rewrite(
      path: path, options: read.options, edits: LabelEdits(relabeled: [1: "b"]),
      output: folder.file("y2.csv"))
    #expect(try folder.rawBytes("y2.csv") == Array("row,label\n2,b\n0,a\n1,b\n".utf8))
  }

  @Test func `features that lie in their file are checked against a table`() throws {
    try folder.save(NPYArray(bytes: [1, 2, 3, 4], shape: [2, 2]), as: "x.npy")
    try OutputFile.write("row,label,by\n1,a,u\n0,b,v\n", to: folder.file("y.csv"))
    var options = ReadOptions(group: .name("by"), labelsFile: folder.file("y.csv"))
    let table = try FeatureTable(path: folder.file("x.npy"), options: options)
    #expect(table.rowCount == 2 && table.featureCount == 2 && table.notes.isEmpty)
    options.group = .name("z")
    #expect(throws: FormatError.self) {
      try FeatureTable(path: folder.file("x.npy"), options: options)
    }
  }

  @Test func `a table is no column of values`() throws {
    try OutputFile.write(Self.table, to: folder.file("y.csv"))
    #expect(
      message { try ColumnFile(path: folder.file("y.csv"), role: .groups, rowCount: 4) }
        == "\(folder.file("y.csv")): found a table of labels, with the columns id, label, by, batch; "
        + "allowed: one column, the groups; tables are for the labels of data (--labels)")
  }
}
