#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Sealed snapshots in `seals/<size>`.
extension LedgerFolder {
  /// The files of a seal; the proof may be missing until the seal's entry is covered by a checkpoint.
  public enum SealFile: String, Sendable, CaseIterable {
    /// The labels.
    case labels = "snapshot.csv"
    /// The signed statement about them.
    case statement = "snapshot.intoto.json"
    /// The signed verdict for programs that ask whether a data set was verified.
    case verdict = "snapshot.svr.json"
    /// The proof that the seal is in the ledger.
    case proof = "proof.tlog-proof"
  }

  /// The folder of a seal.
  ///
  /// - Parameter size: The number of entries that the seal is about.
  /// - Returns: Its path.
  public func sealFolder(_ size: UInt64) -> String { "\(path)/seals/\(size)" }

  /// The sizes that there are seals of, ascending.
  ///
  /// - Returns: The sizes; none where nothing was sealed.
  /// - Throws: ``FolderError``.
  public func sealSizes() throws(FolderError) -> [UInt64] {
    guard let folder = unsafe opendir("\(path)/seals") else {
      guard errno == ENOENT else {
        throw .cannotOpen(path: "\(path)/seals", reason: unsafe String(cString: strerror(errno)))
      }
      return []
    }
    defer { unsafe closedir(folder) }
    var sizes: [UInt64] = []
    while let item = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: item.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if let size = UInt64(name) { sizes.append(size) }
    }
    return sizes.sorted()
  }

  /// Copies all seals to another folder.
  ///
  /// - Parameter other: The other folder.
  /// - Throws: ``FolderError``.
  public func copySeals(to other: LedgerFolder) throws(FolderError) {
    for size in try sealSizes() {
      try DurableFile.makeFolder(other.sealFolder(size))
      for file in SealFile.allCases {
        guard let bytes = try DurableFile.read("\(sealFolder(size))/\(file.rawValue)") else {
          continue
        }
        try DurableFile.write(bytes, to: "\(other.sealFolder(size))/\(file.rawValue)")
      }
    }
  }
}
