import ArrayFiles
import FlipguardTestSupport
import Neighbors
import Testing
import VectorKernels

@Suite struct GraphJournalTests {
  let folder: TemporaryFolder
  private let subject = GraphJournal.Subject(
    rowCount: 9, featureCount: 4, search: NeighborSearch(count: 2),
    origin: GraphFile.Origin(scaling: "none", fingerprint: 0xABC))

  init() throws { folder = try TemporaryFolder() }

  private func open(
    _ name: String = "g.partial", _ subject: GraphJournal.Subject? = nil
  ) throws(FileError) -> GraphJournal {
    try GraphJournal(path: folder.file(name), subject: subject ?? self.subject)
  }

  private static func neighbors(_ rows: [Int32]) -> [Int32] {
    rows.flatMap { (row: Int32) -> [Int32] in [(row + 1) % 9, (row + 2) % 9] }
  }

  private static func distances(_ rows: [Int32]) -> [Float] {
    rows.flatMap { (row: Int32) -> [Float] in [Float(row), Float(row) + 0.5] }
  }

  /// Rows with made-up neighbors, two each.
  private func record(_ rows: [Int32], in journal: GraphJournal) throws {
    try journal.record(
      rows: rows, indices: Self.neighbors(rows), distances: Self.distances(rows))
  }

  /// The rows that a journal gives, after a check of their neighbors.
  private func rows(_ journal: GraphJournal) -> [Int32] {
    var found: [Int32] = []
    journal.restore { rows, indices, distances in
      found += rows
      #expect(indices == Self.neighbors(rows) && distances == Self.distances(rows))
    }
    return found
  }

  @Test func `rows that were recorded are given back, each once`() throws {
    do {
      let journal = try open()
      #expect(rows(journal).isEmpty && folder.contents.isEmpty)
      try record([], in: journal)
      #expect(folder.contents.isEmpty)
      try record([3, 8], in: journal)
      try record([0], in: journal)
      #expect(journal.recordedRowCount == 3)
    }
    do {
      let journal = try open()
      #expect(journal.recordedRowCount == 3 && rows(journal) == [3, 8, 0])
      try record([8, 1], in: journal)
    }
    let journal = try open()
    #expect(rows(journal) == [3, 8, 0, 1])
    try journal.remove()
    #expect(folder.contents.isEmpty)
  }

  @Test func `whatever length a crash leaves, whole records stay and the search goes on`() throws {
    do {
      let journal = try open()
      for row in 0..<4 { try record([Int32(row), Int32(row) + 4], in: journal) }
    }
    let whole = try folder.rawBytes("g.partial")
    let recordSize = 8 + 2 * 4 * (1 + 2 * 2)
    for length in 0...whole.count {
      try OutputFile.write(whole.prefix(length), to: folder.file("cut.partial"))
      let lost = (whole.count - length + recordSize - 1) / recordSize
      let kept = (0..<Int32(max(0, 4 - lost))).flatMap { [$0, $0 + 4] }
      do {
        let journal = try open("cut.partial")
        #expect(rows(journal) == kept)
        try record([8], in: journal)
      }
      #expect(rows(try open("cut.partial")) == kept + [8])
    }
  }

  @Test func `the journal of another search is refused with what differs`() throws {
    do { try record([1], in: open()) }
    let changes: [(String, (inout GraphJournal.Subject) -> Void)] = [
      ("rows: 9; allowed: rows: 10", { $0.rowCount = 10 }),
      ("features: 4; allowed: features: 5", { $0.featureCount = 5 }),
      ("k: 2; allowed: k: 3", { $0.search.count = 3 }),
      ("metric: euclidean; allowed: metric: cosine", { $0.search.metric = .cosine }),
      (
        "scaling: none; allowed: scaling: minmax",
        { $0.origin = .init(scaling: "minmax", fingerprint: 0xABC) }
      ),
      ("recall: auto; allowed: recall: 0.95", { $0.search.recall = .atLeast(0.95) }),
      ("recall: auto; allowed: recall: exact", { $0.search.recall = .exact }),
      ("seed: 1; allowed: seed: 2", { $0.search.seed = 2 }),
      (
        "fingerprint: abc; allowed: fingerprint: 1",
        { $0.origin = .init(scaling: "none", fingerprint: 1) }
      ),
    ]
    for (text, change) in changes {
      var other = subject
      change(&other)
      let error = #expect(throws: FileError.self) { try open("g.partial", other) }
      #expect(error?.description.contains(text) == true, "\(text)")
      #expect(error?.description.contains("\(folder.file("g.partial")): ") == true)
      #expect(error?.description.contains("delete the file") == true)
    }
    #expect(rows(try open()) == [1])
  }

  @Test func `recall has a text that reads back`() {
    for recall in [NeighborSearch.Recall.automatic, .exact, .atLeast(0.99)] {
      #expect(NeighborSearch.Recall("\(recall)") == recall)
    }
    for wrong in ["", "0", "1", "-0.5", "1.5", "nan", "inf", "all"] {
      #expect(NeighborSearch.Recall(wrong) == nil, "\(wrong)")
    }
  }
}
