import ArrayFiles

/// The lines of a text file one after the other, each with what ends it.
struct LineReader {
  private let reader: ByteReader
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// Number of the line that ``next()`` gave last, from 1.
  private(set) var lineNumber = 0
  /// Bytes of all lines given so far.
  private(set) var byteCount = 0

  private static let step = 1 << 20
  private static let longestLine = 1 << 28

  init(_ reader: ByteReader) {
    self.reader = reader
  }

  /// The next line; `nil` at the end of the file.
  mutating func next() throws -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let newline = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        return take(upTo: newline + 1)
      }
      guard !isAtEnd else { return start < buffer.count ? take(upTo: buffer.count) : nil }
      guard buffer.count - start < Self.longestLine else {
        throw FormatError(
          file: reader.name, place: .init(line: lineNumber + 1),
          found: "a line of more than \(Self.longestLine) bytes", allowed: "shorter lines")
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      isAtEnd = try reader.read(Self.step, appendingTo: &buffer) < Self.step
    }
  }

  private mutating func take(upTo end: Int) -> ArraySlice<UInt8> {
    defer { start = end }
    lineNumber += 1
    byteCount += end - start
    return buffer[start..<end]
  }
}
