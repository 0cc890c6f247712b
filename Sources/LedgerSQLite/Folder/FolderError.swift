/// Why the files of a ledger cannot be used.
public enum FolderError: Error, Hashable, Sendable {
  /// There is no ledger in the folder.
  case noLedger(path: String)
  /// There is something already where a new ledger should go.
  case exists(path: String)
  /// A file that should be there is not.
  case notFound(path: String, what: String)
  /// A file cannot be opened.
  case cannotOpen(path: String, reason: String)
  /// A file or folder cannot be made.
  case cannotCreate(path: String, reason: String)
  /// Reading or writing failed.
  case inputOutput(path: String, reason: String)
  /// A file is not what it should be.
  case malformed(path: String, reason: String)
  /// A secret file may be read by others.
  case exposed(path: String)
  /// A name cannot be part of a path.
  case name(String)
}

extension FolderError: CustomStringConvertible {
  /// What is wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .noLedger(let path):
      "\(path) holds no ledger: it has no ledger.json; name one with --ledger, or make one with init"
    case .exists(let path): "\(path) is there already, and is left as it is"
    case .notFound(let path, let what): "\(path): no such file; it should hold \(what)"
    case .cannotOpen(let path, let reason): "\(path) cannot be opened: \(reason)"
    case .cannotCreate(let path, let reason): "\(path) cannot be made: \(reason)"
    case .inputOutput(let path, let reason): "\(path): \(reason)"
    case .malformed(let path, let reason): "\(path): \(Phrase.of(reason))"
    case .exposed(let path):
      "\(path) holds a secret key, and others may read it; make it yours alone with chmod 600"
    case .name(let name):
      "'\(name)' cannot be a name here: 1 to 100 letters, digits, '.', '-', '_' and '@', not beginning with '.'"
    }
  }
}
