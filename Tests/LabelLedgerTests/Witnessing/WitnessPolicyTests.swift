import LabelLedger
import Testing

@Suite("Witness policy")
struct WitnessPolicyTests {
  private let log: SignerKey
  private let witnesses: [SignerKey]

  init() throws {
    log = try SignerKey(named: "example.com/log")
    witnesses = try (1...6).map { try SignerKey(named: "w\($0).example") }
  }

  private func vkey(_ number: Int) -> String { witnesses[number - 1].cosignerKey.description }

  private func policy(_ text: String) throws -> WitnessPolicy {
    try WitnessPolicy(parsing: Array(text.utf8))
  }

  private func name(_ text: String) -> WitnessPolicy.Text { WitnessPolicy.Text(text.utf8) }

  /// The specification's example: two of three, and any of three more.
  private var example: String {
    """
    log \(log.verifierKey)

    witness X1 \(vkey(1))
    witness X2 \(vkey(2))
    witness X3 \(vkey(3))
    group X-witnesses 2 X1 X2 X3

    witness Y1 \(vkey(4))
    witness Y2 \(vkey(5))
    witness Y3 \(vkey(6))
    group Y-witnesses any Y1 Y2 Y3

    group X-and-Y all X-witnesses Y-witnesses
    quorum X-and-Y

    """
  }

  @Test("the specification's example is read")
  func reading() throws {
    let policy = try policy(example)
    #expect(policy.logs.map(\.key) == [log.verifierKey])
    #expect(policy.witnesses.map(\.key) == witnesses.map(\.cosignerKey))
    #expect(policy.groups.map(\.threshold) == [2, 1, 2])
    #expect(policy.groups.map(\.members.count) == [3, 3, 2])
    #expect(policy.quorum == name("X-and-Y"))
  }

  @Test("every set of cosigners is judged as the example says")
  func sets() throws {
    let policy = try policy(example)
    let checkpoint = try Checkpoint(origin: log.name, size: 7, root: MerkleTree.leafHash([7]))
    let signature = try log.sign(checkpoint.text)
    let cosignatures = try witnesses.enumerated().map { place, witness in
      try witness.cosign(checkpoint.text, time: UInt64(place) + 100)
    }
    for set in 0..<64 {
      let chosen = (0..<6).filter { set >> $0 & 1 == 1 }
      let note = try SignedNote(
        text: checkpoint.text, signatures: [signature] + chosen.reversed().map { cosignatures[$0] })
      let isEnough = chosen.count { $0 < 3 } >= 2 && chosen.contains { $0 >= 3 }
      let names = chosen.map { policy.witnesses[$0].name }
      if isEnough {
        let acceptance = try policy.evaluate(note)
        #expect(acceptance.checkpoint == checkpoint)
        #expect(acceptance.log == log.verifierKey)
        #expect(acceptance.cosigners.map(\.name) == names)
        #expect(acceptance.cosigners.map(\.time) == chosen.map { UInt64($0) + 100 })
      } else {
        #expect(
          throws: PolicyRefusal.quorumNotReached(quorum: name("X-and-Y"), cosigners: names)
        ) { try policy.evaluate(note) }
      }
    }
  }

  @Test("one witness many times counts once, with its latest time")
  func repeated() throws {
    let checkpoint = try Checkpoint(origin: log.name, size: 7, root: MerkleTree.leafHash([7]))
    let two = """
      log \(log.verifierKey)
      witness a \(vkey(1))
      witness b \(vkey(2))
      group g 2 a b

      """
    let note = try checkpoint.signed(with: log).adding(
      [5, 9, 3].map { try witnesses[0].cosign(checkpoint.text, time: $0) })
    #expect(throws: PolicyRefusal.quorumNotReached(quorum: name("g"), cosigners: [name("a")])) {
      try policy(two + "quorum g\n").evaluate(note)
    }
    #expect(try policy(two + "quorum a\n").evaluate(note).cosigners.map(\.time) == [9])
    #expect(try policy(two + "quorum none\n").evaluate(note).cosigners.count == 1)
  }

  @Test("a log is trusted for its own origin alone")
  func origins() throws {
    let second = try SignerKey(named: "example.com/second")
    let policy = try policy(
      "log \(log.verifierKey)\nlog \(second.verifierKey)\nquorum none\n")
    let root = MerkleTree.leafHash([])
    let own = try Checkpoint(origin: log.name, size: 1, root: root)
    #expect(try policy.evaluate(own.signed(with: log)).log == log.verifierKey)
    #expect(throws: PolicyRefusal.notSignedByLog(origin: log.name)) {
      try policy.evaluate(own.signed(with: second))
    }
    let other = try Checkpoint(origin: "example.com/third", size: 1, root: root)
    #expect(throws: PolicyRefusal.unknownLog(origin: "example.com/third")) {
      try policy.evaluate(other.signed(with: log))
    }
    let third = try SignerKey(named: "example.com/third")
    let known = try policy.evaluate(
      other.signed(with: third), knownLogs: [third.verifierKey])
    #expect(known.log == third.verifierKey)
    let note = try SignedNote(text: Array("no\n".utf8), signatures: [log.sign(Array("no\n".utf8))])
    #expect(throws: PolicyRefusal.checkpoint(.lineCount(1))) { try policy.evaluate(note) }
  }

  @Test("cosignatures of a witness do not stand in for the log's signature, nor the reverse")
  func kinds() throws {
    let policy = try policy("log \(log.verifierKey)\nwitness a \(vkey(1))\nquorum a\n")
    let checkpoint = try Checkpoint(origin: log.name, size: 1, root: MerkleTree.leafHash([]))
    let cosigned = try SignedNote(
      text: checkpoint.text, signatures: [witnesses[0].cosign(checkpoint.text, time: 1)])
    #expect(throws: PolicyRefusal.notSignedByLog(origin: log.name)) {
      try policy.evaluate(cosigned)
    }
    let signed = try checkpoint.signed(with: log).adding([witnesses[0].sign(checkpoint.text)])
    #expect(throws: PolicyRefusal.quorumNotReached(quorum: name("a"), cosigners: [])) {
      try policy.evaluate(signed)
    }
    let older = try Checkpoint(origin: log.name, size: 2, root: MerkleTree.leafHash([]))
    let moved = try checkpoint.signed(with: log).adding([witnesses[0].cosign(older.text, time: 1)])
    #expect(
      throws: PolicyRefusal.note(
        .badSignature(name: witnesses[0].name, id: witnesses[0].cosignerKey.id))
    ) { try policy.evaluate(moved) }
  }

  @Test("white space, comments, web addresses and names of any bytes are read")
  func freedoms() throws {
    let spaced = try policy(
      "\n# comment\n\t # another\n\twitness \t w1  \(vkey(1))   https://w1.example/  \n\n"
        + " quorum\tw1\n"
    )
    #expect(spaced.witnesses.first?.url == name("https://w1.example/"))
    #expect(spaced.quorum == name("w1"))
    #expect(try policy("quorum none\n").quorum == nil)
    let keywords = try policy(
      "witness all \(vkey(1))\nwitness any \(vkey(2))\ngroup group 2 all any\nquorum group\n")
    #expect(keywords.groups.first?.members == [name("all"), name("any")])
    let start = Array("witness ".utf8)
    let bytes: [UInt8] = [0x4b, 0x80]
    let octets = try WitnessPolicy(
      parsing: start + bytes + Array(" \(vkey(1))\nquorum ".utf8) + bytes + [10])
    #expect(octets.quorum?.bytes == bytes)
    let large = try VerifierKey(
      name: "q.example", algorithm: .unknown(6), publicKey: [UInt8](repeating: 1, count: 1312))
    #expect(try policy("witness q \(large)\nquorum q\n").witnesses.count == 1)
    let long = (0..<40).map { "# \($0)\n" }.joined() + "quorum none\n"
    #expect(try policy(long).quorum == nil)
  }

  @Test("everything else names the line and what is wrong with it")
  func refused() throws {
    let first = vkey(1)
    let lines = "witness w1 \(first)\nwitness w2 \(vkey(2))\n"
    let ed25519 = witnesses[0].verifierKey
    let ecdsa = try VerifierKey(name: "e.example", algorithm: .unknown(2), publicKey: [1, 2, 3])
    let renamed = try VerifierKey(
      name: "other.example", algorithm: .cosignature, publicKey: ed25519.publicKey)
    for (text, line, problem): (String, Int, WitnessPolicyError.Problem) in [
      ("", 1, .noQuorum), ("\n\n", 2, .noQuorum), (lines, 2, .noQuorum),
      ("quorum none", 1, .unfinishedLine), ("quorum none\n#", 2, .unfinishedLine),
      ("quorum none\n\u{1}\n", 2, .octet(1)), ("quorum none\r\n", 1, .octet(13)),
      ("# \u{7f}\n", 1, .octet(127)), ("quibble w1\n", 1, .keyword(name("quibble"))),
      ("Quorum none\n", 1, .keyword(name("Quorum"))),
      (
        "witness w1 \(first) https://w1.example # comment\n", 1,
        .form("witness <name> <vkey> [<url>]")
      ),
      ("log\n", 1, .form("log <vkey> [<url>]")), ("log garbage\n", 1, .key(.form)),
      ("log \(first)\n", 1, .keyType(4)), ("log \(ecdsa)\n", 1, .keyType(2)),
      ("log \(ed25519)\nlog \(ed25519) https://log.example\n", 2, .duplicateKey),
      ("witness w1\n", 1, .form("witness <name> <vkey> [<url>]")),
      ("witness w1 \(ecdsa)\n", 1, .keyType(2)), ("witness w1 \(ed25519)\n", 1, .keyType(1)),
      ("witness none \(first)\n", 1, .name(name("none"))),
      ("witness w1 \(first)\nwitness w1 \(vkey(2))\n", 2, .name(name("w1"))),
      ("witness w1 \(first)\nwitness w2 \(renamed)\n", 2, .duplicateKey),
      (lines + "group w1 any w1\n", 3, .name(name("w1"))),
      (lines + "group g1 1\n", 3, .form("group <name> <k, any or all> <name>...")),
      (lines + "group none any w1\n", 3, .name(name("none"))),
      (lines + "group g1 0 w1\n", 3, .threshold(name("0"), members: 1)),
      (lines + "group g1 -1 w1\n", 3, .threshold(name("-1"), members: 1)),
      (lines + "group g1 01 w1\n", 3, .threshold(name("01"), members: 1)),
      (lines + "group g1 2 w1\n", 3, .threshold(name("2"), members: 1)),
      (lines + "group g1 some w1\n", 3, .threshold(name("some"), members: 1)),
      (
        lines + "group g1 9999999999999999999 w1\n", 3,
        .threshold(name("9999999999999999999"), members: 1)
      ),
      (lines + "group g1 any w3\n", 3, .undefined(name("w3"))),
      (lines + "group g1 any g1\n", 3, .undefined(name("g1"))),
      ("group g1 any w1\n" + lines, 1, .undefined(name("w1"))),
      (lines + "group g1 any none w1\n", 3, .undefined(name("none"))),
      (lines + "group g1 all w1 w1\n", 3, .repeatedMember(name("w1"))),
      (lines + "group g1 any w1 w2\ngroup g2 any w1\n", 4, .repeatedMember(name("w1"))),
      (lines + "quorum w1\nquorum w1\n", 4, .secondQuorum),
      ("quorum none\nquorum none\n", 2, .secondQuorum),
      ("quorum unknown\n", 1, .undefined(name("unknown"))),
      ("quorum w1\n" + lines, 1, .undefined(name("w1"))),
      ("quorum\n", 1, .form("quorum <name or none>")),
      ("quorum none none\n", 1, .form("quorum <name or none>")),
    ] {
      #expect(throws: WitnessPolicyError(line: line, problem: problem), "\(text)") {
        try policy(text)
      }
    }
    #expect(throws: WitnessPolicyError(line: 1, problem: .tooLong(1_000_001))) {
      try WitnessPolicy(parsing: [UInt8](repeating: 10, count: 1_000_001))
    }
    #expect(throws: WitnessPolicyError(line: 1, problem: .keyText)) {
      try WitnessPolicy(parsing: Array("log ".utf8) + [0xff, 10])
    }
  }

  @Test("changed policies never end the process")
  func randomChanges() {
    var random = ByteChanges(seed: 3)
    let bytes = Array(example.utf8)
    var accepted = 0
    for _ in 0..<1000 where !refuses({ try WitnessPolicy(parsing: random.change(bytes)) }) {
      accepted += 1
    }
    #expect(accepted < 1000)
  }
}
