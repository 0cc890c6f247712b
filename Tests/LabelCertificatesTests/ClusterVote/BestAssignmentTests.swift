import LabelData
import Testing

@testable import LabelCertificates

@Suite struct BestAssignmentTests {
  /// The best total over all one-to-one maps, by trying them.
  private func plain(_ values: [[Int]], _ forbidden: (Int, Int)?) -> Int {
    func best(_ row: Int, _ used: Set<Int>) -> Int? {
      guard row < values.count else { return 0 }
      return values[row].indices.compactMap { column -> Int? in
        guard !used.contains(column), forbidden.map({ $0 != (row, column) }) ?? true else {
          return nil
        }
        return best(row + 1, used.union([column])).map { $0 + values[row][column] }
      }.max()
    }
    return best(0, []) ?? .min
  }

  @Test(arguments: 1...5, [0, 1, 2])
  func `it is the best of all maps`(rowCount: Int, more: Int) {
    let columnCount = rowCount + more
    for seed in 0..<20 {
      var generator = SeededGenerator(seed: UInt64(seed), key: "assignment")
      let values = (0..<rowCount).map { _ in (0..<columnCount).map { _ in generator.below(9) } }
      let found = BestAssignment(values)
      #expect(Set(found.classes).count == rowCount)
      #expect(found.total == plain(values, nil))
      guard columnCount > 1 else { continue }
      let pair = (generator.below(rowCount), generator.below(columnCount))
      let other = BestAssignment(values, forbidding: (pair.0, pair.1))
      #expect(other.classes[pair.0] != pair.1)
      #expect(other.total == plain(values, pair))
    }
  }
}
