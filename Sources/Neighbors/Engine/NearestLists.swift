internal import Synchronization

/// The k nearest found so far for each of many rows, for any number of threads.
///
/// A list is a heap with the farthest on top, by (distance, row). Threads that put into one list wait for each other;
/// those that look at its limit may see an older, larger one, which costs time and never a neighbor.
@safe final class NearestLists: @unchecked Sendable {
  let rowCount: Int
  /// k.
  let capacity: Int
  private let keys: Memory<Double>
  private let ids: Memory<Int32>
  private let counts: Memory<Int32>
  private let locks: UnsafeMutablePointer<Atomic<UInt8>>
  private let limits: UnsafeMutablePointer<Atomic<UInt64>>

  init(rowCount: Int, capacity: Int) {
    self.rowCount = rowCount
    self.capacity = capacity
    keys = Memory(count: rowCount * capacity)
    ids = Memory(count: rowCount * capacity)
    counts = Memory(count: rowCount, repeating: 0)
    unsafe locks = .allocate(capacity: max(1, rowCount))
    unsafe limits = .allocate(capacity: max(1, rowCount))
    for row in 0..<rowCount {
      unsafe (locks + row).initialize(to: Atomic(0))
      unsafe (limits + row).initialize(to: Atomic(Double.infinity.bitPattern))
    }
  }

  deinit {
    unsafe locks.deinitialize(count: rowCount)
    unsafe locks.deallocate()
    unsafe limits.deinitialize(count: rowCount)
    unsafe limits.deallocate()
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
    let first = row * capacity
    let count = Int(counts[row])
    if count < capacity {
      counts[row] = Int32(count + 1)
      var hole = count
      while hole > 0 {
        let parent = (hole - 1) / 2
        guard isBefore(first + parent, key, id) else { break }
        move(first + parent, to: first + hole)
        hole = parent
      }
      put(key, id, at: first + hole)
      guard count + 1 == capacity, keys[first] < limit(row) else { return false }
    } else {
      guard !isBefore(first, key, id), ids[first] != id else { return false }
      sink(first, count: capacity, key, id)
      guard keys[first] < limit(row) else { return false }
    }
    unsafe limits[row].store(keys[first].bitPattern, ordering: .relaxed)
    return true
  }

  /// Whether what lies at a place comes before a pair of key and row.
  @inline(__always)
  private func isBefore(_ place: Int, _ key: Double, _ id: Int32) -> Bool {
    keys[place] < key || keys[place] == key && ids[place] < id
  }

  @inline(__always)
  private func move(_ place: Int, to hole: Int) {
    keys[hole] = keys[place]
    ids[hole] = ids[place]
  }

  @inline(__always)
  private func put(_ key: Double, _ id: Int32, at place: Int) {
    keys[place] = key
    ids[place] = id
  }

  /// Puts a member on top of a heap and lets it sink.
  private func sink(_ first: Int, count: Int, _ key: Double, _ id: Int32) {
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < count else { break }
      if child + 1 < count, isBefore(first + child, keys[first + child + 1], ids[first + child + 1])
      {
        child += 1
      }
      guard !isBefore(first + child, key, id) else { break }
      move(first + child, to: first + hole)
      hole = child
    }
    put(key, id, at: first + hole)
  }

  /// Sorts a list, nearest first, and gives its members; nothing may be put in afterwards.
  func sorted(_ row: Int, _ body: (_ place: Int, _ key: Double, _ id: Int32) -> Void) {
    let first = row * capacity
    var left = Int(counts[row])
    let count = left
    while left > 1 {
      left -= 1
      let (key, id) = (keys[first + left], ids[first + left])
      let (topKey, topID) = (keys[first], ids[first])
      sink(first, count: left, key, id)
      put(topKey, topID, at: first + left)
    }
    for place in 0..<count { body(place, keys[first + place], ids[first + place]) }
  }

  /// Empties a list and takes its limit away.
  func reset(_ row: Int) {
    counts[row] = 0
    setLimit(row, .infinity)
  }

  /// Number of members of a list.
  func count(_ row: Int) -> Int { Int(counts[row]) }
}
