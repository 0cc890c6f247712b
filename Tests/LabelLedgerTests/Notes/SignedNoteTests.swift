import LabelLedger
import Testing

@Suite("Signed note")
struct SignedNoteTests {
  private let peter: VerifierKey
  private let enoch: VerifierKey

  init() throws {
    peter = try VerifierKey(parsing: PublishedNotes.peter)
    enoch = try VerifierKey(parsing: PublishedNotes.enoch)
  }

  private func bytes(_ lines: String...) -> [UInt8] {
    Array((PublishedNotes.text + "\n" + lines.joined()).utf8)
  }

  @Test("the specification's note opens, and is written back")
  func example() throws {
    let note = try SignedNote(parsing: PublishedNotes.exampleNote)
    #expect(note.bytes == PublishedNotes.exampleNote)
    #expect(note.text == Array("This is an example message.\n".utf8))
    let key = try VerifierKey(parsing: PublishedNotes.example)
    #expect(try note.verify(with: [key]).isSigned(by: key))
  }

  @Test("unknown keys are kept and ignored, known ones must hold")
  func keys() throws {
    let note = try SignedNote(
      parsing: bytes(PublishedNotes.peterLine, PublishedNotes.enochLine))
    let one = try note.verify(with: [peter])
    #expect(one.verified.map(\.key) == [peter])
    #expect(one.unverified.map(\.name) == ["EnochRoot"])
    let both = try note.verify(with: [enoch, peter, enoch])
    #expect(both.verified.map(\.key) == [peter, enoch])
    #expect(both.unverified.isEmpty)
    #expect(!one.isSigned(by: enoch))
    #expect(throws: NoteError.noKnownSignature(names: ["PeterNeumann", "EnochRoot"])) {
      try note.verify(with: [])
    }
    let other = try SignerKey(named: "PeterNeumann").verifierKey
    #expect(throws: NoteError.noKnownSignature(names: ["PeterNeumann", "EnochRoot"])) {
      try note.verify(with: [other])
    }
    let bad = PublishedNotes.enochLine.replacing("+vAF1", with: "+vAF2")
    let half = try SignedNote(parsing: bytes(PublishedNotes.peterLine, bad))
    #expect(try half.verify(with: [peter]).unverified.count == 1)
    #expect(throws: NoteError.badSignature(name: "EnochRoot", id: 0xaf0c_fe78)) {
      try half.verify(with: [peter, enoch])
    }
    let wordy = try SignedNote(
      parsing: bytes(PublishedNotes.peterLine, PublishedNotes.peterLine))
    #expect(try wordy.verify(with: [peter]).verified.count == 2)
  }

  @Test("a key of an unknown type counts as unknown")
  func unknownType() throws {
    let unknown = try VerifierKey(name: "x", algorithm: .unknown(6), publicKey: [1, 2, 3])
    let id = VerifierKeyID.text(unknown.id)
    let line = "\u{2014} x \(Base64.encode(id + [1, 2, 3, 4]))\n"
    let note = try SignedNote(parsing: bytes(PublishedNotes.peterLine, line))
    #expect(try note.verify(with: [peter, unknown]).unverified.map(\.name) == ["x"])
    #expect(throws: NoteError.self) { try note.verify(with: [unknown]) }
  }

  @Test("no changed byte of a note passes")
  func changed() throws {
    var accepted: [[UInt8]] = []
    for place in PublishedNotes.note.indices {
      for change: UInt8 in [1, 0x20, 0x80] {
        var bytes = PublishedNotes.note
        bytes[place] ^= change
        if !refuses({ try SignedNote(parsing: bytes).verify(with: [peter]) }) {
          accepted.append(bytes)
        }
      }
      var shorter = PublishedNotes.note
      shorter.remove(at: place)
      if !refuses({ try SignedNote(parsing: shorter).verify(with: [peter]) }) {
        accepted.append(shorter)
      }
    }
    #expect(accepted == [])
  }

  @Test("malformed notes name what is wrong")
  func malformed() {
    let text = PublishedNotes.text
    let line = PublishedNotes.peterLine
    for (note, error): (String, NoteError) in [
      ("", .unfinishedLine), (text, .noSignatures), (text + "\n", .noSignatures),
      (text + line, .noSignatures), ("\n" + line, .noSignatures),
      (text + "\n" + line.dropLast(), .unfinishedLine),
      ("\u{1}" + text + "\n" + line, .controlCharacter(1, offset: 0)),
      ("a\r\n\n" + line, .controlCharacter(13, offset: 1)),
      (text + "\n" + line.replacing("PeterNeumann", with: "Bad Name"), .signatureLine(1)),
      (text + "\n" + line.replacing("PeterNeumann", with: "Bad\u{2009}Name"), .signatureLine(1)),
      (text + "\n" + line.replacing("PeterNeumann", with: "a+b"), .signatureLine(1)),
      (text + "\n" + line.replacing("PeterNeumann", with: ""), .signatureLine(1)),
      (text + "\n" + line + "Unexpected line.\n", .signatureLine(2)),
      (text + "\n" + line.replacing("\u{2014}", with: "-"), .signatureLine(1)),
      (text + "\n" + line.replacing("\u{2014} ", with: "\u{2014}"), .signatureLine(1)),
      (text + "\n" + line.replacing("=\n", with: "\n"), .signatureLine(1)),
      (text + "\n" + line.replacing("=\n", with: "= \n"), .signatureLine(1)),
      (text + "\n\u{2014} a AAAAAA==\n", .signatureLine(1)),
      (text + "\n\u{2014} a \n", .signatureLine(1)),
      (text + "\n" + String(repeating: line, count: 101), .tooManySignatures(101)),
    ] {
      #expect(throws: error, "\(note)") { try SignedNote(parsing: Array(note.utf8)) }
    }
    #expect(throws: NoteError.notUTF8) { try SignedNote(parsing: [0xff] + PublishedNotes.note) }
    let long = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000) + PublishedNotes.note
    #expect(throws: NoteError.tooLong(long.count)) { try SignedNote(parsing: long) }
  }

  @Test("a text may hold blank lines and lines like signatures")
  func blankLines() throws {
    let key = try SignerKey(named: "example.com/log")
    for text in [
      "\n", "\n\n", "a\n\nb\n", "a\n\n", "a\n\n\u{2014} b AAAAAAA=\n", "\u{e8} subito\n",
    ] {
      let bytes = Array(text.utf8)
      let note = try SignedNote(text: bytes, signatures: [try key.sign(bytes)])
      let back = try SignedNote(parsing: note.bytes)
      #expect(back == note)
      #expect(try back.verify(with: [key.verifierKey]).isSigned(by: key.verifierKey))
    }
  }

  @Test("only what can be read back is put together")
  func puttingTogether() throws {
    let note = try SignedNote(parsing: PublishedNotes.note)
    let signature = note.signatures[0]
    #expect(throws: NoteError.text) { try SignedNote(text: [], signatures: [signature]) }
    #expect(throws: NoteError.text) {
      try SignedNote(text: Array("abc".utf8), signatures: [signature])
    }
    #expect(throws: NoteError.noSignatures) { try SignedNote(text: note.text, signatures: []) }
    #expect(throws: NoteError.controlCharacter(9, offset: 0)) {
      try SignedNote(text: Array("\t\n".utf8), signatures: [signature])
    }
    #expect(try note.adding([signature]) == note)
    let key = try SignerKey(named: "second")
    let longer = try note.adding([try key.sign(note.text)])
    #expect(longer.signatures.count == 2)
    #expect(try longer.verify(with: [peter, key.verifierKey]).unverified.isEmpty)
    let many = try (0..<99).map { try SignerKey(named: "k\($0)").sign(note.text) }
    #expect(try note.adding(many).signatures.count == 100)
    #expect(throws: NoteError.tooManySignatures(101)) { try longer.adding(many) }
  }

  @Test("whatever is read is written back, and changed notes never end the process")
  func randomChanges() {
    var random = ByteChanges(seed: 20_261)
    for _ in 0..<3000 {
      let bytes = random.change(PublishedNotes.note)
      guard let note = try? SignedNote(parsing: bytes) else { continue }
      #expect(note.bytes == bytes)
    }
  }
}

/// The four bytes of a key ID.
private enum VerifierKeyID {
  static func text(_ id: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: id >> (24 - 8 * $0)) }
  }
}
