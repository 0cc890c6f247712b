import Experiments
import Testing

@Suite struct WinTieLossTests {
  @Test func `small differences are ties`() {
    let count = WinTieLoss([0.2, 0.005, 0.0049, 0, -0.0049, -0.005, -0.3, -1])
    #expect(count.wins == 2 && count.ties == 3 && count.losses == 3)
  }
}
