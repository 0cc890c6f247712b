internal import Synchronization

/// Objects that one thread at a time works with, kept for the next.
final class Pool<Object: AnyObject>: Sendable {
  /// An object on its way between threads: who takes it has it alone.
  private struct Objects: @unchecked Sendable {
    var list: [Object] = []
  }

  private let objects = Mutex(Objects())

  func take() -> Object? {
    objects.withLock { Objects(list: $0.list.popLast().map { [$0] } ?? []) }.list.first
  }

  func give(_ object: Object) {
    let given = Objects(list: [object])
    objects.withLock { $0.list += given.list }
  }
}
