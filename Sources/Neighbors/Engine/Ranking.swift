internal import CVectorKernels
internal import VectorKernels

/// Measures the members of a list and orders them by (distance, row): what one thread works with.
final class Ranking {
  private struct Member {
    let distance: Double
    let id: Int32
    let accumulated: Double
  }

  private let bounds: DistanceBounds
  private let members: Memory<Member>
  private let batch: PairBatch

  init(_ bounds: DistanceBounds, room: Int) {
    self.bounds = bounds
    let space = bounds.space
    batch = PairBatch(
      level: space.level, columnCount: space.columnCount, element: space.element)
    members = Memory(count: room)
  }

  func distance(_ place: Int) -> Double { members[place].distance }

  func id(_ place: Int) -> Int32 { members[place].id }

  /// A lower bound of what was measured.
  func lower(_ place: Int, owner: Int32) -> Float {
    bounds.lower(accumulated: members[place].accumulated, owner, members[place].id)
  }

  /// Measures the first members of a list.
  func measure(_ list: CandidateList, _ count: Int, owner: Int32) {
    let (space, members) = (bounds.space, members)
    var batch = batch
    var end = 0
    func flush() {
      batch.flush(space.accumulation) { pair, accumulated in
        let id = Int32(pair.1)
        members[end] = Member(
          distance: space.key(accumulated, owner, id), id: id, accumulated: accumulated)
        end += 1
      }
    }
    for place in 0..<count {
      let (bound, id) = (list.bound(place), list.id(place))
      if bounds.isExact(bound) {
        members[end] = Member(
          distance: bounds.distance(exact: bound), id: id, accumulated: Double(bound))
        end += 1
      } else {
        unsafe batch.add(space.row(owner), space.row(id), tag: (0, Int(id)))
        if batch.isFull { flush() }
      }
    }
    flush()
    var found = unsafe UnsafeMutableBufferPointer(start: members.base, count: count)
    unsafe found.sort { ($0.distance, $0.id) < ($1.distance, $1.id) }
  }
}
