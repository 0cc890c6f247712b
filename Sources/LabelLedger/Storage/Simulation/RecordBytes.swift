/// Writes values one after the other, each so that its end is known.
struct RecordWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ number: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  mutating func put(_ number: Int64) { put(UInt64(bitPattern: number)) }

  mutating func put(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  mutating func put(_ part: [UInt8]) {
    put(UInt64(part.count))
    bytes += part
  }

  mutating func put(_ identifier: Identifier) { put(identifier.text) }

  mutating func put(_ text: String) { put(Array(text.utf8)) }

  mutating func put(_ hash: Hash) { bytes += hash.bytes }

  mutating func put(_ reference: EntryReference) {
    put(reference.index)
    put(reference.leafHash)
  }

  mutating func put(_ identifier: Identifier?) {
    put(identifier != nil)
    if let identifier { put(identifier) }
  }

  mutating func put(_ hash: Hash?) {
    put(hash != nil)
    if let hash { put(hash) }
  }
}

/// Reads what a ``RecordWriter`` has written, from bytes that may be anything.
struct RecordReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: some Sequence<UInt8>) { rest = Array(bytes)[...] }

  private static let damaged = StorageError.damaged("a record does not hold what its kind says")

  var isAtEnd: Bool { rest.isEmpty }

  private mutating func take(_ count: Int) throws(StorageError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= rest.count else { throw Self.damaged }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func byte() throws(StorageError) -> UInt8 {
    guard let byte = try take(1).first else { throw Self.damaged }
    return byte
  }

  mutating func number() throws(StorageError) -> UInt64 {
    try take(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func integer() throws(StorageError) -> Int64 { Int64(bitPattern: try number()) }

  mutating func flag() throws(StorageError) -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw Self.damaged
    }
  }

  mutating func bytes() throws(StorageError) -> [UInt8] {
    guard let count = Int(exactly: try number()) else { throw Self.damaged }
    return Array(try take(count))
  }

  mutating func text() throws(StorageError) -> String {
    guard let text = String(validating: try bytes(), as: UTF8.self) else { throw Self.damaged }
    return text
  }

  mutating func identifier() throws(StorageError) -> Identifier {
    guard let identifier = Identifier(try text()) else { throw Self.damaged }
    return identifier
  }

  mutating func hash() throws(StorageError) -> Hash {
    guard let hash = Hash(try take(Hash.byteCount)) else { throw Self.damaged }
    return hash
  }

  mutating func reference() throws(StorageError) -> EntryReference {
    EntryReference(index: try number(), leafHash: try hash())
  }

  mutating func publicKey() throws(StorageError) -> PublicKey {
    guard let key = PublicKey(try bytes()) else { throw Self.damaged }
    return key
  }

  mutating func optionalIdentifier() throws(StorageError) -> Identifier? {
    try flag() ? identifier() : nil
  }

  mutating func optionalHash() throws(StorageError) -> Hash? { try flag() ? hash() : nil }

  mutating func word<Word: RawRepresentable<String>>(
    _: Word.Type
  ) throws(StorageError) -> Word {
    guard let word = Word(rawValue: try text()) else { throw Self.damaged }
    return word
  }
}
