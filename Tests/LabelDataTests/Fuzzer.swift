import ArrayFiles
import FlipguardTestSupport
import LabelData
import VectorKernels

/// Files of every format and ways to spoil them; equal seeds give equal files.
struct Fuzzer {
  /// A file and the format that it is meant for.
  struct Input {
    var format: any DataFormat
    var bytes: [UInt8]
    var options: ReadOptions
  }

  private var generator: SeededGenerator
  /// Good files of each member of ``DataFormats/all``, in its order.
  private let seeds: [[[UInt8]]]
  private let labelsFile: String

  private static let hostileWords = [
    "99999999999999999999", "-1", "0", "4294967296", "9223372036854775807", "1e999", "nan", "0.5",
    "\"", ",", "\n", ":", "#", "(", "{'", "[[[[[[[[", "\0", "\u{FEFF}", "é", "1000000:1", "True",
  ].map { Array($0.utf8) }

  init(seed: UInt64, folder: TemporaryFolder) throws {
    generator = SeededGenerator(seed: seed)
    labelsFile = folder.file("fuzz-labels.npy")
    try OutputFile.write(
      Self.bytes(NPYArray(int64s: [3, -1, 10, 3, -1, 10, 3], shape: [7]), folder), to: labelsFile)
    seeds = try FormatCase.all.map { sample in
      let texts = ["+1 qid:1 1:2 7:3 # x\n-1 2:1e-3\n", "a;b\n\"x\";1\r\n\"y\";0"]
      var seeds = texts.map { Array($0.utf8) }
      for suffix in ["", "", ".gz"] {
        let (path, options) = try sample.write(FormatCase.dataset(), in: folder, suffix: suffix)
        for file in [path, options.labelsFile ?? path] {
          seeds.append(try folder.rawBytes(String(file.dropFirst(folder.path.count + 1))))
        }
      }
      if sample.format is NPYFormat {
        seeds += try Self.arrays.map { try Self.bytes($0, folder) }
      }
      if sample.format is NPZFormat { seeds += try Self.archives(folder) }
      return seeds
    }
  }

  /// The next spoilt file.
  mutating func next() -> Input {
    let number = generator.below(seeds.count)
    var bytes = seeds[number][generator.below(seeds[number].count)]
    let isOnceMore = generator.below(2) == 0
    for _ in 0...(isOnceMore ? generator.below(4) : 0) { mutate(&bytes) }
    if generator.below(20) == 0 { bytes = Self.gzip(bytes) }
    let isOther = generator.below(20) == 0
    let format = DataFormats.all[isOther ? generator.below(seeds.count) : number]
    return Input(format: format, bytes: bytes, options: options(for: format))
  }

  private mutating func options(for format: any DataFormat) -> ReadOptions {
    var options = ReadOptions()
    if format is IDXFormat || generator.below(10) == 0 { options.labelsFile = labelsFile }
    guard generator.below(4) == 0 else { return options }
    let columns: [ReadOptions.Column?] = [nil, .index(0), .index(-2), .index(1 << 40), .name("y")]
    options.label = columns[generator.below(columns.count)]
    options.id = columns[generator.below(columns.count)]
    options.ignored = generator.below(2) == 0 ? [] : [.index(1)]
    options.group = columns[generator.below(columns.count)]
    options.trusted = generator.below(4) == 0 ? columns[generator.below(columns.count)] : nil
    options.missing = ReadOptions.Missing.allCases[generator.below(3)]
    return options
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let at = generator.below(bytes.count + 1)
    let length = min(generator.below(40), bytes.count - at)
    switch generator.below(16) {
    case 0: bytes.removeSubrange(at...)
    case 1...4 where at < bytes.count: bytes[at] ^= 1 << UInt8(generator.below(8))
    case 5 where at < bytes.count: bytes[at] = UInt8(generator.below(256))
    case 6: bytes.removeSubrange(at..<at + length)
    case 7, 8: bytes.insert(contentsOf: Array(bytes[at..<at + length]), at: at)
    case 9:
      let others = seeds[generator.below(seeds.count)]
      let other = others[generator.below(others.count)]
      let start = generator.below(other.count + 1)
      bytes.replaceSubrange(at..<at + length, with: other[start...].prefix(200))
    case 10, 11:
      let word = Self.hostileWords[generator.below(Self.hostileWords.count)]
      bytes.replaceSubrange(at..<at + min(length, word.count), with: word)
    case 12:
      let width = [1, 2, 4, 8][generator.below(4)]
      let value: [UInt8] = [0, 0xFF, 0x7F, 0x80]
      let fill = value[generator.below(4)]
      for index in at..<min(bytes.count, at + width) { bytes[index] = fill }
    default: spoilNumber(&bytes, from: at)
    }
  }

  /// Puts another number in the place of the next digits.
  private mutating func spoilNumber(_ bytes: inout [UInt8], from start: Int) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let first = bytes[start...].firstIndex(where: digits.contains) else { return }
    let end = bytes[first...].firstIndex { !digits.contains($0) } ?? bytes.count
    bytes.replaceSubrange(first..<end, with: Self.hostileWords[generator.below(8)])
  }

  private static var arrays: [NPYArray] {
    let values: [UInt8] = [1, 0, 2, 1, 3, 0, 4, 1]
    let types: [NPYElementType] = [
      .bool, .signed(byteCount: 2), .unsigned(byteCount: 8), .float(byteCount: 2),
      .float(byteCount: 8), .unicode(characters: 2), .byteString(byteCount: 3),
    ]
    return types.flatMap { type in
      [[4, 2], [8], [2, 2, 2], []].map { shape in
        let count = shape.reduce(1, *) * type.byteCount
        let elements = (0..<count).map { values[$0 % 8] }
        return NPYArray(
          elementType: type, isBigEndian: shape.count == 1, shape: shape, elements: elements)
      }
    }
  }

  private static func bytes(_ array: NPYArray, _ folder: TemporaryFolder) throws -> [UInt8] {
    try folder.save(array, as: "seed")
    return try folder.rawBytes("seed")
  }

  /// Small archives, and ones that inflate a thousandfold.
  private static func archives(_ folder: TemporaryFolder) throws -> [[UInt8]] {
    var archive = NPZArchive()
    try archive.set("X", to: NPYArray(bytes: [1, 2, 3, 4], shape: [2, 2]))
    try archive.set("y", to: NPYArray(texts: ["a", "b"]))
    try archive.set("ids", to: NPYArray(texts: ["p", "q"]))
    try folder.save(archive, as: "seed")
    let small = try folder.rawBytes("seed")
    let zeros = NPYArray(bytes: [UInt8](repeating: 0, count: 1 << 17), shape: [1 << 10, 1 << 7])
    try folder.save(zeros, as: "seed.gz")
    let array = try folder.rawBytes("seed.gz")
    return [small, small, small, array, Self.deflatedArchive(fromGzip: array)]
  }

  /// An archive with one deflated member, made from a gzip file whose header is 10 bytes.
  private static func deflatedArchive(fromGzip gzip: [UInt8]) -> [UInt8] {
    let data = gzip.dropFirst(10).dropLast(8)
    let crc = gzip.suffix(8).prefix(4)
    let sizes = little(UInt32(data.count)) + gzip.suffix(4)
    let name = Array("X.npy".utf8)
    let common: [UInt8] = [20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0] + crc + sizes + [5, 0, 0, 0]
    let local = [0x50, 0x4B, 3, 4] + common + name + data
    let central = [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 14) + name
    let ending = little(UInt32(central.count)) + little(UInt32(local.count)) + [0, 0]
    return local + central + [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0] + ending
  }

  private static func little(_ value: UInt32) -> [UInt8] { bigEndian(value).reversed() }

  /// The bytes as one stored block in a gzip stream.
  private static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let block = Array(bytes.prefix(0xFFFF))
    var crc: UInt32 = .max
    for byte in block {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 0 ? 0 : 0xEDB8_8320) }
    }
    let size = [UInt8(block.count & 0xFF), UInt8(block.count >> 8)]
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1]
    return header + size + size.map { ~$0 } + block + little(~crc) + little(UInt32(block.count))
  }
}
