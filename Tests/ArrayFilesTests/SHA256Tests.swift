import ArrayFiles
import FlipguardTestSupport
import Testing

@Suite struct SHA256Tests {
  /// The examples of FIPS 180-4, and the million letters of its long one in pieces of odd length.
  @Test func `published digests`() {
    func digest(_ bytes: [UInt8], piece: Int) -> String {
      var sha = SHA256()
      for start in stride(from: 0, to: bytes.count, by: piece) {
        sha.update(Array(bytes[start..<min(start + piece, bytes.count)]))
      }
      return sha.finalize()
    }
    for piece in [1, 3, 1000] {
      #expect(
        digest(Array("abc".utf8), piece: piece)
          == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
      #expect(
        digest(
          Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8), piece: piece)
          == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    }
    #expect(
      digest([], piece: 1) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    let million = [UInt8](repeating: 97, count: 1_000_000)
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(digest(million, piece: 9_973) == expected)
    #expect(SHA256.digest(of: million) == expected)
    #expect(SHA256.digest(of: million + million) == digest(million + million, piece: 77_777))
  }

  @Test func `a file's digest is that of its bytes on disk, compressed or not`() throws {
    let folder = try TemporaryFolder()
    for name in ["a.csv", "a.csv.gz"] {
      try OutputFile.write("1,2\n", to: folder.file(name))
    }
    #expect(
      try SHA256.digest(ofFile: folder.file("a.csv"))
        == "52186c933993da4082b3cdc7c40bb4bf735b391ff54a2ef78c037dda6c38a680")
    let compressed = try SHA256.digest(ofFile: folder.file("a.csv.gz"))
    #expect(compressed != (try SHA256.digest(ofFile: folder.file("a.csv"))))
  }
}
