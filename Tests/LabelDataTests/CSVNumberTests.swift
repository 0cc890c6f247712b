import Testing
import VectorKernels

@testable import LabelData

@Suite struct CSVNumberTests {
  private func value(_ text: String) -> CSVNumber.Value {
    let bytes = Array(text.utf8)
    return CSVNumber.value((bytes + [CSVTokenizer.lineFeed]).span, contents: bytes.indices)
  }

  private func expectCorrect(_ text: String) {
    guard let double = Double(text) else {
      Issue.record("\(text) is no number")
      return
    }
    let float = Float(double)
    guard float.isFinite else {
      #expect(value(text) == .tooLarge, "\(text)")
      return
    }
    guard case .number(let parsed) = value(text) else {
      Issue.record("\(text) was not taken for a number")
      return
    }
    #expect(parsed.bitPattern == float.bitPattern, "\(text)")
  }

  @Test(arguments: [
    "0", "-0", "-0.0", "0e0", "0e-400", "00012", "1.", ".5", "-.5e1", "1E5", "1e+5", "1e-5", "1e22",
    "1e23", "9007199254740993", "9007199254740993e-3", "0.1", "16777217", "16777217.0000000000001",
    "16777216.9999999999999999999", "3.4028234663852886e38", "3.4028235677973366e38", "3.5e38",
    "1e-45", "7.006492321624085e-46", "7.006492321624086e-46", "1e-50", "1.17549435e-38", "1e400",
    "1e-400", "18446744073709551615", "18446744073709551616", "9999999999999999999",
    "0.000000000000000000000000000001", "2.2250738585072011e-308",
    "1.00000005960464477539062500000",
    "1.00000005960464477539062500001", "1.0000000596046447754", "1.0000000596046448",
    "1e000000000005",
    "123456789012345678901234567890.5e-20", "8.988465674311579e307", "5e-324",
  ])
  func `hard numbers`(text: String) { expectCorrect(text) }

  @Test func `random numbers in many spellings agree with the standard library`() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      let digitCount = 1 + generator.below(24)
      var text = generator.below(2) == 0 ? "-" : ""
      let point = generator.below(digitCount + 8)
      for position in 0..<digitCount {
        if position == point { text += "." }
        text += String(generator.below(10))
      }
      if generator.below(2) == 0 { text += "e\(generator.below(100) - 50)" }
      expectCorrect(text)
    }
  }

  @Test func `numbers close to the middle between two floats`() {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<5_000 {
      let float = Float(bitPattern: UInt32(generator.below(0x7F00_0000)))
      let middle = (Double(float) + Double(float.nextUp)) / 2
      for double in [middle, middle.nextUp, middle.nextDown, middle.nextUp.nextUp] {
        expectCorrect(double.description)
      }
    }
  }

  @Test(arguments: [
    "", "-", "+", ".", "e5", "1e", "1e+", "0x10", "1_000", "1,5", "1.2.3", "--1", "+-1", "1 2",
    "nan",
    "1e5x", "1f", "٣",
  ])
  func `texts that are no numbers`(text: String) { #expect(value(text) == .text) }

  @Test func `infinity in words`() {
    for text in ["inf", "-inf", "+Inf", "Infinity", "-INFINITY"] {
      #expect(value(text) == .infinite)
    }
  }

  @Test func `plain cells take the same value on the way through a file`() throws {
    var generator = SeededGenerator(seed: 9)
    let values = (0..<3_000).map { _ in Float(bitPattern: UInt32(generator.below(0x7F80_0000))) }
    let text = "a,y\n" + values.map { "\($0),1\n" }.joined()
    #expect(try readCSV(text).features.elements == values)
  }
}
