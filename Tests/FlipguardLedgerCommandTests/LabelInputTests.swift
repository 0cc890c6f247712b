import LabelLedger
import LedgerSQLite
import Testing

@testable import FlipguardLedgerCommand

@Suite struct LabelInputTests {
  private let ledger: SmallLedger

  init() throws { ledger = try SmallLedger([]) }

  private func read(
    _ text: String, _ name: String = "labels.csv", _ format: LabelInput.Format? = nil
  ) throws -> LabelInput {
    try LabelInput(path: ledger.file(name, text), format: format)
  }

  @Test func `columns come in any order, with Windows line ends and a byte order mark`() throws {
    let digest = Hash(of: [1])
    let input = try read(
      "\u{FEFF}note,digest,confidence,batch,label,id\r\n"
        + "\"a, \"\"b\"\"\nc\",\(digest.hexadecimal),0.5,b1,cat,\"x,1\"\r\n,,,,dog,y")
    #expect(input.rows.map(\.line) == [2, 4] && input.rows.map(\.example) == ["x,1", "y"])
    let first = input.rows[0]
    #expect(first.note == "a, \"b\"\nc" && first.digest == digest && first.batch == "b1")
    #expect(first.confidence?.text == "0.5" && first.label == "cat")
    #expect(input.rows[1].note == nil && input.rows[1].confidence == nil)
  }

  @Test func `JSON lines hold texts, numbers and truth values`() throws {
    let input = try read(
      "{\"id\":1,\"label\":true}\n\n{\"example\":\"b\",\"label\":0.5,\"batch\":null}\n", "a.jsonl")
    #expect(input.rows.map(\.example) == ["1", "b"] && input.rows.map(\.line) == [1, 3])
    #expect(input.rows.map(\.label) == ["true", "0.5"])
    #expect(try read("{\"id\":\"a\",\"label\":\"b\"}", "a.txt", .jsonl).rows.count == 1)
  }

  @Test func `names are kept byte for byte`() throws {
    let long = String(repeating: "é", count: 128)
    let input = try read("id,label\n\u{E9},😀\ne\u{301},\(long)\n")
    #expect(input.rows[0].example != input.rows[1].example)
    #expect(input.rows[0].label == "😀" && input.rows[1].label?.text == long)
  }

  @Test(arguments: [
    ("", 1, "the file is empty"),
    ("id,label\na,b,c\n", 2, "2 fields, this row has 3"),
    ("id,label\na,b\nc\n", 3, "2 fields, this row has 1"),
    ("id,label,label\na,b,c\n", 1, "two columns have the name"),
    ("id,example,label\na,b,c\n", 1, "two columns hold the example"),
    ("id,lable\na,b\n", 1, "column 'lable' is not known; known: example, label"),
    ("id,batch\na,b\n", 1, "column 'label' is missing"),
    ("id,label\na,\"b\n", 2, "never closed"),
    ("id,label\na,b\rc,d\n", 2, "carriage return"),
    ("id,label\n,b\n", 2, "an example or its label is missing"),
    ("id,label\na,\"b\nc\"\n", 2, "without control characters"),
    ("id,label,confidence\na,b,2\n", 2, "confidence is '2'; allowed: a decimal number from 0 to 1"),
    ("id,label,digest\na,b,c\n", 2, "digest is 'c'; allowed: 64"),
  ])
  func `a bad line of CSV is named with what is allowed`(
    text: String, line: Int, reason: String
  ) throws {
    let error = try #require(throws: InputError.self) { try read(text) }
    #expect(error.line == line && error.problem.contains(reason), "\(error)")
    #expect(error.path.hasSuffix("labels.csv"))
  }

  @Test(arguments: [
    ("{\"id\":\"a\",\"label\":1\n", 1, "the JSON ends inside a value"),
    ("{\"id\":\"a\",\"label\":1}\n[1]\n", 2, "an array stands where an object is needed"),
    ("{\"id\":\"a\",\"label\":[]}\n", 1, "'label' is an array"),
    ("{\"id\":\"a\",\"example\":\"b\",\"label\":1}\n", 1, "'example' is there twice"),
    ("{\"id\":\"a\",\"id\":\"b\",\"label\":1}\n", 1, "twice in one object"),
    ("{\"id\":\"a\",\"lable\":1}\n", 1, "'lable' is not known"),
    ("{\"id\":\"a\"}\n", 1, "is missing"),
  ])
  func `a bad line of JSON is named with what is allowed`(
    text: String, line: Int, reason: String
  ) throws {
    let error = try #require(throws: InputError.self) { try read(text, "a.jsonl") }
    #expect(error.line == line && error.problem.contains(reason), "\(error)")
  }

  @Test func `no file, a folder and a file without labels are refused`() throws {
    #expect(throws: FolderError.self) { try LabelInput(path: "\(ledger.path)/x", format: nil) }
    #expect(throws: FolderError.cannotOpen(path: ledger.path, reason: "it is a folder, not a file"))
    { try LabelInput(path: ledger.path, format: nil) }
    let error = try #require(throws: FolderError.self) { try read("id,label\n") }
    #expect(error.description.hasSuffix("holds no labels"))
  }

  @Test func `the same file is recorded once`() throws {
    let ledger = try SmallLedger()
    let file = try ledger.file("a.csv", "id,label,note\na,cat,why\nb,dog,\n")
    func record() throws -> [Receipt] {
      let open = try ledger.open()
      let (author, signer) = try open.author("ann")
      let maker = DraftMaker(
        author: author, signer: signer, dataset: "labels", batch: nil, reason: nil,
        isAnswer: false)
      let input = try LabelInput(path: file, format: nil)
      return try open.append(input.rows.map { try maker.draft($0, of: input) }, ledger.options)
    }
    #expect(try record().map(\.isNew) == [true, true])
    #expect(try record().map(\.isNew) == [false, false])
    #expect(try ledger.labels() == ["a": "cat", "b": "dog"])
    let head = try #require(try ReadLedger(ledger.options).heads("labels", at: .now).first)
    #expect(head.batch?.text.hasPrefix("file-") == true)
    let note = try ReadLedger(ledger.options).storage.read {
      try $0.privateNote(head.entry.leafHash)
    }
    #expect(note?.text == "why")
  }
}
