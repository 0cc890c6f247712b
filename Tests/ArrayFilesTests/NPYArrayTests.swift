import ArrayFiles
import FlipguardTestSupport
import Testing

@Suite struct NPYArrayTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func array(_ base64: String) throws -> NPYArray {
    try NPYArray(ByteReader(bytes: decodeBase64(base64), name: "a.npy"))
  }

  private func bytes(of array: NPYArray) throws -> [UInt8] {
    try folder.save(array, as: "out.npy")
    return try folder.rawBytes("out.npy")
  }

  @Test(arguments: Vectors.numbers)
  func `numbers that NumPy wrote are read, and written again byte for byte`(
    vector: Vector
  ) throws {
    let array = try array(vector.base64)
    #expect(array.float32Values()?.map(Double.init) == vector.values)
    #expect(array.count == vector.values.count)
    for (position, value) in vector.values.enumerated() {
      switch array[position] {
      case .bool(let flag): #expect(flag == (value != 0))
      case .whole(let whole): #expect(Double(whole) == value)
      case .real(let real): #expect(real == value)
      case .large, .text: Issue.record("an element of the wrong kind")
      }
    }
    #expect(try bytes(of: array) == vector.bytes)
  }

  @Test func `text is read without the zeros that fill it up`() throws {
    for source in [Vectors.text, Vectors.bigEndianText] {
      let text = try array(source)
      #expect((0..<3).map { text[$0] } == [.text("cat"), .text("hérisson"), .text("🐎")])
      #expect(text.float32Values() == nil)
    }
    let octets = try array(Vectors.octets)
    #expect((0..<2).map { octets[$0] } == [.text("cat"), .text("dog!")])
  }

  @Test func `arrays made here are laid out as NumPy does`() throws {
    let floats = NPYArray(floats: [0, 1, 2, 3, 100, 5], shape: [2, 3])
    let f4 = try #require(Vectors.numbers.first { $0.name == "fortran" })
    let read = try array(f4.base64)
    #expect(floats.float32Values() == read.float32Values())
    let i4 = try #require(Vectors.numbers.first { $0.name == "vector" })
    #expect(try bytes(of: NPYArray(int32s: [0, 1, 2, 3, 4], shape: [5])) == i4.bytes)
    let texts = NPYArray(texts: ["cat", "hérisson", "🐎"])
    #expect(try bytes(of: texts) == decodeBase64(Vectors.text))
    let u1 = try #require(Vectors.numbers.first { $0.name == "|u1" })
    #expect(try bytes(of: NPYArray(bytes: [0, 1, 2, 3, 100, 5], shape: [2, 3])) == u1.bytes)
  }

  @Test(arguments: Vectors.numbers)
  func `an element that is replaced reads as the new value, all others as before`(
    vector: Vector
  ) throws {
    var array = try array(vector.base64)
    let before = array.float32Values()
    let text = array.elementType == .bool ? "True" : "7"
    array.replace(at: array.count - 1, with: try #require(array.encode(text)))
    #expect(array.float32Values()?.last == (text == "True" ? 1 : 7))
    #expect(array.float32Values()?.dropLast() == before?.dropLast())
  }

  @Test func `values that an element cannot hold are refused`() throws {
    func encodable(_ name: String, _ text: String) throws -> Bool {
      let vector = try #require(Vectors.numbers.first { $0.name == name })
      return try array(vector.base64).encode(text) != nil
    }
    #expect(try encodable("|i1", "-128") && encodable("|i1", "127"))
    #expect(try !encodable("|i1", "128") && !encodable("|i1", "-129") && !encodable("|i1", "a"))
    #expect(try encodable("|u1", "255") && !encodable("|u1", "256") && !encodable("|u1", "-1"))
    #expect(try encodable("<i8", "-9223372036854775808"))
    #expect(try encodable("<u8", "18446744073709551615"))
    #expect(try encodable("<f2", "2048") && !encodable("<f2", "2049") && !encodable("<f4", "nan"))
    #expect(try encodable("|b1", "False") && !encodable("|b1", "1"))
    let octets = try array(Vectors.octets)
    #expect(octets.encode("four") != nil && octets.encode("fives") == nil)
    #expect(octets.encodable == "text of at most 4 bytes")
  }

  @Test(arguments: ["<f4", "fortran", "fortran cube", ">i8"])
  func `rows go from the first dimension`(name: String) throws {
    let vector = try #require(Vectors.numbers.first { $0.name == name })
    let array = try array(vector.base64)
    let shorter = array.removing(rows: [0])
    #expect(shorter.shape == [array.rowCount - 1] + array.shape.dropFirst())
    #expect(shorter.float32Values()?.map(Double.init) == Array(vector.values[array.columnCount...]))
    let again = try NPYArray(ByteReader(bytes: bytes(of: shorter), name: "a.npy"))
    #expect(again == shorter)
    #expect(array.removing(rows: [9]) == array)
  }

  @Test func `what cannot be read is said`() throws {
    func message(_ bytes: [UInt8]) -> String? {
      #expect(throws: FileError.self) {
        try NPYArray(ByteReader(bytes: bytes, name: "a.npy"))
      }?.description
    }
    #expect(
      message(decodeBase64(Vectors.objects))
        == "a.npy, byte 10: found pickled Python objects, dtype '|O'; "
        + "allowed: bool, i1-i8, u1-u8, f2-f8, U and S")
    #expect(
      message(decodeBase64(Vectors.structured))
        == "a.npy, byte 10: found a structured dtype; allowed: one plain dtype for all elements")
    #expect(
      message(decodeBase64(Vectors.complex))
        == "a.npy, byte 10: found dtype '<c8'; allowed: bool, i1-i8, u1-u8, f2-f8, U and S")
    let good = try #require(Vectors.numbers.first { $0.name == "<f4" }).bytes
    #expect(
      message(good.dropLast())
        == "a.npy, byte 128: found 23 bytes of elements; allowed: 24 bytes for 2 x 3 of f4")
    #expect(
      message(good + [0])
        == "a.npy, byte 128: found 25 bytes of elements; allowed: 24 bytes for 2 x 3 of f4")
    #expect(
      message(Array("hello, world".utf8))
        == "a.npy, byte 0: found no NPY magic number; "
        + "allowed: a file that starts with \\x93NUMPY")
    var version9 = good
    version9[6] = 9
    #expect(
      message(version9)
        == "a.npy, byte 6: found NPY version 9.0; allowed: versions 1.0, 2.0 and 3.0")
  }
}
