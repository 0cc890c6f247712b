/// A file that cannot be opened, read, created or written; or whose container (gzip, NPY, ZIP) is damaged.
public enum FileError: Error, Equatable, Sendable {
  /// There is no such file.
  case notFound(path: String)
  /// The file exists but cannot be opened; the reason is the system's.
  case cannotOpen(path: String, reason: String)
  /// The file cannot be created; the reason is the system's.
  case cannotCreate(path: String, reason: String)
  /// Reading or writing failed midway; the reason is the system's.
  case inputOutput(path: String, reason: String)
  /// The container is damaged or of a kind that is not supported: where, what was found, what is allowed.
  case malformed(path: String, byte: Int?, found: String, allowed: String)
}

extension FileError: CustomStringConvertible {
  /// The fault in one sentence.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path): no such file"
    case .cannotOpen(let path, let reason): "\(path): cannot be opened: \(reason)"
    case .cannotCreate(let path, let reason): "\(path): cannot be created: \(reason)"
    case .inputOutput(let path, let reason): "\(path): \(reason)"
    case .malformed(let path, let byte, let found, let allowed):
      "\(path)\(byte.map { ", byte \($0)" } ?? ""): found \(found); allowed: \(allowed)"
    }
  }
}
