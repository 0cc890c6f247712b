import Testing

@testable import Experiments

struct GrayPictureTests {
  @Test func `a picture of four pixels, as another program writes it`() {
    let picture = GrayPicture(width: 2, height: 2, values: [-1, 1, 0.004, -0.5], range: -1...1)
    #expect(picture.pixels == [0, 255, 128, 64])
    #expect(
      picture.dataAddress
        == "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAAEUlEQVR4AQEGAPn/AAD/AIBABUIBwHnpCcQAAAAASUVORK5CYII="
    )
  }

  @Test func `a large picture is stored in several blocks`() {
    let values = [Float](repeating: 1, count: 300 * 300)
    let picture = GrayPicture(width: 300, height: 300, values: values, range: 0...1)
    // Two blocks of five bytes' head each, two bytes of zlib's head, four of its sum, and the chunks.
    #expect(picture.png.count == 300 * 301 + 2 * 5 + 2 + 4 + 8 + 25 + 12 + 12)
  }

  @Test func `values that are all equal are black`() {
    #expect(GrayPicture(width: 2, height: 1, values: [5, 5], range: 5...5).pixels == [0, 0])
  }
}
