#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

import ArrayFiles
import Testing
import VectorKernels

@testable import LabelData

@Suite struct CSVWriteTests {
  private func written(_ dataset: Dataset) throws -> [UInt8] {
    let path = "/tmp/flipguard-csv-\(UInt64.random(in: .min ... .max)).csv"
    var output = try OutputFile(path: path)
    try CSVFormat().write(dataset, to: &output)
    try output.commit()
    defer { _ = unsafe remove(path) }
    return try ByteReader(path: path).readAll()
  }

  @Test func `a data set as text`() throws {
    let dataset = try Dataset(
      features: Matrix(rows: [[1, 0.1], [-2.5e-8, 3e30]]), labels: Labels(names: ["a,b", "-1"]),
      featureNames: ["f", "g \"h\";"], ids: ["r 1", " r"])
    #expect(
      String(decoding: try written(dataset), as: UTF8.self) == """
        id,f,"g ""h"";",label
        r 1,1.0,0.1,"a,b"
        " r",-2.5e-08,3e+30,-1

        """)
  }

  @Test func `what is written is read back`() throws {
    var generator = SeededGenerator(seed: 4)
    let rowCount = 500
    let values = (0..<rowCount * 3).map { _ in
      Float(bitPattern: UInt32(generator.below(0x7F80_0000))) * (generator.below(2) == 0 ? 1 : -1)
    }
    let names = ["", " x", "y\n", "\"", "z", "ü", "7"].filter { !$0.isEmpty }
    let dataset = try Dataset(
      features: Matrix(rowCount: rowCount, columnCount: 3, elements: values),
      labels: Labels(names: (0..<rowCount).map { _ in names[generator.below(names.count)] }),
      featureNames: ["a", "b,", "\r\n"], ids: (0..<rowCount).map { "\"\($0)\t" })
    let table = try readCSV(written(dataset), .init(id: .name("id")), blockSize: 1000)
    #expect(table.features == dataset.features)
    #expect(table.labels == dataset.labels)
    #expect(table.featureNames == dataset.featureNames)
    #expect(table.ids == dataset.ids)
  }

  @Test func `what could not be read back is refused`() throws {
    let features = Matrix(rows: [[1], [2]])
    let missing = try Dataset(features: features, labels: Labels(names: ["NA", "b"]))
    #expect(throws: FormatError.self) { try written(missing) }
    let spelled = try Dataset(features: features, labels: Labels(names: ["1.0", "b"]))
    #expect(throws: FormatError.self) { try written(spelled) }
    let doubled = try Dataset(
      features: features, labels: Labels(names: ["a", "b"]), featureNames: ["label"])
    #expect(throws: FormatError.self) { try written(doubled) }
  }
}

@Suite struct CSVRewriteTests {
  @Test func `only labels and removed rows change`() throws {
    let text =
      "\u{FEFF}a, y ,b\r\n\r\n1, dog ,\"x\ny\"\r\n2,\"cat\",z\n\n3,dog,z\n4,cat,\"\"\r\n5,dog, q"
    let options = ReadOptions(label: .index(1), header: .present)
    let edits = LabelEdits(relabeled: [0: "cat", 1: "a \"b\"", 3: "x,y"], removed: [2])
    let expected =
      "\u{FEFF}a, y ,b\r\n\r\n1, cat ,\"x\ny\"\r\n2,\"a \"\"b\"\"\",z\n\n4,\"x,y\",\"\"\r\n5,dog, q"
    for blockSize in [1, 3, 10, 1000] {
      #expect(try rewriteCSV(text, options, edits: edits, blockSize: blockSize) == expected)
      #expect(try rewriteCSV(text, options, edits: LabelEdits(), blockSize: blockSize) == text)
    }
  }

  @Test func `a last row without a line end`() throws {
    let text = "1,a\n2,b\n3,c"
    #expect(try rewriteCSV(text, edits: .init(removed: [2])) == "1,a\n2,b\n")
    #expect(try rewriteCSV(text, edits: .init(relabeled: [2: "a"])) == "1,a\n2,b\n3,a")
    #expect(try rewriteCSV(text, edits: .init(relabeled: [1: "d, e"])) == "1,a\n2,\"d, e\"\n3,c")
    #expect(try rewriteCSV("1, a \n2,b\n", edits: .init(relabeled: [0: "d,"])) == "1,\"d,\"\n2,b\n")
  }

  @Test func `whole numbers keep their zeros`() throws {
    #expect(
      try rewriteCSV("5,0.0\n5,-1.\n5,2\n", edits: .init(relabeled: [0: "1", 1: "1", 2: "0"]))
        == "5,1.0\n5,1.\n5,0\n")
    #expect(
      try rewriteCSV("5,1e0\n5,1.0e0\n", edits: .init(relabeled: [0: "0", 1: "0"]))
        == "5,0\n5,0\n")
  }

  @Test func `edits that do not fit`() {
    #expect(
      throws: FormatError(
        file: "t.csv", place: .init(row: 7), found: "no such row", allowed: "rows 0 to 1")
    ) { try rewriteCSV("1,a\n2,b\n", edits: .init(removed: [7])) }
    #expect(throws: FormatError.self) { try rewriteCSV("1,a\n", edits: .init(relabeled: [0: ""])) }
    #expect(throws: FormatError.self) {
      try rewriteCSV("1,2\n", .init(labelsFile: "l.csv"), edits: .init(relabeled: [0: "a"]))
    }
    #expect(throws: FormatError.self) { try rewriteCSV("1,a\n2\n", edits: .init()) }
  }
}
