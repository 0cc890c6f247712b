import Testing

/// A file as base64, and the numbers that it holds in row-major order.
struct Vector: Sendable, CustomTestStringConvertible {
  let name: String
  let base64: String
  let values: [Double]

  var testDescription: String { name }
  var bytes: [UInt8] { decodeBase64(base64) }
}

/// The bytes that base64 text stands for; line ends are passed over.
func decodeBase64(_ text: String) -> [UInt8] {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var bytes: [UInt8] = []
  var bits = 0
  var bitCount = 0
  for character in text.utf8 {
    guard let value = alphabet.firstIndex(of: character) else { continue }
    bits = (bits << 6 | value) & 0xFFFFFF
    bitCount += 6
    if bitCount >= 8 {
      bitCount -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
    }
  }
  return bytes
}
