internal import Synchronization

/// Rows found within a distance, for each row that is asked for.
final class RadiusLists: Sendable {
  struct Member {
    let key: Double
    let id: Int32
  }

  private let lists: Mutex<[[Member]]>

  init(count: Int) { lists = Mutex(Array(repeating: [], count: count)) }

  /// Keeps the members of a list, nearest first.
  func set(_ place: Int, _ members: [Member]) {
    let sorted = members.sorted { ($0.key, $0.id) < ($1.key, $1.id) }
    lists.withLock { $0[place] = sorted }
  }

  var all: [[Member]] { lists.withLock { $0 } }
}
