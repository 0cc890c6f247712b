internal import Synchronization

/// The k nearest found so far for each of many rows, for any number of threads.
///
/// Up to ``heapCapacity`` neighbors are a heap with the farthest on top; more are collected with room to spare, and
/// now and then all but the k nearest are dropped. Order is by (distance, row). Threads that put into one list wait for
/// each other; those that look at its limit may see an older, larger one, which costs time and never a neighbor.
@safe final class NearestLists: @unchecked Sendable {
  let rowCount: Int
  /// k.
  let capacity: Int
  /// Members of a list before all but the k nearest are dropped.
  private let room: Int
  /// The lists of runs of rows, which go when they are read.
  private let blocks: UnsafeMutablePointer<Memory<UInt8>?>
  private let blockCount: Int
  private let counts: Memory<Int32>
  private let locks: UnsafeMutablePointer<Atomic<UInt8>>
  private let limits: UnsafeMutablePointer<Atomic<UInt64>>
  private var releasedBlocks = 0

  private static let heapCapacity = 24
  private static let blockRows = 4096

  init(rowCount: Int, capacity: Int) {
    self.rowCount = rowCount
    self.capacity = capacity
    room = capacity <= Self.heapCapacity ? capacity : capacity + capacity / 2
    blockCount = (rowCount + Self.blockRows - 1) / Self.blockRows
    unsafe blocks = .allocate(capacity: max(1, blockCount))
    for block in 0..<blockCount {
      unsafe (blocks + block).initialize(
        to: Memory(count: min(Self.blockRows, rowCount - block * Self.blockRows) * room * 12))
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
    unsafe locks.deinitialize(count: rowCount)
    unsafe locks.deallocate()
    unsafe limits.deinitialize(count: rowCount)
    unsafe limits.deallocate()
  }

  /// Gives the memory of lists back that have been read; for one thread at a time.
  func release(before row: Int) {
    while releasedBlocks < blockCount, (releasedBlocks + 1) * Self.blockRows <= row {
      unsafe blocks[releasedBlocks] = nil
      releasedBlocks += 1
    }
  }

  /// The largest distance that may still enter a list, itself included.
  @inline(__always)
  func limit(_ row: Int) -> Double {
    unsafe Double(bitPattern: limits[row].load(ordering: .relaxed))
  }

  /// Sets a limit that is known beforehand: at least `capacity` rows lie within it.
  func setLimit(_ row: Int, _ key: Double) {
    unsafe limits[row].store(key.bitPattern, ordering: .relaxed)
  }

  /// Offers another row; each may be offered once.
  ///
  /// - Returns: Whether the limit has become smaller.
  @inline(__always)
  func offer(_ row: Int, key: Double, id: Int32) -> Bool {
    key <= limit(row) && insert(row, key, id)
  }

  private func insert(_ row: Int, _ key: Double, _ id: Int32) -> Bool {
    let lock = unsafe locks + row
    while unsafe !lock.pointee.weakCompareExchange(
      expected: 0, desired: 1, successOrdering: .acquiring, failureOrdering: .relaxed
    ).exchanged {}
    defer { unsafe lock.pointee.store(0, ordering: .releasing) }
    let list = list(row)
    let count = Int(counts[row])
    if count < room {
      counts[row] = Int32(count + 1)
      guard room == capacity else {
        list.put(key, id, at: count)
        guard count + 1 == room else { return false }
        list.keepNearest(capacity, of: room)
        counts[row] = Int32(capacity)
        return lower(row, to: list.farthest(of: capacity))
      }
      list.rise(key, id, from: count)
      guard count + 1 == capacity else { return false }
    } else {
      guard !list.isBefore(0, key, id) else { return false }
      list.sink(key, id, count: capacity)
    }
    return lower(row, to: list.key(0))
  }

  private func lower(_ row: Int, to key: Double) -> Bool {
    guard key < limit(row) else { return false }
    setLimit(row, key)
    return true
  }

  @inline(__always)
  private func list(_ row: Int) -> CandidateList {
    guard let block = unsafe blocks[row / Self.blockRows] else {
      preconditionFailure("a list is not used after it was released")
    }
    // A block holds the distances of all its lists, then the rows.
    let place = row % Self.blockRows * room
    let bytes = unsafe UnsafeMutableRawPointer(block.base)
    return unsafe CandidateList(
      keys: bytes.assumingMemoryBound(to: Double.self) + place,
      ids: (bytes + block.count / 12 * 8).assumingMemoryBound(to: Int32.self) + place)
  }

  /// Gives the members of a list, nearest first; nothing may be put in afterwards.
  func sorted(_ row: Int, _ body: (_ place: Int, _ key: Double, _ id: Int32) -> Void) {
    let list = list(row)
    var count = Int(counts[row])
    if room != capacity {
      if count > capacity {
        list.keepNearest(capacity, of: count)
        count = capacity
      }
      list.makeHeap(count)
    }
    list.sortHeap(count)
    for place in 0..<count { body(place, list.key(place), list.id(place)) }
  }

  /// Empties a list and takes its limit away.
  func reset(_ row: Int) {
    counts[row] = 0
    setLimit(row, .infinity)
  }

  /// Number of members of a list, at most k.
  func count(_ row: Int) -> Int { min(capacity, Int(counts[row])) }
}
