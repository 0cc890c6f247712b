/// What stands before the elements of an NPY file: a magic number, a version and a Python dictionary.
struct NPYHeader {
  var version: UInt8
  var elementType: NPYElementType
  var isBigEndian: Bool
  var isFortranOrder: Bool
  var shape: [Int]
  /// The header as it stood in the file.
  var bytes: [UInt8]

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// NumPy itself refuses headers above 10,000 characters unless told to trust them.
  static let longest = 1 << 16

  /// Reads a header, and nothing after it.
  init(_ reader: ByteReader) throws(FileError) {
    func fail(_ found: String, _ allowed: String, at byte: Int? = nil) -> FileError {
      .malformed(path: reader.name, byte: byte, found: found, allowed: allowed)
    }
    var bytes: [UInt8] = []
    guard try reader.read(8, appendingTo: &bytes) == 8, bytes.starts(with: Self.magic) else {
      throw fail("no NPY magic number", "a file that starts with \\x93NUMPY", at: 0)
    }
    version = bytes[6]
    guard (1...3).contains(version), bytes[7] == 0 else {
      throw fail("NPY version \(bytes[6]).\(bytes[7])", "versions 1.0, 2.0 and 3.0", at: 6)
    }
    let lengthSize = version == 1 ? 2 : 4
    guard try reader.read(lengthSize, appendingTo: &bytes) == lengthSize else {
      throw fail("the end of the file in the header", "a whole header", at: bytes.count)
    }
    let length = bytes[8...].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.longest else {
      throw fail("a header of \(length) bytes", "at most \(Self.longest) bytes", at: 8)
    }
    let start = bytes.count
    guard try reader.read(length, appendingTo: &bytes) == length else {
      throw fail("the end of the file in the header", "a whole header", at: bytes.count)
    }
    var parser = PythonLiteral(Array(bytes[start...]))
    guard let dictionary = parser.parseDictionary() else {
      throw fail(
        "a header that is not a Python dictionary", "keys descr, fortran_order, shape", at: start)
    }
    switch dictionary["descr"] {
    case .text(let descriptor):
      guard let (type, isBig) = NPYElementType.parse(descriptor) else {
        let kind = descriptor.contains("O") ? "pickled Python objects, " : ""
        let what = "\(kind)dtype '\(descriptor.prefix(40))'"
        throw fail(what, "bool, i1-i8, u1-u8, f2-f8, U and S", at: start)
      }
      elementType = type
      isBigEndian = isBig
    case .other:
      throw fail("a structured dtype", "one plain dtype for all elements", at: start)
    default:
      throw fail("a header without a dtype", "keys descr, fortran_order, shape", at: start)
    }
    guard case .flag(let isFortran) = dictionary["fortran_order"],
      case .numbers(let shape) = dictionary["shape"]
    else {
      throw fail("a header without order or shape", "keys descr, fortran_order, shape", at: start)
    }
    guard shape.count <= 32 else {
      throw fail("\(shape.count) dimensions", "at most 32 dimensions", at: start)
    }
    isFortranOrder = isFortran
    self.shape = shape
    self.bytes = bytes
    guard elementType.byteCount(shape: shape) != nil else {
      throw fail("a shape of \(shape) elements", "an array that fits the memory", at: start)
    }
  }

  /// Makes a header as NumPy writes it.
  init(
    version: UInt8 = 1, elementType: NPYElementType, isBigEndian: Bool = false,
    isFortranOrder: Bool = false, shape: [Int]
  ) {
    self.version = version
    self.elementType = elementType
    self.isBigEndian = isBigEndian
    self.isFortranOrder = isFortranOrder
    self.shape = shape
    let descriptor = elementType.descriptor(isBigEndian: isBigEndian)
    let dimensions =
      shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
    var text =
      "{'descr': '\(descriptor)', 'fortran_order': \(isFortranOrder ? "True" : "False"), "
      + "'shape': \(dimensions), }"
    // NumPy leaves room for the growing dimension to take 21 digits.
    if let growing = isFortranOrder ? shape.last : shape.first {
      text += String(repeating: " ", count: max(0, 21 - String(growing).count))
    }
    let lengthSize = version == 1 ? 2 : 4
    let unpadded = 8 + lengthSize + text.utf8.count + 1
    text += String(repeating: " ", count: 64 - unpadded % 64) + "\n"
    let length = text.utf8.count
    bytes = Self.magic + [version, 0]
    bytes += (0..<lengthSize).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }
    bytes += Array(text.utf8)
  }
}
