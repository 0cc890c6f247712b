import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Testing

@testable import FlipguardCommand

/// What a sanitization changed comes back.
@Suite struct UndoTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs a command line in which `/` stands before files of the folder.
  private func run(_ line: String) throws {
    let arguments = line.split(separator: " ").map { word in
      word.hasPrefix("/") ? folder.file(String(word.dropFirst())) : String(word)
    }
    let command = try #require(
      try FlipguardCommand.parseAsRoot(arguments + ["--quiet"]) as? any Subcommand)
    try command.execute()
  }

  /// Why a command line is refused, once it is known that nothing was written.
  private func refusal(_ line: String, code: Int32) throws -> String {
    let before = folder.contents
    let error = try #require(throws: (any Error).self) { try run(line) }
    let outcome = Outcome(of: error)
    #expect(outcome.exitCode.rawValue == code && folder.contents == before)
    #expect(!outcome.message.contains("\n"))
    return outcome.message
  }

  /// Two clusters; the labels of rows 3 and 7 are swapped.
  private static let positions: [Float] = [0, 1, 2, 3, 50, 51, 52, 53]
  private static let classes = [1, 1, 1, 0, 0, 0, 0, 1]

  private func save(_ name: String) throws {
    let dataset = try Dataset(
      features: Matrix(rowCount: 8, columnCount: 1, elements: Self.positions),
      labels: Labels(classIndices: Self.classes, classNames: ["0", "1"]),
      ids: name.hasSuffix("npz") ? (0..<8).map { "id\($0)" } : nil)
    try DatasetFile.write(dataset, to: folder.file(name))
  }

  private func changes() throws -> String {
    String(decoding: try folder.rawBytes("changes.csv"), as: UTF8.self)
  }

  @Test(
    arguments: [
      "d.csv", "d.csv.gz", "d.npy", "d.npy.gz", "d.npz", "d.libsvm", "d.libsvm.gz",
    ], ["relabel", "remove"])
  func `every format comes back byte for byte`(name: String, action: String) throws {
    try save(name)
    try run("sanitize /\(name) --k 3 --action \(action) --output /out-\(name)")
    #expect(try folder.rawBytes("out-\(name)") != folder.rawBytes(name))
    #expect(try changes().split(separator: "\n").count == 3)
    try run("sanitize --undo /changes.csv /out-\(name) --output /back-\(name)")
    #expect(try folder.rawBytes("back-\(name)") == folder.rawBytes(name))
  }

  @Test(arguments: ["d.csv", "d.npy", "d.libsvm", "d.csv.gz"])
  func `labels come back by the table of changes alone`(name: String) throws {
    try save(name)
    try run("sanitize /\(name) --k 3 --output /out-\(name)")
    try remove("out-\(name).undo")
    try run("sanitize --undo /changes.csv /out-\(name) --output /back-\(name)")
    #expect(try folder.rawBytes("back-\(name)") == folder.rawBytes(name))
  }

  private func remove(_ name: String) throws {
    let copy = try folder.rawBytes(name)
    #expect(!copy.isEmpty)
    try #require(removeFile(folder.file(name)))
  }

  /// Line ends, quotes, spaces, ids, blank lines, spellings of numbers and an end without a line feed.
  private static let texts = [
    "x,y\r\n0,a\r\n1,a\r\n2,a\r\n3,b\r\n50,b\r\n51,b\r\n52,b\r\n53,a",
    "id,\"x\"\"\",y\n\n\"p,1\",0,\"a\"\nq,1, a\n\nr,2,\"a\"\ns,3, b \nt,50,b\nu,51,\"b\"\nv,52,b\nw,53,a\n\n",
    "x;y\n0;1\n1;1e0\n2;+1\n3;0e0\n50;0.0\n51;0\n52;0\n53;1.00\n",
    "\u{FEFF}x,y\n0,é\n1,é\n2,é\n3,\"a, b\"\n50,\"a, b\"\n51,\"a, b\"\n52,\"a, b\"\n53, é \n",
  ]

  @Test(arguments: texts, ["relabel", "remove"])
  func `a CSV file comes back however it is written`(text: String, action: String) throws {
    try folder.save(text, as: "d.csv")
    let columns = text.hasPrefix("id") ? "--id id --header present" : "--header present"
    try run("sanitize /d.csv \(columns) --k 3 --action \(action) --output /out.csv")
    #expect(try folder.rawBytes("out.csv") != folder.rawBytes("d.csv"))
    try run("sanitize --undo /changes.csv /out.csv --output /back.csv")
    #expect(try folder.rawBytes("back.csv") == Array(text.utf8))
  }

  @Test func `labels and data in two files come back each`() throws {
    try folder.save("x\n0\n1\n2\n3\n50\n51\n52\n53\n", as: "x.csv")
    try folder.save("a\na\na\nb\nb\nb\nb\na\n", as: "y.csv")
    let columns = "--labels /y.csv --header present"
    try run("sanitize /x.csv \(columns) --k 3 --action remove --output /out.csv")
    try run("sanitize --undo /changes.csv /out.csv --output /y2.csv")
    try run("sanitize --undo /changes.csv /x-sanitized.csv --output /x2.csv")
    #expect(try folder.rawBytes("y2.csv") == folder.rawBytes("y.csv"))
    #expect(try folder.rawBytes("x2.csv") == folder.rawBytes("x.csv"))
    try run("sanitize /x.csv \(columns) --k 3 --output /out.csv")
    try remove("out.csv.undo")
    try run(
      "sanitize --undo /changes.csv /x.csv --labels /out.csv --header present --output /y3.csv")
    #expect(try folder.rawBytes("y3.csv") == folder.rawBytes("y.csv"))
  }

  @Test func `images and their labels come back`() throws {
    try folder.save(
      NPYArray(bytes: [0, 1, 2, 3, 50, 51, 52, 53], shape: [8, 1]), as: "x.npy")
    try folder.save(NPYArray(bytes: [1, 1, 1, 0, 0, 0, 0, 1], shape: [8]), as: "y.npy")
    let idx: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 8, 1, 1, 1, 0, 0, 0, 0, 1]
    try OutputFile.write(idx, to: folder.file("y.idx"))
    for labels in ["y.npy", "y.idx"] {
      for action in ["relabel", "remove"] {
        try run(
          "sanitize /x.npy --labels /\(labels) --k 3 --action \(action) --output /out-\(labels)")
        try run("sanitize --undo /changes.csv /out-\(labels) --output /back-\(labels)")
        #expect(try folder.rawBytes("back-\(labels)") == folder.rawBytes(labels))
      }
    }
    try run("sanitize --undo /changes.csv /x-sanitized.npy --output /x2.npy")
    #expect(try folder.rawBytes("x2.npy") == folder.rawBytes("x.npy"))
  }

  @Test func `an archive of another tool comes back`() throws {
    var archive = NPZArchive()
    try archive.set("y", to: NPYArray(bytes: [1, 1, 1, 0, 0, 0, 0, 1], shape: [8]))
    try archive.set("X", to: NPYArray(bytes: [0, 1, 2, 3, 50, 51, 52, 53], shape: [8, 1]))
    try folder.save(archive, as: "d.npz")
    var bytes = try folder.rawBytes("d.npz")
    // Another time of the first entry, in its head and in the directory, as other tools write the present one.
    let directory = try #require(
      (0..<bytes.count).first { bytes[$0...].starts(with: [80, 75, 1, 2]) })
    for place in [10, directory + 12] { bytes[place] = 0x21 }
    try OutputFile.write(bytes, to: folder.file("d.npz"))
    for action in ["relabel", "remove"] {
      try run("sanitize /d.npz --k 3 --action \(action) --output /out.npz")
      try run("sanitize --undo /changes.csv /out.npz --output /back.npz")
      #expect(try folder.rawBytes("back.npz") == bytes)
    }
  }

  @Test func `contents come back under another compression`() throws {
    try save("d.csv")
    for action in ["relabel", "remove"] {
      try run("sanitize /d.csv --k 3 --action \(action) --output /out.csv.gz")
      try run("sanitize --undo /changes.csv /out.csv.gz --output /back.csv")
      #expect(try folder.rawBytes("back.csv") == folder.rawBytes("d.csv"))
      try run("sanitize --undo /changes.csv /out.csv.gz --output /back.csv.gz")
      #expect(
        try ByteReader(path: folder.file("back.csv.gz")).readAll() == folder.rawBytes("d.csv"))
    }
  }

  @Test func `labels of single rows come back`() throws {
    try save("d.csv")
    try run("sanitize /d.csv --k 3 --output /out.csv")
    try run("sanitize --undo /changes.csv /out.csv --rows 7 --output /one.csv")
    let lines = { (name: String) in
      String(decoding: try folder.rawBytes(name), as: UTF8.self).split(separator: "\n")
    }
    let (given, repaired, one) = (try lines("d.csv"), try lines("out.csv"), try lines("one.csv"))
    #expect(one[8] == given[8] && one[8] != repaired[8] && one[4] == repaired[4])
    try run("sanitize --undo /changes.csv /out.csv --rows 7,3,7 --output /both.csv")
    #expect(try lines("both.csv") == given)
    let unknown = try refusal(
      "sanitize --undo /changes.csv /out.csv --rows 4 --output /no.csv", code: 64)
    #expect(unknown.contains("--rows names row 4, which"))
    let twice = try refusal(
      "sanitize --undo /changes.csv /one.csv --rows 7 --output /no.csv", code: 65)
    #expect(twice.contains("one.csv, row 7: found the label '1'; allowed: '0', as row 7 of"))
  }

  @Test func `single rows are found where others are gone`() throws {
    try folder.save("x,y\n0,a\n1,b\n2,b\n3,a\n", as: "out.csv")
    try folder.save(
      "row,id,action,from,to,weight,reason,input_sha256\n1,1,remove,a,b,0,,ff\n3,3,relabel,a,b,1,,ff\n",
      as: "changes.csv")
    try run("sanitize --undo /changes.csv /out.csv --header present --rows 3 --output /one.csv")
    #expect(try folder.rawBytes("one.csv") == Array("x,y\n0,a\n1,b\n2,a\n3,a\n".utf8))
    let removed = try refusal(
      "sanitize --undo /changes.csv /out.csv --header present --rows 1 --output /no.csv", code: 64)
    #expect(removed.contains("whose action is remove; only labels come back one by one"))
  }

  @Test func `what does not belong together is refused`() throws {
    try save("d.csv")
    try run("sanitize /d.csv --k 3 --action remove --output /out.csv")
    let undo = "sanitize --undo /changes.csv"
    let table = try changes()
    let wrong = try refusal("\(undo) /d.csv --output /no.csv", code: 65)
    #expect(wrong.contains("d.csv.undo: found no such file; allowed: the file that sanitize wrote"))
    let repaired = try folder.rawBytes("out.csv")
    try OutputFile.write(repaired + [10], to: folder.file("out.csv"))
    let edited = try refusal("\(undo) /out.csv --output /no.csv", code: 65)
    #expect(edited.contains("out.csv: found other contents than") && edited.contains("unchanged"))
    try OutputFile.write(repaired, to: folder.file("out.csv"))
    try folder.save(table.replacing("remove,0", with: "remove,1"), as: "changes.csv")
    let tampered = try refusal("\(undo) /out.csv --output /no.csv", code: 65)
    #expect(tampered.contains("changes.csv: found other contents than"))
    try folder.save(table, as: "changes.csv")
    let kept = try folder.rawBytes("out.csv.undo")
    for damage in [Array(kept.dropLast()), [], Array("flipguard undo 2\n".utf8), kept.reversed()] {
      try OutputFile.write(damage, to: folder.file("out.csv.undo"))
      let damaged = try refusal("\(undo) /out.csv --output /no.csv", code: 65)
      #expect(damaged.contains("out.csv.undo: found") && damaged.contains("what sanitize wrote"))
    }
    var other = kept
    other[other.count - 1] ^= 1
    try OutputFile.write(other, to: folder.file("out.csv.undo"))
    let foreign = try refusal("\(undo) /out.csv --output /no.csv", code: 65)
    #expect(foreign.contains("a difference that does not give the original back"))
    try remove("out.csv.undo")
    _ = try refusal("\(undo) /out.csv --output /no.csv", code: 65)
    _ = try refusal("sanitize --undo /none.csv /out.csv --output /no.csv", code: 66)
    _ = try refusal("sanitize --undo /d.csv /out.csv --output /no.csv", code: 65)
    _ = try refusal("\(undo) /out.csv --output /out.csv", code: 64)
    _ = try refusal("\(undo) /out.csv --output /changes.csv", code: 64)
  }

  @Test func `by the table alone nothing wrong comes back`() throws {
    try save("d.csv")
    try run("sanitize /d.csv --k 3 --output /out.csv")
    try remove("out.csv.undo")
    let undo = "sanitize --undo /changes.csv /out.csv --output /no.csv"
    let (table, repaired) = (try changes(), try folder.rawBytes("out.csv"))
    try folder.save(
      String(decoding: repaired, as: UTF8.self).replacing("50", with: "49"), as: "out.csv")
    let edited = try refusal(undo, code: 65)
    #expect(edited.contains("out.csv: found labels that, changed back, do not make the file of"))
    try OutputFile.write(repaired, to: folder.file("out.csv"))
    let lines = table.split(separator: "\n")
    try folder.save(lines.dropLast().joined(separator: "\n") + "\n", as: "changes.csv")
    _ = try refusal(undo, code: 65)
    try folder.save(table.replacing("relabel,0,1", with: "relabel,1,0"), as: "changes.csv")
    _ = try refusal(undo, code: 65)
    try folder.save(String(lines[0]) + "\n", as: "changes.csv")
    #expect(try refusal(undo, code: 65).contains("changes.csv: found no change"))
    try folder.save(table.replacing("relabel", with: "explode"), as: "changes.csv")
    #expect(try refusal(undo, code: 65).contains("column 'action': found explode"))
    try folder.save(table.replacing("relabel", with: "flag"), as: "changes.csv")
    #expect(try refusal(undo, code: 64).contains("so there is nothing to undo"))
    try run("sanitize @breastcancer --k 3 --output /b.csv")
    #expect(!folder.contents.contains("b.csv.undo"))
    let bundled = try refusal("sanitize --undo /changes.csv /b.csv --output /no.csv", code: 64)
    #expect(bundled.contains("is about a bundled set, which has no file to give back"))
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

private func removeFile(_ path: String) -> Bool { unsafe unlink(path) == 0 }
