/// Decimal numbers as checkpoints, proofs and policies write them.
enum DecimalSize {
  /// Reads a number of 0 to 2^63 - 1 in its one form: digits only, without leading zeros.
  ///
  /// - Parameter text: The digits.
  /// - Returns: `nil` for anything else.
  static func parse(_ text: some Collection<UInt8>) -> UInt64? {
    guard let first = text.first, text.count <= 19,
      text.count == 1 || first != UInt8(ascii: "0")
    else { return nil }
    var number: UInt64 = 0
    for character in text {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character) else { return nil }
      // Nineteen digits stay below 10^19, which still fits 64 bits.
      number = number * 10 + UInt64(character - UInt8(ascii: "0"))
    }
    return number <= UInt64(Int64.max) ? number : nil
  }
}
