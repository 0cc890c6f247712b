internal import Synchronization

/// Objects that one thread at a time works with, kept for the next.
final class Pool<Object: AnyObject>: @unchecked Sendable {
  private let lock = Mutex<Void>(())
  private var objects: [Object] = []

  func take() -> Object? { lock.withLock { _ in objects.popLast() } }

  func give(_ object: Object) { lock.withLock { _ in objects.append(object) } }
}
