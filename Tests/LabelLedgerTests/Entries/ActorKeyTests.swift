import LabelLedger
import Testing

@Suite("Keys of actors")
struct ActorKeyTests {
  // RFC 8032, section 7.1, test 1: the empty message.
  private let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
  private let publicKey = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
  private let signature =
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
    + "d25bf5f0595bbe24655141438e7a100b"

  @Test("the vector of RFC 8032 holds")
  func vector() throws {
    let seed = try #require(Hexadecimal.decode(seed))
    let key = try #require(ActorKey(name: "a", seed: seed))
    #expect(Hexadecimal.encode(key.publicKey.bytes) == publicKey)
    #expect(key.seed == seed)
    #expect(key.fingerprint == Hash(of: key.publicKey.bytes))
    let signature = try #require(Hexadecimal.decode(signature))
    #expect(key.publicKey.isValid(signature: signature, of: []))
    #if os(Linux)
      #expect(key.sign([]) == signature)
    #endif
  }

  @Test("keys of the system differ, and neither takes the other's signature")
  func systemKeys() {
    let first = ActorKey(name: "a")
    let second = ActorKey(name: "a")
    let signature = first.sign([1, 2, 3])
    #expect(first.publicKey.isValid(signature: signature, of: [1, 2, 3]))
    #expect(!first.publicKey.isValid(signature: signature, of: [1, 2]))
    #expect(!second.publicKey.isValid(signature: signature, of: [1, 2, 3]))
    #expect(!first.publicKey.isValid(signature: [], of: [1, 2, 3]))
    #expect(first.fingerprint != second.fingerprint)
  }

  @Test("other lengths are refused, and no text shows the seed")
  func lengths() throws {
    for count in [0, 31, 33] {
      #expect(PublicKey([UInt8](repeating: 1, count: count)) == nil)
      #expect(ActorKey(name: "a", seed: [UInt8](repeating: 1, count: count)) == nil)
    }
    let key = try #require(ActorKey(name: "a", seed: [UInt8](repeating: 171, count: 32)))
    #expect("\(key)" == "a \(key.fingerprint)")
    #expect(Mirror(reflecting: key).children.map(\.label) == ["name", "fingerprint"])
  }
}
