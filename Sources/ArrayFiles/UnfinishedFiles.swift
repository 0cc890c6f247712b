import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The temporary files that this process is writing.
enum UnfinishedFiles {
  private static let paths = Mutex<Set<String>>([])

  static func insert(_ path: String) {
    paths.withLock { _ = $0.insert(path) }
  }

  /// Forgets a file that has its final name now.
  static func forget(_ path: String) {
    paths.withLock { _ = $0.remove(path) }
  }

  static func remove(_ path: String) {
    _ = unsafe unlink(path)
    forget(path)
  }

  static func removeAll() {
    paths.withLock { paths in
      for path in paths { _ = unsafe unlink(path) }
      paths = []
    }
  }
}
