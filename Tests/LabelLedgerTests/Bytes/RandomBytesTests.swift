import LabelLedger
import Testing

@Suite("Random bytes")
struct RandomBytesTests {
  @Test("as many as asked for, and never the same", arguments: [0, 1, 7, 8, 9, 16, 32, 1_000])
  func counts(_ count: Int) {
    #expect(RandomBytes.draw(count).count == count)
    if count >= 16 { #expect(RandomBytes.draw(count) != RandomBytes.draw(count)) }
  }

  @Test("every value of a byte turns up")
  func values() {
    // 256 values in 16,384 draws: one is missing with probability below 256 e^-64.
    #expect(Set(RandomBytes.draw(16_384)).count == 256)
  }
}
