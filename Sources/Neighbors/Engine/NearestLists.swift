internal import Synchronization

/// The k nearest found so far for each of many rows, for any number of threads.
///
/// Members are held by lower bounds of their distances. They are collected with room to spare; when a list is full, those
/// that cannot be among the k nearest are dropped, and where bounds cannot tell, all are measured. In the end what is
/// left is measured and ordered by (distance, row). Threads that put into one list wait for each other; those that look
/// at its limit may see an older, larger one, which costs time and never a neighbor.
@safe final class NearestLists: @unchecked Sendable {
  /// k.
  let capacity: Int
  private let bounds: DistanceBounds
  /// The row that each list is of.
  private let owners: Memory<Int32>
  /// Members of a list before some are dropped.
  private let room: Int
  /// The lists of runs of rows, which go when they are read.
  private let blocks: UnsafeMutablePointer<Memory<UInt64>?>
  private let blockCount: Int
  private let counts: Memory<Int32>
  private let locks: UnsafeMutablePointer<Atomic<UInt8>>
  private let limits: UnsafeMutablePointer<Atomic<UInt64>>
  private var releasedBlocks = 0
  private let rankings = Pool<Ranking>()

  private static let blockRows = 4096

  init(owners: Memory<Int32>, bounds: DistanceBounds, capacity: Int) {
    self.owners = owners
    self.bounds = bounds
    self.capacity = capacity
    let rowCount = owners.count
    room = capacity + max(6, capacity / 2)
    blockCount = (rowCount + Self.blockRows - 1) / Self.blockRows
    unsafe blocks = .allocate(capacity: max(1, blockCount))
    for block in 0..<blockCount {
      unsafe (blocks + block).initialize(
        to: Memory(count: min(Self.blockRows, rowCount - block * Self.blockRows) * room))
    }
    counts = Memory(count: rowCount, repeating: 0)
    unsafe locks = .allocate(capacity: max(1, rowCount))
    unsafe limits = .allocate(capacity: max(1, rowCount))
    for row in 0..<rowCount {
      unsafe (locks + row).initialize(to: Atomic(0))
      unsafe (limits + row).initialize(to: Atomic(Double.infinity.bitPattern))
    }
  }

  deinit {
    unsafe blocks.deinitialize(count: blockCount)
    unsafe blocks.deallocate()
    unsafe locks.deinitialize(count: owners.count)
    unsafe locks.deallocate()
    unsafe limits.deinitialize(count: owners.count)
    unsafe limits.deallocate()
  }

  /// Gives the memory of lists back that have been read; for one thread at a time.
  func release(before row: Int) {
    while releasedBlocks < blockCount, (releasedBlocks + 1) * Self.blockRows <= row {
      unsafe blocks[releasedBlocks] = nil
      releasedBlocks += 1
    }
  }

  /// The largest lower bound that may still enter a list, itself included.
  @inline(__always)
  func limit(_ row: Int) -> Double {
    unsafe Double(bitPattern: limits[row].load(ordering: .relaxed))
  }

  /// Sets a limit that is known beforehand: at least `capacity` rows lie within it.
  func setLimit(_ row: Int, _ limit: Double) {
    unsafe limits[row].store(limit.bitPattern, ordering: .relaxed)
  }

  /// Offers another row by a lower bound of its distance; each may be offered once.
  ///
  /// - Returns: Whether the limit has become smaller.
  @inline(__always)
  func offer(_ row: Int, lower: Float, id: Int32) -> Bool {
    Double(lower) <= limit(row) && insert(row, lower, id)
  }

  private func insert(_ row: Int, _ lower: Float, _ id: Int32) -> Bool {
    let lock = unsafe locks + row
    while unsafe !lock.pointee.weakCompareExchange(
      expected: 0, desired: 1, successOrdering: .acquiring, failureOrdering: .relaxed
    ).exchanged {}
    defer { unsafe lock.pointee.store(0, ordering: .releasing) }
    let count = Int(counts[row])
    list(row).put(lower, id, at: count)
    counts[row] = Int32(count + 1)
    guard count + 1 == room else { return false }
    return drop(row)
  }

  /// Drops members of a full list that cannot be among the k nearest; tells whether the limit has become smaller.
  private func drop(_ row: Int) -> Bool {
    let list = list(row)
    let (count, ceiling) = keep(list, room, owners[row])
    counts[row] = Int32(count)
    if count > capacity + (room - capacity) / 2 {
      // Too many lie within the error of their bounds: the measured order decides.
      let ranking = rankings.take() ?? Ranking(bounds, room: room)
      ranking.measure(list, count, owner: owners[row])
      for place in 0..<capacity {
        list.put(ranking.lower(place, owner: owners[row]), ranking.id(place), at: place)
      }
      rankings.give(ranking)
      counts[row] = Int32(capacity)
    }
    guard ceiling < limit(row) else { return false }
    setLimit(row, ceiling)
    return true
  }

  /// Brings the members that may be among the k nearest to the front, and gives their number and what the k-th nearest
  /// is at most.
  private func keep(_ list: CandidateList, _ count: Int, _ owner: Int32) -> (Int, Double) {
    list.keepNearest(capacity, of: count, level: bounds.space.level)
    let farthest = list.bound(list.farthest(of: capacity))
    let ceiling = bounds.ceiling(farthest, owner)
    if bounds.isExact(farthest) { return (capacity, ceiling) }
    return (list.gather(from: capacity, to: count, within: ceiling), ceiling)
  }

  @inline(__always)
  private func list(_ row: Int) -> CandidateList {
    guard let block = unsafe blocks[row / Self.blockRows] else {
      preconditionFailure("a list is not used after it was released")
    }
    return unsafe CandidateList(block.base + row % Self.blockRows * room)
  }

  /// Gives the k nearest of a list by (distance, row); nothing may be put in afterwards.
  func sorted(_ row: Int, _ body: (_ place: Int, _ distance: Double, _ id: Int32) -> Void) {
    let list = list(row)
    var count = Int(counts[row])
    if count > capacity { count = keep(list, count, owners[row]).0 }
    let ranking = rankings.take() ?? Ranking(bounds, room: room)
    ranking.measure(list, count, owner: owners[row])
    for place in 0..<min(count, capacity) {
      body(place, ranking.distance(place), ranking.id(place))
    }
    rankings.give(ranking)
  }

  /// Empties a list and takes its limit away.
  func reset(_ row: Int) {
    counts[row] = 0
    setLimit(row, .infinity)
  }

  /// Number of members of a list, at most k.
  func count(_ row: Int) -> Int { min(capacity, Int(counts[row])) }
}
