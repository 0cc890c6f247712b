import ArrayFiles

/// Hands out a CSV file in blocks that end where records end.
///
/// A line feed ends a record when the quotes before it are even in number.
struct CSVSource {
  /// What a block is, besides its bytes.
  struct Block {
    /// A line feed that is not in the file was appended, so that every block ends in one.
    var hasAddedLineFeed = false
    /// The block is the start of a record that is too long; a line feed was appended.
    var isOverlong = false
  }

  let file: String
  let blockSize: Int
  let recordLimit: Int
  private let reader: ByteReader
  /// Bytes that were read and not handed out.
  private var pending: [UInt8] = []
  private var isAtEnd = false

  init(reader: ByteReader, blockSize: Int, recordLimit: Int) {
    file = reader.name
    self.reader = reader
    self.blockSize = blockSize
    self.recordLimit = recordLimit
  }

  /// Puts the next block in a buffer, in place of what it held.
  ///
  /// - Returns: `nil` at the end of the file.
  mutating func next(into buffer: inout [UInt8]) throws(FileError) -> Block? {
    buffer.removeAll(keepingCapacity: true)
    buffer.append(contentsOf: pending)
    pending.removeAll(keepingCapacity: true)
    var scanned = 0
    var isInsideQuotes = false
    var wanted = blockSize - buffer.count
    while true {
      if wanted > 0, !isAtEnd { isAtEnd = try reader.read(wanted, appendingTo: &buffer) < wanted }
      if isAtEnd {
        guard let last = buffer.last else { return nil }
        if last == CSVTokenizer.lineFeed { return Block() }
        buffer.append(CSVTokenizer.lineFeed)
        return Block(hasAddedLineFeed: true)
      }
      if Self.hasOddQuotes(buffer.span, from: scanned) { isInsideQuotes.toggle() }
      if let end = Self.lastRecordEnd(
        in: buffer.span, from: scanned, isInsideQuotes: isInsideQuotes)
      {
        pending.append(contentsOf: buffer[end...])
        buffer.removeSubrange(end...)
        return Block()
      }
      if buffer.count > recordLimit {
        isAtEnd = true
        buffer.append(CSVTokenizer.lineFeed)
        return Block(isOverlong: true)
      }
      scanned = buffer.count
      wanted = min(blockSize, recordLimit + 1 - buffer.count)
    }
  }

  private static func hasOddQuotes(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    // All bytes are looked at here while other threads wait, so eight at a time: the top bit of each byte
    // of `quotes` says whether a quote was there.
    let pattern = 0x0101_0101_0101_0101 * UInt64(CSVTokenizer.quote)
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    var parities: UInt64 = 0
    var index = start
    while index + 8 <= bytes.count {
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      let others = word ^ pattern
      let quotes = ~(((others & low) &+ low) | others | low)
      parities ^= quotes
      index += 8
    }
    var count = parities.nonzeroBitCount
    while index < bytes.count {
      count += bytes[index] == CSVTokenizer.quote ? 1 : 0
      index += 1
    }
    return count % 2 == 1
  }

  private static func lastRecordEnd(
    in bytes: Span<UInt8>, from start: Int, isInsideQuotes: Bool
  ) -> Int? {
    var isInside = isInsideQuotes
    var index = bytes.count
    while index > start {
      index -= 1
      if bytes[index] == CSVTokenizer.quote {
        isInside.toggle()
      } else if bytes[index] == CSVTokenizer.lineFeed, !isInside {
        return index + 1
      }
    }
    return nil
  }

  /// Reads ahead as far as the second record, and takes the byte order mark away.
  ///
  /// - Throws: ``FormatError`` when the file is empty or these records are malformed, or ``FileError``.
  mutating func readHead() throws -> CSVHead {
    var mark: [UInt8] = []
    while true {
      let wanted = max(blockSize, pending.count)
      if !isAtEnd { isAtEnd = try reader.read(wanted, appendingTo: &pending) < wanted }
      if mark.isEmpty, pending.starts(with: [0xEF, 0xBB, 0xBF]) {
        mark = Array(pending.prefix(3))
        pending.removeFirst(3)
      }
      var text = pending
      if isAtEnd {
        if text.last != CSVTokenizer.lineFeed { text.append(CSVTokenizer.lineFeed) }
      } else {
        guard let end = text.lastIndex(of: CSVTokenizer.lineFeed) else {
          try refuseOverlong(text.count)
          continue
        }
        text.removeSubrange((end + 1)...)
      }
      if let head = try CSVHead(text.span, isWholeFile: isAtEnd, mark: mark, file: file) {
        return head
      }
      try refuseOverlong(pending.count / 2)
    }
  }

  private func refuseOverlong(_ count: Int) throws(FormatError) {
    guard count > recordLimit else { return }
    let fault = CSVFault.overlong(line: 0, row: nil, recordLimit: recordLimit)
    throw fault.error(file: file, columnNames: nil)
  }

  /// Takes out the first bytes that were not handed out.
  mutating func take(_ count: Int) -> [UInt8] {
    let taken = Array(pending.prefix(count))
    pending.removeFirst(taken.count)
    return taken
  }
}
