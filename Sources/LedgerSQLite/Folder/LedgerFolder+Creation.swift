internal import FoundationEssentials
public import LabelLedger

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Folders that appear whole, or not at all.
extension LedgerFolder {
  /// Makes the folder of a new ledger, under another name until it is whole.
  ///
  /// - Parameters:
  ///   - path: The folder; it must not be there, or be empty.
  ///   - description: What `ledger.json` tells.
  ///   - policy: What `policy.json` holds.
  ///   - fill: Puts the rest into the folder, which has its descriptions, and closes what it has opened there.
  /// - Returns: What was returned by `fill`.
  /// - Throws: ``FolderError``, or what `fill` throws; then no folder is there that was not.
  public static func create<Result>(
    _ path: String, description: LedgerDescription, policy: LedgerPolicy,
    filling fill: (LedgerFolder) throws -> Result
  ) throws -> Result {
    let path = trimmed(path)
    try refuseTaken(path)
    let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    try DurableFile.makeFolder(parent)
    let temporary = "\(path).\(getpid()).tmp"
    guard unsafe mkdir(temporary, 0o777) == 0 else {
      throw FolderError.cannotCreate(path: path, reason: DurableFile.systemReason())
    }
    do {
      try DurableFile.write(policy.document, to: "\(temporary)/policy.json")
      try DurableFile.write(description.bytes, to: "\(temporary)/ledger.json")
      let result = try fill(LedgerFolder(opening: temporary))
      guard unsafe rename(temporary, path) == 0 else {
        throw FolderError.cannotCreate(path: path, reason: DurableFile.systemReason())
      }
      try DurableFile.synchronize(folderOf: path)
      return result
    } catch {
      // What cannot be removed is left under its temporary name; the first error is the one to mend.
      try? FileManager.default.removeItem(atPath: temporary)
      throw error
    }
  }

  /// Refuses a folder that holds anything.
  ///
  /// - Parameter path: Where a new ledger should go.
  /// - Throws: ``FolderError``.
  public static func refuseTaken(_ path: String) throws(FolderError) {
    let name = path.split(separator: "/").last ?? "/"
    guard ![".", "..", "/"].contains(name) else {
      throw .cannotCreate(path: path, reason: "a ledger takes a new folder, by its name")
    }
    guard DurableFile.exists(path) else { return }
    guard let items = try? FileManager.default.contentsOfDirectory(atPath: path), items.isEmpty
    else { throw .exists(path: path) }
  }

  /// A path without the slashes behind it.
  static func trimmed(_ path: String) -> String {
    var path = Substring(path)
    while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
    return String(path)
  }
}
