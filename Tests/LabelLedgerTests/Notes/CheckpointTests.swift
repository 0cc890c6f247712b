import LabelLedger
import Testing

@Suite("Checkpoint")
struct CheckpointTests {
  private static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

  @Test("the specification's checkpoint is read and written back")
  func example() throws {
    let text = "example.com/behind-the-sofa\n20852163\n\(Self.root)\n"
    let checkpoint = try Checkpoint(parsing: Array(text.utf8))
    #expect(checkpoint.origin == "example.com/behind-the-sofa")
    #expect(checkpoint.size == 20_852_163)
    #expect(checkpoint.root.base64 == Self.root)
    #expect(checkpoint.text == Array(text.utf8))
    #expect(checkpoint.isOf(origin: "example.com/behind-the-sofa"))
    #expect(!checkpoint.isOf(origin: "example.com/behind-the-sofa/"))
  }

  @Test(
    "all sizes and origins of the specification are read",
    arguments: ["go.sum database tree\n0", "a\n1", "caf\u{e9} + x\n9223372036854775807"])
  func allowed(_ start: String) throws {
    let text = Array("\(start)\n\(Self.root)\n".utf8)
    #expect(try Checkpoint(parsing: text).text == text)
  }

  @Test("anything else names what is wrong")
  func refused() throws {
    let root = Self.root
    for (text, error): (String, CheckpointError) in [
      ("", .lineCount(0)), ("Head\n9944\n", .lineCount(2)), ("Log\n123\n\(root)", .lineCount(2)),
      ("Log\n123\n\(root)\nextension\n", .lineCount(4)), ("Log\n123\n\(root)\n\n", .lineCount(4)),
      ("\nLog\n123\n\(root)\n", .lineCount(4)), ("\n9944\n\(root)\n", .origin("")),
      ("L\u{0}g\n1\n\(root)\n", .origin("L\u{0}g")), ("Log\r\n1\n\(root)\n", .origin("Log\r")),
      ("Log\nbananas\n\(root)\n", .size("bananas")), ("Log\n-34\n\(root)\n", .size("-34")),
      ("Log\n+34\n\(root)\n", .size("+34")), ("Log\n\n\(root)\n", .size("")),
      ("Log\n034\n\(root)\n", .size("034")), ("Log\n00\n\(root)\n", .size("00")),
      ("Log\n1 \n\(root)\n", .size("1 ")), ("Log\n1.0\n\(root)\n", .size("1.0")),
      ("Log\n\u{661}\n\(root)\n", .size("\u{661}")),
      ("Log\n9223372036854775808\n\(root)\n", .size("9223372036854775808")),
      ("Log\n18446744073709551617\n\(root)\n", .size("18446744073709551617")),
      ("Log\n3438945738945739845734895735\n\(root)\n", .size("3438945738945739845734895735")),
      ("Log\n123\nThisIsn'tBase64\n", .root("ThisIsn'tBase64")),
      ("Log\n123\nYmFuYW5hcw==\n", .root("YmFuYW5hcw==")), ("Log\n123\n\n", .root("")),
      (
        "Log\n123\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        .root("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=")
      ),
      (
        "Log\n123\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n",
        .root("CsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=")
      ),
    ] {
      #expect(throws: error, "\(text)") { try Checkpoint(parsing: Array(text.utf8)) }
    }
    #expect(throws: CheckpointError.notUTF8) {
      try Checkpoint(parsing: [0xff] + Array("\n1\n\(root)\n".utf8))
    }
    let hash = try #require(Hash(base64: root))
    #expect(throws: CheckpointError.origin("")) { try Checkpoint(origin: "", size: 1, root: hash) }
    #expect(throws: CheckpointError.origin("a\nb")) {
      try Checkpoint(origin: "a\nb", size: 1, root: hash)
    }
    #expect(throws: CheckpointError.size("9223372036854775808")) {
      try Checkpoint(origin: "a", size: 1 << 63, root: hash)
    }
  }

  @Test("a signed checkpoint is read back")
  func signed() throws {
    let key = try SignerKey(named: "example.com/labels")
    let checkpoint = try Checkpoint(
      origin: key.name, size: 3, root: MerkleTree.leafHash([1, 2, 3]))
    let note = try SignedNote(parsing: checkpoint.signed(with: key).bytes)
    #expect(try note.verify(with: [key.verifierKey]).isSigned(by: key.verifierKey))
    #expect(try Checkpoint(parsing: note.text) == checkpoint)
  }

  @Test("origins that only look the same are different logs")
  func spelling() throws {
    let one = try Checkpoint(origin: "caf\u{e9}", size: 1, root: MerkleTree.emptyRoot)
    let other = try Checkpoint(origin: "cafe\u{301}", size: 1, root: MerkleTree.emptyRoot)
    #expect(one != other)
    #expect(!one.isOf(origin: other.origin))
  }
}
