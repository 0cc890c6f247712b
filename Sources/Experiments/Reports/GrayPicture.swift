import Foundation

/// A small picture in shades of grey as a PNG, which pages hold in themselves.
///
/// The pixels are stored without compression (deflate's stored blocks): a picture of 28 x 28 takes 0.9 kB.
struct GrayPicture: Equatable, Sendable {
  /// Pixels in a row.
  let width: Int
  /// Number of rows.
  let height: Int
  /// The shades, row after row; 0 is black, 255 white.
  let pixels: [UInt8]

  /// Makes a picture of features, with the range's ends black and white.
  ///
  /// - Precondition: `values` has `width * height` members.
  init(width: Int, height: Int, values: some Collection<Float>, range: ClosedRange<Float>) {
    precondition(values.count == width * height, "a picture has width * height pixels")
    self.width = width
    self.height = height
    let span = Double(range.upperBound) - Double(range.lowerBound)
    pixels = values.map { value in
      guard span > 0 else { return 0 }
      let share = (Double(value) - Double(range.lowerBound)) / span
      return UInt8((255 * min(1, max(0, share))).rounded())
    }
  }

  /// The picture as an address that holds it.
  var dataAddress: String { "data:image/png;base64,\(Data(png).base64EncodedString())" }

  /// The picture as a PNG file (W3C PNG, third edition).
  var png: [UInt8] {
    var scanlines: [UInt8] = []
    for row in 0..<height {
      scanlines.append(0)
      scanlines += pixels[row * width..<(row + 1) * width]
    }
    let size = Self.bytes(UInt32(width)) + Self.bytes(UInt32(height))
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + Self.chunk("IHDR", size + [8, 0, 0, 0, 0])
      + Self.chunk("IDAT", Self.zlibStored(scanlines)) + Self.chunk("IEND", [])
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func chunk(_ name: String, _ contents: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + contents
    return bytes(UInt32(contents.count)) + named + bytes(checksum(named))
  }

  /// A zlib stream of stored blocks (RFC 1950 and 1951).
  private static func zlibStored(_ contents: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: contents.count, by: 65535) {
      let block = contents[start..<min(contents.count, start + 65535)]
      let size = UInt16(block.count)
      stream.append(block.endIndex == contents.count ? 1 : 0)
      for value in [size, ~size] {
        stream += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
      }
      stream += block
    }
    var (a, b) = (UInt32(1), UInt32(0))
    for byte in contents {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return stream + bytes(b << 16 | a)
  }

  /// CRC-32 of PNG's chunks.
  private static func checksum(_ contents: [UInt8]) -> UInt32 {
    ~contents.reduce(UInt32.max) { partial, byte in
      (0..<8).reduce(partial ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }
}
