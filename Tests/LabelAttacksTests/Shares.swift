import Synchronization

/// Progress that was told, from any thread.
final class Shares: Sendable {
  private let told = Mutex<[Double]>([])

  func add(_ share: Double) { told.withLock { $0.append(share) } }

  var all: [Double] { told.withLock { $0 } }
}
