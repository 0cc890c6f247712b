import FlipguardTestSupport
import Neighbors
import Testing
import VectorKernels

@testable import LabelAttacks

@Suite struct HidingOddsTests {
  /// Rows on a line, in two classes of 10 neighbors each; 4 neighbors are listed.
  private func odds() throws -> HidingOdds {
    let line = Matrix(rowCount: 20, columnCount: 1, elements: (0..<20).map(Float.init))
    return HidingOdds(try ExactNeighbors.graph(of: line, count: 4, execution: .serial))
  }

  @Test func `kinds tell doubt and how far rows stand out`() throws {
    var odds = try odds()
    let labels = try SyntheticData.labels((0..<20).map { $0 / 10 }, classCount: 2)
    // Deep inside all neighbors would stay, at the border half of them; no score is known.
    #expect(odds.kind(of: [4], around: 4, labels) == 4)
    #expect(odds.kind(of: [9], around: 9, labels) == 2)
    // The neighbors of a block are in it for the most part.
    #expect(odds.kind(of: [2, 3, 4, 5, 6, 7], around: 4, labels) == 1)
    #expect(odds.kind(of: Array(0..<10), around: 4, labels) == 0)
    odds.rank((0..<20).map { Double($0) / 20 })
    #expect(odds.kind(of: [4], around: 4, labels) == 5 + 4)
    #expect(odds.kind(of: [15], around: 15, labels) == 15 + 4)
    odds.rank([Double](repeating: 0.5, count: 20))
    #expect(odds.kind(of: [15], around: 15, labels) == 4)
  }

  @Test func `what is seen costs hope`() throws {
    var odds = try odds()
    #expect(odds.share(7) == 1 && odds.kindsByShare.count == 1)
    for _ in 0..<9 { odds.note(7, isHidden: false) }
    #expect(!odds.isHopeless(7) && odds.share(7) == 0.1)
    odds.note(7, isHidden: false)
    #expect(odds.isHopeless(7) && !odds.isHopeless(6))
    #expect(odds.kindsByShare.map(\.kinds.count) == [24, 1])
    for _ in 0..<2 { odds.note(7, isHidden: true) }
    #expect(!odds.isHopeless(7) && odds.share(7) == 3.0 / 13)
    #expect(HidingOdds.worth(8, share: 0.5) == 4 && HidingOdds.worth(-8, share: 0.5) == -16)
  }
}
