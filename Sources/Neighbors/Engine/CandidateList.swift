/// Candidates of one row in memory that a lock guards: pairs of distance and row, ordered by both.
@safe struct CandidateList {
  private let keys: UnsafeMutablePointer<Double>
  private let ids: UnsafeMutablePointer<Int32>

  init(keys: UnsafeMutablePointer<Double>, ids: UnsafeMutablePointer<Int32>) {
    unsafe self.keys = unsafe keys
    unsafe self.ids = unsafe ids
  }

  @inline(__always)
  func key(_ place: Int) -> Double { unsafe keys[place] }

  @inline(__always)
  func id(_ place: Int) -> Int32 { unsafe ids[place] }

  @inline(__always)
  func put(_ key: Double, _ id: Int32, at place: Int) {
    unsafe keys[place] = key
    unsafe ids[place] = id
  }

  /// Whether what lies at a place comes before a pair of distance and row.
  @inline(__always)
  func isBefore(_ place: Int, _ key: Double, _ id: Int32) -> Bool {
    self.key(place) < key || self.key(place) == key && self.id(place) < id
  }

  @inline(__always)
  private func move(_ place: Int, to hole: Int) { put(key(place), id(place), at: hole) }

  private func swap(_ one: Int, _ other: Int) {
    let (key, id) = (key(one), id(one))
    move(other, to: one)
    put(key, id, at: other)
  }

  // MARK: A heap with the last in order on top

  /// Puts a member behind a heap of `count` and lets it rise.
  func rise(_ key: Double, _ id: Int32, from count: Int) {
    var hole = count
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard isBefore(parent, key, id) else { break }
      move(parent, to: hole)
      hole = parent
    }
    put(key, id, at: hole)
  }

  /// Puts a member in the place of the top, or of another, and lets it sink.
  func sink(_ key: Double, _ id: Int32, from top: Int = 0, count: Int) {
    var hole = top
    while true {
      var child = 2 * hole + 1
      guard child < count else { break }
      if child + 1 < count, isBefore(child, self.key(child + 1), self.id(child + 1)) { child += 1 }
      guard !isBefore(child, key, id) else { break }
      move(child, to: hole)
      hole = child
    }
    put(key, id, at: hole)
  }

  func makeHeap(_ count: Int) {
    for top in stride(from: count / 2 - 1, through: 0, by: -1) {
      sink(key(top), id(top), from: top, count: count)
    }
  }

  /// Sorts the members of a heap, the first in order first.
  func sortHeap(_ count: Int) {
    var left = count
    while left > 1 {
      left -= 1
      let (key, id) = (key(left), id(left))
      move(0, to: left)
      sink(key, id, count: left)
    }
  }

  // MARK: A collection without order

  /// The largest distance among the first members.
  func farthest(of count: Int) -> Double {
    (0..<count).reduce(-Double.infinity) { max($0, key($1)) }
  }

  /// Brings the first `wanted` in order to the front: quickselect (Hoare 1961).
  func keepNearest(_ wanted: Int, of count: Int) {
    var (low, high) = (0, count - 1)
    while low < high {
      let middle = (low + high) / 2
      // The median of three is the pivot.
      if isBefore(middle, key(low), id(low)) { swap(middle, low) }
      if isBefore(high, key(low), id(low)) { swap(high, low) }
      if isBefore(high, key(middle), id(middle)) { swap(high, middle) }
      let (key, id) = (key(middle), id(middle))
      var (left, right) = (low, high)
      while left <= right {
        while isBefore(left, key, id) { left += 1 }
        while self.key(right) > key || self.key(right) == key && self.id(right) > id { right -= 1 }
        if left <= right {
          swap(left, right)
          left += 1
          right -= 1
        }
      }
      if wanted - 1 <= right {
        high = right
      } else if wanted - 1 >= left {
        low = left
      } else {
        return
      }
    }
  }
}
