import LabelLedger
import LedgerSQLite
import LedgerTestSupport
import Testing

struct SQLiteGuardTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("guard.sqlite") }

  init() throws { folder = try TemporaryFolder() }

  private func tree(_ size: UInt64, _ number: Int = 0) -> SignedTree {
    SignedTree(size: size, root: SampleState.hash(number))
  }

  private func guards() throws -> [any GuardStore] {
    [MemoryGuard(), try SQLiteGuard(path: path, access: .create)]
  }

  @Test func `A guard moves only from what the caller believes, and never back`() throws {
    for store in try guards() {
      #expect(try store.signedTree(origin: "a") == nil)
      #expect(try !store.replace(origin: "a", expected: tree(1), by: tree(2)))
      #expect(try store.replace(origin: "a", expected: nil, by: tree(5)))
      #expect(try !store.replace(origin: "a", expected: nil, by: tree(6)))
      #expect(try !store.replace(origin: "a", expected: tree(5, 1), by: tree(6)))
      #expect(try store.replace(origin: "a", expected: tree(5), by: tree(5)))
      #expect(throws: StorageError.guardRollback(signed: 5, given: 4)) {
        try store.replace(origin: "a", expected: tree(5), by: tree(4))
      }
      #expect(throws: StorageError.guardRollback(signed: 5, given: 5)) {
        try store.replace(origin: "a", expected: tree(5), by: tree(5, 1))
      }
      #expect(try store.signedTree(origin: "a") == tree(5))
      #expect(try store.replace(origin: "a", expected: tree(5), by: tree(9, 3)))
      #expect(try store.signedTree(origin: "a") == tree(9, 3))
      #expect(try store.signedTree(origin: "b") == nil)
      #expect(try store.replace(origin: "\u{E9}", expected: nil, by: tree(1)))
      #expect(try store.signedTree(origin: "e\u{301}") == nil)
    }
  }

  @Test func `A guard remembers when it is opened again`() throws {
    let first = try SQLiteGuard(path: path, access: .create)
    #expect(try first.replace(origin: "a", expected: nil, by: tree(7)))
    let second = try SQLiteGuard(path: path, access: .write)
    #expect(try second.signedTree(origin: "a") == tree(7))
    #expect(try second.replace(origin: "a", expected: tree(7), by: tree(8)))
    #expect(try !first.replace(origin: "a", expected: tree(7), by: tree(8)))
    try first.close()
    try second.close()
    #expect(try SQLiteGuard(path: path, access: .read).signedTree(origin: "a") == tree(8))
    #expect(throws: StorageError.foreign(path: path)) {
      try SQLiteStorage(path: path, access: .read)
    }
  }

  @Test func `Of many who move a guard at once one wins each time`() async throws {
    for store in try guards() {
      let wins = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask {
            var wins = 0
            for size in 1...10 as ClosedRange<UInt64> {
              let expected = try store.signedTree(origin: "a")
              let tree = SignedTree(size: size, root: SampleState.hash(0))
              guard expected?.size ?? 0 < size else { continue }
              if try store.replace(origin: "a", expected: expected, by: tree) { wins += 1 }
            }
            return wins
          }
        }
        return try await group.reduce(0, +)
      }
      #expect((1...10).contains(wins))
      #expect(try store.signedTree(origin: "a")?.size == 10)
    }
  }
}
