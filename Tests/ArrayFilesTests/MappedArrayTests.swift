import FlipguardTestSupport
import Testing
import VectorKernels

@testable import ArrayFiles

@Suite struct MappedArrayTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ bytes: [UInt8], name: String = "a.npy") throws -> MappedArray.Outcome {
    try OutputFile.write(bytes, to: folder.file(name))
    return try MappedArray.open(path: folder.file(name))
  }

  private func bytes(_ array: NPYArray) -> [UInt8] { array.header + array.elements }

  private func reason(_ bytes: [UInt8]) throws -> String? {
    guard case .unsuitable(let reason) = try open(bytes) else { return nil }
    return reason
  }

  @Test(arguments: ["|u1", "|b1", "<f2", "<f4", "cube"])
  func `bytes and floats are used where they lie`(name: String) throws {
    let source: [UInt8]
    if name == "cube" {
      source = bytes(NPYArray(floats: (0..<24).map(Float.init), shape: [2, 3, 4]))
    } else {
      source = try #require(Vectors.numbers.first { $0.name == name }).bytes
    }
    let array = try NPYArray(ByteReader(bytes: source, name: "a"))
    guard case .mapped(let mapped) = try open(source) else {
      Issue.record("not mapped")
      return
    }
    #expect(mapped.elementType == array.elementType)
    #expect(mapped.rows.rowCount == array.rowCount)
    #expect(mapped.rows.columnCount == array.columnCount)
    #expect(mapped.matrix().elements == array.float32Values())
    #expect((0..<array.rowCount).flatMap { mapped.rows.row($0) } == array.float32Values())
  }

  @Test func `rows outlive the name of their file`() throws {
    let array = NPYArray(bytes: Array(0..<12), shape: [4, 3])
    guard case .mapped(let mapped) = try open(bytes(array)) else { return }
    try OutputFile.write("gone", to: folder.file("a.npy"))
    #expect(mapped.rows.row(3) == [9, 10, 11])
  }

  @Test func `other elements and orders are told, not used`() throws {
    let wide = NPYArray(doubles: [1, 2], shape: [1, 2])
    #expect(try reason(bytes(wide)) == "its elements are f8")
    let whole = NPYArray(int32s: [1, 2], shape: [1, 2])
    #expect(try reason(bytes(whole)) == "its elements are i4")
    let big = NPYArray(
      elementType: .float(byteCount: 4), isBigEndian: true, shape: [1, 1], elements: [0, 0, 0, 0])
    #expect(try reason(bytes(big)) == "its elements are big-endian")
    let fortran = try #require(Vectors.numbers.first { $0.name == "fortran" })
    #expect(try reason(fortran.bytes) == "it is in Fortran order")
    let truth = NPYArray(elementType: .bool, isBigEndian: false, shape: [1, 2], elements: [1, 2])
    #expect(try reason(bytes(truth)) == "its truth values are not all 0 or 1")
    let path = folder.file("a.npy.gz")
    try OutputFile.write(bytes(whole), to: path)
    guard case .unsuitable(let compressed) = try MappedArray.open(path: path) else { return }
    #expect(compressed == "it is compressed")
  }

  @Test func `elements that no address fits are told`() throws {
    var header = NPYHeader(elementType: .float(byteCount: 4), shape: [1, 1]).bytes
    header.remove(at: header.count - 2)
    header[8] -= 1
    #expect(
      try reason(header + [0, 0, 0, 0]) == "its elements begin between multiples of their size")
  }

  @Test func `a file that is shorter or longer than its header says is an error`() throws {
    let good = bytes(NPYArray(floats: [1, 2, 3, 4, 5, 6], shape: [2, 3]))
    for count in 0..<good.count {
      #expect(throws: FileError.self) { try open(Array(good.prefix(count))) }
    }
    let error = #expect(throws: FileError.self) { try open(good + [0]) }
    #expect(
      error?.description
        == "\(folder.file("a.npy")), byte 128: found 25 bytes of elements; "
        + "allowed: 24 bytes for 2 x 3 of f4")
  }

  @Test func `labels alone, empty arrays, folders and missing files are errors`() throws {
    for shape in [[6], [0, 3], [3, 0]] {
      let values = [Float](repeating: 0, count: shape.reduce(1, *))
      let error = #expect(throws: FileError.self) {
        try open(bytes(NPYArray(floats: values, shape: shape)))
      }
      #expect(error?.description.contains("two or more dimensions") == true)
    }
    let missing = folder.file("none")
    #expect(throws: FileError.notFound(path: missing)) { try MappedFile(path: missing) }
    #expect(throws: FileError.cannotOpen(path: folder.path, reason: "it is a directory")) {
      try MappedFile(path: folder.path)
    }
    #expect(throws: FileError.cannotOpen(path: "/dev/null", reason: "it is no regular file")) {
      try MappedFile(path: "/dev/null")
    }
    try OutputFile.write("", to: missing)
    #expect(unsafe try MappedFile(path: missing).bytes.isEmpty)
  }
}
