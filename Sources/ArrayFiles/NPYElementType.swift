/// What the elements of an ``NPYArray`` are.
public enum NPYElementType: Hashable, Sendable {
  /// True or false in one byte.
  case bool
  /// Whole numbers of 1, 2, 4 or 8 bytes, two's complement.
  case signed(byteCount: Int)
  /// Whole numbers of 1, 2, 4 or 8 bytes, 0 or more.
  case unsigned(byteCount: Int)
  /// IEEE 754 numbers of 2, 4 or 8 bytes.
  case float(byteCount: Int)
  /// Text of at most so many Unicode scalars, each in 4 bytes.
  case unicode(characters: Int)
  /// Text of at most so many bytes.
  case byteString(byteCount: Int)

  /// Size of one element in bytes; 1 or more.
  public var byteCount: Int {
    switch self {
    case .bool: 1
    case .signed(let count), .unsigned(let count), .float(let count), .byteString(let count): count
    case .unicode(let characters): characters * 4
    }
  }

  /// Size of an array of such elements in bytes; `nil` when it exceeds `Int`.
  public func byteCount(shape: [Int]) -> Int? {
    if shape.contains(0) { return 0 }
    var total = byteCount
    for dimension in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: dimension)
      if overflow { return nil }
      total = product
    }
    return total
  }

  /// The lengths of the dimensions for messages, as in `3 x 4`.
  static func words(for shape: [Int]) -> String {
    shape.isEmpty ? "one" : shape.map(String.init).joined(separator: " x ")
  }

  /// Whether the elements are text.
  public var isText: Bool {
    switch self {
    case .unicode, .byteString: true
    case .bool, .signed, .unsigned, .float: false
    }
  }

  /// NumPy's letter and number, as in `f4`.
  var code: String {
    switch self {
    case .bool: "b1"
    case .signed(let count): "i\(count)"
    case .unsigned(let count): "u\(count)"
    case .float(let count): "f\(count)"
    case .unicode(let characters): "U\(characters)"
    case .byteString(let count): "S\(count)"
    }
  }

  /// NumPy's name, with the byte order where there is more than one byte to order.
  func descriptor(isBigEndian: Bool) -> String {
    let hasOrder: Bool
    switch self {
    case .unicode: hasOrder = true
    case .byteString: hasOrder = false
    default: hasOrder = byteCount > 1
    }
    return (hasOrder ? (isBigEndian ? ">" : "<") : "|") + code
  }

  /// Reads NumPy's name; `nil` when the type is not supported.
  static func parse(_ descriptor: String) -> (type: NPYElementType, isBigEndian: Bool)? {
    var rest = descriptor[...]
    guard let order = rest.first, "<>|=".contains(order) else { return nil }
    rest.removeFirst()
    guard let letter = rest.popFirst(), rest.allSatisfy({ $0.isASCII && $0.isNumber }),
      let count = Int(rest), count > 0, count <= 1 << 24
    else { return nil }
    let type: NPYElementType
    switch (letter, count) {
    case ("b", 1): type = .bool
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): type = .signed(byteCount: count)
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): type = .unsigned(byteCount: count)
    case ("f", 2), ("f", 4), ("f", 8): type = .float(byteCount: count)
    case ("U", _): type = .unicode(characters: count)
    case ("S", _), ("a", _): type = .byteString(byteCount: count)
    default: return nil
    }
    return (type, order == ">")
  }
}
