/// Bytes of the operating system's generator, for keys, nonces, salts and identifiers.
public enum RandomBytes {
  /// Draws bytes that nobody can guess.
  ///
  /// - Parameter count: How many, at least 0.
  /// - Returns: The bytes.
  public static func draw(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 7)
    while bytes.count < count {
      var word = generator.next()
      for _ in 0..<8 {
        bytes.append(UInt8(truncatingIfNeeded: word))
        word >>= 8
      }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
