import ArrayFiles
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@Suite struct FeatureTableTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func table(
    _ name: String, _ options: ReadOptions = ReadOptions()
  ) throws -> FeatureTable {
    try FeatureTable(path: folder.file(name), options: options, execution: .serial)
  }

  private func rows(_ table: FeatureTable, _ scaling: Scaling) throws -> FeatureRows {
    var table = table
    return try table.takeRows(scaledBy: scaling)
  }

  private func values(_ rows: FeatureRows) -> [Float] {
    (0..<rows.rowCount).flatMap { rows.row($0) }
  }

  @Test func `bytes and floats of an NPY file keep their type without scaling`() throws {
    try folder.save(NPYArray(bytes: [1, 2, 3, 250, 0, 6], shape: [3, 2]), as: "u.npy")
    try folder.save(NPYArray(floats: [1, 2, 3, 250, 0, 6], shape: [3, 2]), as: "f.npy")
    for (name, element, kind) in [
      ("u.npy", FeatureRows.Element.uint8, Dataset.FeatureKind.byte), ("f.npy", .float32, .real),
    ] {
      let table = try self.table(name)
      #expect(table.rowCount == 3 && table.featureCount == 2 && table.notes.isEmpty)
      #expect(table.featureKind == kind && table.keptRows == nil)
      let plain = try rows(table, .none)
      #expect(plain.element == element && values(plain) == [1, 2, 3, 250, 0, 6])
      for scaling in [Scaling.minmax, .standardize] {
        let matrix = Matrix(rowCount: 3, columnCount: 2, elements: [1, 2, 3, 250, 0, 6])
        let scaled = try rows(table, scaling)
        #expect(scaled.element == .float32)
        #expect(values(scaled) == scaling.fit(matrix).apply(to: matrix).elements)
      }
    }
  }

  @Test func `what cannot be used where it lies is read, and the note says why`() throws {
    try folder.save(NPYArray(doubles: [1, 2, 3, 4], shape: [2, 2]), as: "d.npy")
    try folder.save(NPYArray(floats: [1, .nan, 3, 4, 5, 6], shape: [3, 2]), as: "f.npy")
    let wide = try table("d.npy")
    #expect(wide.notes == ["read into memory as 32-bit floats: its elements are f8"])
    #expect(values(try rows(wide, .none)) == [1, 2, 3, 4])
    let dropped = try table("f.npy", ReadOptions(missing: .drop))
    #expect(dropped.keptRows == [1, 2] && dropped.fileRow(1) == 2)
    #expect(dropped.notes.last?.contains("missing values are to be replaced") == true)
    let some = try table("f.npy", ReadOptions(ignored: [.index(1)]))
    #expect(
      some.notes == ["read into memory as 32-bit floats: some of its columns are no features"])
    #expect(values(try rows(some, .none)) == [1, 3, 5])
  }

  @Test func `array files need no labels, and every column is a feature`() throws {
    let x = NPYArray(bytes: [1, 2, 3, 4, 5, 6, 7, 8], shape: [2, 2, 2])
    try folder.save(x, as: "x.npy")
    var archive = NPZArchive()
    try archive.set("X", to: x)
    try folder.save(archive, as: "x.npz")
    try OutputFile.write(
      [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 4] + x.elements, to: folder.file("x.idx"))
    for name in ["x.npy", "x.npz", "x.idx"] {
      let found = try rows(table(name), .none)
      #expect(found.element == .uint8 && found.columnCount == 4, "\(name)")
      #expect(values(found) == [1, 2, 3, 4, 5, 6, 7, 8])
    }
    try archive.set("y", to: NPYArray(texts: ["a", "b"]))
    try folder.save(archive, as: "x.npz")
    #expect(try table("x.npz", ReadOptions(label: .name("y"))).featureCount == 4)
    #expect(try table("x.npz", ReadOptions(label: .index(0))).featureCount == 3)
    #expect(throws: FormatError.self) { try table("x.npz", ReadOptions(label: .name("z"))) }
  }

  @Test func `in text files the label column is no feature, and one class is enough`() throws {
    try OutputFile.write("u,v,y\n1,2,a\n3,4,a\n", to: folder.file("d.csv"))
    try OutputFile.write("1 1:5 2:6\n1 1:7\n", to: folder.file("d.libsvm"))
    #expect(values(try rows(table("d.csv"), .none)) == [1, 2, 3, 4])
    #expect(values(try rows(table("d.libsvm"), .none)) == [5, 6, 7, 0])
    try OutputFile.write("u,v\n1,2\n3,nan\n", to: folder.file("e.csv"))
    try OutputFile.write("a\nb\n", to: folder.file("y.csv"))
    let error = try #require(throws: FormatError.self) {
      try table("e.csv", ReadOptions(header: .present, labelsFile: folder.file("y.csv")))
    }
    #expect(error.place.row == 1 && error.place.column == "v")
  }

  @Test func `a labels file must have a label for each row`() throws {
    try folder.save(NPYArray(bytes: [1, 2, 3, 4], shape: [2, 2]), as: "x.npy")
    try OutputFile.write("a\nb\nc\nd\n", to: folder.file("y.csv"))
    let error = try #require(throws: FormatError.self) {
      try table("x.npy", ReadOptions(labelsFile: folder.file("y.csv")))
    }
    #expect(error.allowed == "2, one for each row of data")
    try OutputFile.write("a\nb\n", to: folder.file("y.csv"))
    let joined = try table("x.npy", ReadOptions(labelsFile: folder.file("y.csv")))
    #expect(try rows(joined, .none).element == .uint8)
  }

  @Test func `values that are not finite are errors with their place`() throws {
    try folder.save(NPYArray(floats: [1, 2, 3, .infinity], shape: [2, 2]), as: "x.npy")
    let infinite = try table("x.npy")
    let error = try #require(throws: FormatError.self) { try rows(infinite, .standardize) }
    #expect(error == infinite.notFinite(row: 1, column: 1, value: .infinity))
    #expect(error.description.contains("x.npy, row 1, column 'x1': found inf; allowed: finite"))
  }

  @Test func `bytes that became floats become bytes again, if all of them are`() {
    let bytes = Matrix(rows: [[0, 255], [-0.0, 7]])
    #expect(FeatureRows(bytes, kind: .byte).element == .uint8)
    #expect(FeatureRows(bytes, kind: .real).element == .float32)
    #expect(FeatureRows(Matrix(rows: [[0, 256]]), kind: .byte).element == .float32)
    #expect(FeatureRows(Matrix(rows: [[0, 0.5]]), kind: .byte).element == .float32)
  }
}
