import LabelLedger
import Testing

@Suite("Snapshots")
struct SnapshotTests {
  @Test("file and root are those that another program computes")
  func golden() throws {
    let snapshot = SnapshotSamples.snapshot
    let text = #"""
      id,exampleDigest,label,leafHash
      "a""2",,dog,d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35
      "a,1",2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881,cat,6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b
      b/é,a1fce4363854ff888cff4b8e7875d600c2682390412a8cf79b37d0b11148b0fa,"cat, or ""dog""",4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce
      Ａ,,dog,4b227777d4dd1fc61c6f884f48641d02b4d121d3fd328cb08b5531fcacdabf8a
      😀,,dog,ef2d127de37b942baad06145e54b0c619a1f22327b2ebbcfbec78f5564afe39d

      """#
    #expect(String(decoding: snapshot.csv, as: UTF8.self) == text)
    #expect(
      Hash(of: snapshot.csv).hexadecimal
        == "88713dd145ede1da493a3346ed2603d474e9fbf98efe189eec0a86a59b51ce84")
    #expect(
      snapshot.root.hexadecimal
        == "c69f829a192f091a7158d3de57cf78cacd78c8a0ca875e834c0064adeb72d4c2")
    #expect(try Snapshot(csv: snapshot.csv) == snapshot)
  }

  @Test("classes are counted in order")
  func counts() {
    #expect(
      SnapshotSamples.snapshot.classCounts == [
        ClassCount(label: "cat", count: 1), ClassCount(label: "cat, or \"dog\"", count: 1),
        ClassCount(label: "dog", count: 3),
      ])
  }

  @Test("no rows are a snapshot too")
  func empty() throws {
    let empty = try Snapshot(rows: [])
    #expect(empty.csv == Array("id,exampleDigest,label,leafHash\n".utf8))
    #expect(empty.root == MerkleTree.emptyRoot)
    #expect(try Snapshot(csv: empty.csv) == empty)
    let seal = empty.seal(size: 1, excluded: [:], level: .l1)
    #expect(seal.rows == 0 && seal.classes.isEmpty)
  }

  @Test("an example has one row, whatever Unicode thinks of it")
  func repeated() throws {
    let row = SnapshotSamples.snapshot.rows[0]
    #expect(throws: SnapshotError.repeatedExample(row.example)) { try Snapshot(rows: [row, row]) }
    let rows = ["\u{E9}", "e\u{301}"].map {
      Snapshot.Row(
        example: Identifier(stringLiteral: $0), exampleDigest: nil, label: "x",
        leafHash: row.leafHash)
    }
    let snapshot = try Snapshot(rows: rows)
    #expect(snapshot.rows.map(\.example) == ["e\u{301}", "\u{E9}"])
    #expect(try Snapshot(csv: snapshot.csv) == snapshot)
  }

  private static let hash = String(repeating: "ab", count: 32)

  @Test(
    "other files are refused",
    arguments: [
      ("", .header), ("id,exampleDigest,label,leafHash", .header),
      ("id,exampleDigest,label,leafHash\r\n", .header), ("id,label\n", .header),
      ("\u{FEFF}id,exampleDigest,label,leafHash\n", .header),
      ("|a,,x\n", .fieldCount(line: 2, given: 3)), ("|\n", .fieldCount(line: 2, given: 1)),
      ("|a,,x,\(hash)", .form(line: 2)), ("|a,,x,\(hash)\r\n", .form(line: 2)),
      ("|\"a\",,x,\(hash)\n", .form(line: 2)), ("|b,,x,\(hash)\na,,x,\(hash)\n", .order(line: 3)),
      ("|a,,x,\(hash)\na,,x,\(hash)\n", .repeatedExample("a")),
      ("|a\"b,,x,\(hash)\n", .csv(CSVError(.quotationInside, line: 2))),
    ] as [(String, SnapshotError)])
  func refused(_ pair: (text: String, error: SnapshotError)) {
    let header = "id,exampleDigest,label,leafHash\n"
    let text = pair.text.hasPrefix("|") ? header + pair.text.dropFirst() : pair.text
    #expect(throws: pair.error) { try Snapshot(csv: Array(text.utf8)) }
  }

  @Test(
    "a field that is none is refused with its line and name",
    arguments: [
      (",,x,\(hash)", "id"), ("a,00,x,\(hash)", "exampleDigest"), ("a,,,\(hash)", "label"),
      ("a,,x,", "leafHash"), ("a,,x,\(hash.uppercased())", "leafHash"),
      ("\"a\nb\",,x,\(hash)", "id"),
    ])
  func fields(_ pair: (line: String, name: String)) throws {
    let text = "id,exampleDigest,label,leafHash\n\(pair.line)\n"
    let error = try #require(throws: SnapshotError.self) {
      try Snapshot(csv: Array(text.utf8))
    }
    guard case .field(let line, let field) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(line == 2 && field.path == pair.name)
  }

  @Test("every change of a byte changes what is read or is refused")
  func mutations() throws {
    let snapshot = SnapshotSamples.snapshot
    let start = snapshot.csv
    var generator = SeededGenerator(seed: 31)
    for index in start.indices {
      var bytes = start
      bytes[index] ^= UInt8.random(in: 1...255, using: &generator)
      guard let read = try? Snapshot(csv: bytes) else { continue }
      #expect(read.csv == bytes)
      #expect(read.root != snapshot.root)
    }
  }
}
