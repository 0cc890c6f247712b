/// One line of a LIBSVM file, taken apart.
struct LIBSVMLine {
  /// Where the label stands; `nil` when the first word is a feature already.
  var label: Range<Int>?
  /// Whether a query id was passed over.
  var hasQuery = false
  /// Feature numbers from 0, ascending.
  var indices: [Int32] = []
  /// One value for each index.
  var values: [Float] = []

  /// The words of a line up to a comment; none for a line that holds no example.
  static func words(_ line: ArraySlice<UInt8>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start: Int?
    for index in line.indices {
      let byte = line[index]
      let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
      if isSpace || byte == UInt8(ascii: "#") {
        if let begun = start { words.append(begun..<index) }
        start = nil
        if !isSpace { return words }
      } else if start == nil {
        start = index
      }
    }
    if let start { words.append(start..<line.endIndex) }
    return words
  }

  /// Takes words apart.
  ///
  /// - Throws: ``FormatError`` at the given place.
  init(
    _ words: [Range<Int>], of line: ArraySlice<UInt8>, file: String, place: FormatError.Place
  ) throws(FormatError) {
    func fail(_ word: Range<Int>, _ what: String, _ allowed: String) -> FormatError {
      let text = FormatError.excerpt(String(decoding: line[word], as: UTF8.self))
      return FormatError(file: file, place: place, found: "\(what) '\(text)'", allowed: allowed)
    }
    var rest = words[...]
    if let first = rest.first, !line[first].contains(UInt8(ascii: ":")) {
      label = first
      rest.removeFirst()
    }
    indices.reserveCapacity(rest.count)
    values.reserveCapacity(rest.count)
    for word in rest {
      guard let colon = line[word].firstIndex(of: UInt8(ascii: ":")) else {
        throw fail(word, "the word", "index:value")
      }
      if line[word.lowerBound..<colon].elementsEqual("qid".utf8), indices.isEmpty {
        hasQuery = true
        continue
      }
      guard let index = Self.index(line[word.lowerBound..<colon]) else {
        throw fail(word, "the feature", "an index from 1 to \(Int32.max)")
      }
      if let last = indices.last, index <= last {
        throw fail(word, "the feature", "indices that ascend, above \(last + 1)")
      }
      guard let value = Self.number(line[(colon + 1)..<word.upperBound]) else {
        throw fail(word, "the feature", "a number after the colon")
      }
      indices.append(index)
      values.append(value)
    }
  }

  /// The index from 0 that a number from 1 stands for.
  private static func index(_ digits: ArraySlice<UInt8>) -> Int32? {
    guard (1...10).contains(digits.count) else { return nil }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value == 0 ? nil : Int32(exactly: value - 1)
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Float? {
    guard let text = String(validating: bytes, as: UTF8.self), let value = Double(text) else {
      return nil
    }
    let isHexadecimal = bytes.contains { $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "X") }
    return isHexadecimal ? nil : Float(value)
  }
}
