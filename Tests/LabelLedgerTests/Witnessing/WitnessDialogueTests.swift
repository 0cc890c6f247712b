import LabelLedger
import Testing

/// Eleven requests of one log, as the Sunlight and torchwood projects publish them to test
/// witnesses against.
@Suite("Witness dialogue")
struct WitnessDialogueTests {
  private static let origin =
    "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"
  private static let publicKey =
    "ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f"

  private static let one = (
    size: "1", root: "KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    signature:
      "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY="
  )
  private static let three = (
    size: "3", root: "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=",
    signature:
      "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go="
  )
  private static let five = (
    size: "5", root: "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=",
    signature:
      "UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww="
  )
  private static let malformed = (
    size: "five", root: one.root,
    signature:
      "UgIom4JTC2MerrFcJ5xDcWHzRPVB6zzGBIw4OFqcKDflqjH4q4xY5vMxUxyczvdIlEwFYf7ivQU4KoWan2bLmzLx0go="
  )
  private static let proofToThree = [
    "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  ]
  private static let wrongProof = [
    "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABA=",
  ]
  private static let proofFromOneToFive = [
    "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=",
    "KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  ]
  private static let proofFromThreeToFive = [
    "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "KgMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=", "KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  ]

  private func body(
    old: Int, proof: [String] = [], _ checkpoint: (size: String, root: String, signature: String),
    origin: String = origin, signature: String? = nil, isSigned: Bool = true
  ) -> [UInt8] {
    let lines =
      ["old \(old)"] + proof + ["", origin, checkpoint.size, checkpoint.root]
      + (isSigned
        ? ["", "\u{2014} \(Self.origin) \(signature ?? checkpoint.signature)"] : [])
    return Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  @Test("each request gets its published answer")
  func dialogue() throws {
    let witnessKey = try SignerKey(named: "example.com/witness")
    let publicKey = try #require(Hexadecimal.decode(Self.publicKey))
    let logKey = try VerifierKey(name: Self.origin, algorithm: .ed25519, publicKey: publicKey)
    let store = MemoryWitnessStore()
    let witness = Witness(
      key: witnessKey,
      rules: WitnessRules(logs: [WitnessRules.Log(origin: Self.origin, keys: [logKey])]),
      store: store, clock: { 1_700_000_000 })

    func expect(
      _ body: [UInt8], _ status: WitnessAnswer.Status, _ text: String? = nil,
      _ location: SourceLocation = #_sourceLocation
    ) throws {
      let answer = try witness.answer(body)
      #expect(answer.status == status, sourceLocation: location)
      if let text { #expect(answer.text == text, sourceLocation: location) }
      #expect(answer.body.last == UInt8(ascii: "\n"), sourceLocation: location)
      guard status == .cosigned else { return }
      let note = try SignedNote(parsing: WitnessRequest(parsing: body).note.bytes + answer.body)
      let cosigner = witnessKey.cosignerKey
      #expect(
        try note.verify(with: [cosigner, logKey]).isSigned(by: cosigner), sourceLocation: location)
    }

    try expect(body(old: 0, Self.one), .cosigned)
    // The published signature ends in "6gx=", whose unused bits are set; in its one form it is
    // refused as a signature, and in the published form before that.
    let bad = Self.three.signature.replacing("6go=", with: "6gw=")
    try expect(body(old: 1, proof: Self.proofToThree, Self.three, signature: bad), .notSigned)
    let loose = Self.three.signature.replacing("6go=", with: "6gx=")
    try expect(body(old: 1, proof: Self.proofToThree, Self.three, signature: loose), .malformed)
    let other = Self.origin.dropLast() + "3"
    try expect(
      body(old: 1, proof: Self.proofToThree, Self.three, origin: String(other)), .unknownLog)
    try expect(body(old: 1, Self.three), .inconsistent)
    try expect(body(old: 1, proof: Self.wrongProof, Self.three), .inconsistent)
    try expect(body(old: 1, proof: Self.proofToThree, Self.three), .cosigned)
    try expect(body(old: 1, proof: Self.proofFromOneToFive, Self.five), .otherSize, "3\n")
    try expect(body(old: 3, proof: Self.proofFromThreeToFive, Self.five), .cosigned)
    try expect(body(old: 0, Self.five), .otherSize, "5\n")
    try expect(body(old: 5, Self.five, isSigned: false), .malformed)
    try expect(body(old: 5, Self.malformed), .malformed)

    #expect(store.evidence.map(\.kind) == [.unproved])
    #expect(store.state(of: Self.origin)?.checkpoint.size == 5)
  }
}
