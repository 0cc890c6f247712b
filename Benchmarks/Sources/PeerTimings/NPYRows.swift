import Flipguard
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The matrix in an NPY file, without reading the whole of it into memory.
struct NPYRows {
  private let path: String
  private let rowCount: Int
  private let columnCount: Int
  private let element: FeatureRows.Element
  /// Where the elements start in the file.
  private let offset: Int

  /// What is wrong with a file.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// Reads the header.
  init(path: String) throws {
    let reader = try ByteReader(path: path, decompressing: false)
    var start: [UInt8] = []
    _ = try reader.read(10, appendingTo: &start)
    guard start.count == 10, start[1...6].elementsEqual("NUMPY\u{1}".utf8) else {
      throw Fault(description: "\(path) is not NPY of version 1")
    }
    offset = 10 + Int(start[8]) + Int(start[9]) << 8
    var bytes: [UInt8] = []
    _ = try reader.read(offset - 10, appendingTo: &bytes)
    let header = String(decoding: bytes, as: UTF8.self)
    let elements: [Substring: FeatureRows.Element] = [
      "<f4": .float32, "<f2": .float16, "|u1": .uint8,
    ]
    guard let type = header.firstMatch(of: /'descr': *'([^']*)'/)?.1, let element = elements[type],
      header.contains(/'fortran_order': *False/),
      let shape = header.firstMatch(of: /'shape': *\((\d+), *(\d+)\)/),
      let rowCount = Int(shape.1), let columnCount = Int(shape.2)
    else {
      throw Fault(
        description: "\(path) is not a matrix of <f4, <f2 or |u1 in row-major order: \(header)")
    }
    self.path = path
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.element = element
  }

  /// The rows: those of the mapped file, or as bytes.
  func rows(asBytes: Bool) throws -> FeatureRows {
    if asBytes, element == .float32 {
      return FeatureRows(rowCount: rowCount, columnCount: columnCount, bytes: try wholeNumbers())
    }
    guard !asBytes || element == .uint8 else {
      throw Fault(description: "\(path): only float32 can be turned into bytes")
    }
    let file = try MappedFile(path: path)
    guard file.bytes.count == offset + rowCount * columnCount * element.byteCount else {
      throw Fault(description: "\(path) does not end with its last row")
    }
    return FeatureRows(
      rowCount: rowCount, columnCount: columnCount, element: element, region: file, offset: offset)
  }

  /// The values as bytes, read piece by piece.
  private func wholeNumbers() throws -> [UInt8] {
    let reader = try ByteReader(path: path, decompressing: false)
    var piece: [UInt8] = []
    _ = try reader.read(offset, appendingTo: &piece)
    let count = rowCount * columnCount
    return try [UInt8](unsafeUninitializedCapacity: count) { output, filled in
      while filled < count {
        piece.removeAll(keepingCapacity: true)
        let size = min(1 << 18, count - filled)
        guard try reader.read(size * 4, appendingTo: &piece) == size * 4 else {
          throw Fault(description: "\(path) ends before its last row")
        }
        try piece.withUnsafeBytes { bytes in
          for value in bytes.bindMemory(to: Float.self) {
            guard let byte = UInt8(exactly: value) else {
              throw Fault(description: "\(path) holds \(value), which is no byte")
            }
            output.initializeElement(at: filled, to: byte)
            filled += 1
          }
        }
      }
    }
  }
}

/// A file's contents, brought into memory where they are looked at.
final class MappedFile: ByteRegion {
  nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// Maps a file that is not empty.
  init(path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw NPYRows.Fault(description: "cannot open \(path)") }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size > 0, let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0),
      start != MAP_FAILED
    else { throw NPYRows.Fault(description: "cannot map \(path)") }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
  }
}

/// Memory of its own.
final class OwnedBytes: ByteRegion {
  nonisolated(unsafe) let start: UnsafeMutableRawPointer
  private let count: Int

  /// Takes memory, which is not cleared.
  init(count: Int) {
    start = .allocate(byteCount: count, alignment: 64)
    self.count = count
  }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  deinit { start.deallocate() }
}
