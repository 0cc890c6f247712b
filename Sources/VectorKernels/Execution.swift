import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How work is run: on how many threads, and who hears of its progress.
///
/// No result ever depends on it.
public struct Execution: Sendable {
  /// Number of threads; 1 or more.
  public let threadCount: Int
  /// Called now and then, from any thread, with the share of the work that is done, 0...1.
  public let progress: (@Sendable (Double) -> Void)?

  /// Makes an execution.
  ///
  /// - Parameters:
  ///   - threadCount: Number of threads, at least 1; by default one for each processor in use.
  ///   - progress: Told of the share of the work done, 0...1; from any thread.
  public init(
    threadCount: Int = Execution.processorCount,
    progress: (@Sendable (Double) -> Void)? = nil
  ) {
    self.threadCount = max(1, threadCount)
    self.progress = progress
  }

  /// The calling thread alone, in silence.
  public static let serial = Execution(threadCount: 1)

  /// Number of processors that are online.
  public static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// The same number of threads, reporting to nobody.
  public var silent: Execution { Execution(threadCount: threadCount) }

  /// Computes `body(0) ... body(count - 1)` on the threads and returns the results in order.
  ///
  /// Items are handed out one by one, so uneven ones balance. The result is that of a plain loop as long
  /// as `body` is a function of its argument alone.
  public func map<Result: Sendable>(
    count: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    let next = Atomic<Int>(0)
    let done = Atomic<Int>(0)
    let results = Mutex<[Result?]>(Array(repeating: nil, count: count))
    @Sendable func work() {
      while true {
        let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard item < count else { return }
        let result = body(item)
        results.withLock { $0[item] = result }
        let finished = done.wrappingAdd(1, ordering: .relaxed).newValue
        progress?(Double(finished) / Double(count))
      }
    }
    let workers = min(threadCount, count)
    if workers <= 1 {
      work()
    } else {
      DispatchQueue.concurrentPerform(iterations: workers) { _ in work() }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// Splits `0..<count` into blocks of at most `size` and computes `body(block)` for each, in order.
  public func mapBlocks<Result: Sendable>(
    of count: Int, size: Int, _ body: @Sendable (Range<Int>) -> Result
  ) -> [Result] {
    map(count: (count + size - 1) / size) { block in
      body(block * size..<min(count, (block + 1) * size))
    }
  }
}
