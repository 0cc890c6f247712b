/// Why a storage cannot be opened, read or written.
public enum StorageError: Error, Hashable, Sendable {
  /// There is no file.
  case notFound(path: String)
  /// A new storage would take the place of one that is there.
  case exists(path: String)
  /// The file belongs to another program.
  case foreign(path: String)
  /// The file was written by a later version of the program.
  case newer(path: String, version: Int64, supported: Int64)
  /// The file is to be read only, but must first be brought to this version of the program.
  case older(path: String, version: Int64, supported: Int64)
  /// The file was set up by other statements than the program has under that version.
  case differentSchema(path: String, version: Int64)
  /// Something stored is missing, unreadable or not what was stored.
  case damaged(String)
  /// Another writer kept the storage locked for too long.
  case busy
  /// No space is left.
  case full
  /// The operating system or the device failed.
  case inputOutput(String)
  /// The storage was opened for reading only.
  case readOnly
  /// The storage would not wait for the disk, so what was acknowledged could be lost with the power.
  case notDurable(synchronous: Int64)
  /// What can be stored only once is there already.
  case duplicate(String)
  /// The checkpoint of a size has another root, another text or more signatures than the given one.
  case checkpointConflict(size: UInt64)
  /// A guard would have to forget that a larger tree, or another tree of the same size, was signed.
  case guardRollback(signed: UInt64, given: UInt64)
  /// A value cannot be stored so that it comes back the same.
  case notStorable(String)
}

extension StorageError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .notFound(let path): "There is no ledger store at \(path)."
    case .exists(let path): "There is a ledger store at \(path) already."
    case .foreign(let path): "The file \(path) is not a ledger store but some other database."
    case .newer(let path, let version, let supported):
      "The store \(path) has version \(version), and this program knows versions up to \(supported)."
    case .older(let path, let version, let supported):
      "The store \(path) has version \(version), and must be opened for writing once to get version \(supported)."
    case .differentSchema(let path, let version):
      "The store \(path) was set up by other statements than this program has for version \(version)."
    case .damaged(let what): "The store is damaged: \(what)."
    case .busy: "Another writer keeps the store locked."
    case .full: "No space is left on the disk of the store."
    case .inputOutput(let what): "The store cannot be read or written: \(what)."
    case .readOnly:
      "The store cannot be written: its file, its folder or the disk does not let it be, or it was opened for reading."
    case .notDurable(let synchronous):
      "The store would not wait for the disk: PRAGMA synchronous reads \(synchronous) and must read 2."
    case .duplicate(let what): "The store has \(what) already."
    case .checkpointConflict(let size):
      "The store has another checkpoint of size \(size), or the same one with more signatures."
    case .guardRollback(let signed, let given):
      "A tree of size \(signed) was signed, so another of size \(given) never may be."
    case .notStorable(let what): "The store cannot keep \(what)."
    }
  }
}
