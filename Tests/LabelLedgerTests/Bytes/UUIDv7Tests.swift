import LabelLedger
import Testing

@Suite("UUIDs of version 7")
struct UUIDv7Tests {
  @Test("the example of RFC 9562 is written and read")
  func example() throws {
    // Appendix A.6: 0x017F22E279B0, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
    let random: [UInt8] = [0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F]
    let identifier = try #require(UUIDv7(milliseconds: 0x017F_22E2_79B0, random: random))
    #expect(identifier.text == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    #expect(UUIDv7(identifier.text) == identifier)
    #expect(identifier.milliseconds == 1_645_557_742_000)
    #expect(Hexadecimal.encode(identifier.bytes) == "017f22e279b07cc398c4dc0c0c07398f")
  }

  @Test(
    "other texts are refused",
    arguments: [
      "", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
      "017f22e2-79b0-7cc3-18c4-dc0c0c07398f", "017f22e2-79b0-7cc3-d8c4-dc0c0c07398f",
      "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", "017f22e2-79b0-7cc3-98c4dc-0c0c07398f",
      "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}", "017f22e2--79b07cc3-98c4-dc0c0c07398f",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
    ])
  func refused(_ text: String) {
    #expect(UUIDv7(text) == nil)
  }

  @Test("times that do not fit are refused, and every random byte is used")
  func parts() throws {
    #expect(UUIDv7(milliseconds: -1) == nil)
    #expect(UUIDv7(milliseconds: UUIDv7.endOfTime) == nil)
    #expect(UUIDv7(milliseconds: UUIDv7.endOfTime - 1) != nil)
    #expect(UUIDv7(milliseconds: 0, random: []) == nil)
    let zero = try #require(UUIDv7(milliseconds: 0, random: [UInt8](repeating: 0, count: 10)))
    for position in 0..<10 {
      var random = [UInt8](repeating: 0, count: 10)
      random[position] = 1
      #expect(UUIDv7(milliseconds: 0, random: random) != zero)
    }
    #expect(UUIDv7(milliseconds: 5) != UUIDv7(milliseconds: 5))
  }
}
