import ArrayFiles
import FlipguardTestSupport
import Testing

@Suite struct RecordFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(
    _ name: String = "j", n: Int = 3, forEachRecord body: ([UInt8]) -> Void = { _ in }
  ) throws(FileError) -> RecordFile {
    try RecordFile(
      path: folder.file(name), kind: "list of numbers", subject: [("n", "\(n)"), ("m", "x")]
    ) { (record) throws(FileError) in body(record) }
  }

  private func records(_ name: String = "j") throws -> [[UInt8]] {
    var found: [[UInt8]] = []
    _ = try open(name) { found.append($0) }
    return found
  }

  @Test func `the file appears with the first record, and goes when it is removed`() throws {
    var file = try open()
    #expect(folder.contents.isEmpty)
    try file.append([1])
    #expect(folder.contents == ["j"])
    try file.remove()
    #expect(folder.contents.isEmpty)
    try open().remove()
  }

  @Test func `whatever length the file is cut to, whole records stay and more can follow`() throws {
    let written: [[UInt8]] = [[1, 2, 3], [0], [UInt8](repeating: 9, count: 40)]
    var ends: [Int] = []
    do {
      var file = try open()
      for record in written {
        try file.append(record)
        ends.append(try folder.rawBytes("j").count)
      }
    }
    let whole = try folder.rawBytes("j")
    for length in 0...whole.count {
      try OutputFile.write(whole.prefix(length), to: folder.file("cut"))
      let intact = ends.count { $0 <= length }
      #expect(try records("cut") == Array(written.prefix(intact)))
      var file = try open("cut")
      try file.append([7])
      _ = consume file
      #expect(try records("cut") == written.prefix(intact) + [[7]])
    }
  }

  @Test func `a record that was spoilt ends the list`() throws {
    do {
      var file = try open()
      for value in 0..<3 { try file.append([UInt8](repeating: UInt8(value), count: 5)) }
    }
    let whole = try folder.rawBytes("j")
    let start = whole.count - 3 * 13
    for position in start..<whole.count {
      var spoilt = whole
      spoilt[position] ^= 0x10
      try OutputFile.write(spoilt, to: folder.file("j"))
      #expect(try records().count == (position - start) / 13)
    }
    // A crash of the machine may leave zeros where bytes never arrived.
    try OutputFile.write(whole + [UInt8](repeating: 0, count: 100), to: folder.file("j"))
    #expect(try records().count == 3)
  }

  @Test func `a file about something else is refused and stays as it is`() throws {
    do {
      var file = try open(n: 4)
      try file.append([1])
    }
    let before = try folder.rawBytes("j")
    let other = #expect(throws: FileError.self) { _ = try open(n: 3) }
    #expect(
      other?.description
        == "\(folder.file("j")): found a list of numbers with n: 4; allowed: n: 3; "
        + "give the earlier options again, or delete the file to start anew")
    try OutputFile.write("important", to: folder.file("k"))
    let stranger = #expect(throws: FileError.self) { _ = try open("k") }
    #expect(stranger?.description.contains("something else than a list of numbers") == true)
    #expect(try folder.rawBytes("j") == before)
    #expect(try folder.rawBytes("k") == Array("important".utf8))
  }

  @Test func `one at a time has the file open`() throws {
    var file = try open()
    try file.append([1])
    let error = #expect(throws: FileError.self) { _ = try open() }
    #expect(
      error
        == .cannotOpen(path: folder.file("j"), reason: "another process is writing to it"))
    try file.append([2])
    try file.remove()
  }
}
