public import LabelLedger

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The private folder of whoever runs a ledger: keys, guards, a witness's memory.
///
/// It lies apart from ledgers, so that copying, restoring or rolling back a ledger never touches what was signed.
public struct LedgerHome: Sendable {
  /// The folder, readable by its owner alone.
  public let path: String

  /// Takes a folder.
  ///
  /// - Parameter path: The folder; `nil` for the one that `FLIPGUARD_HOME` names, else `~/.flipguard`.
  /// - Throws: ``FolderError/cannotOpen(path:reason:)`` where no home is known.
  public init(_ path: String?) throws(FolderError) {
    if let path = path ?? Self.environment("FLIPGUARD_HOME") {
      self.path = path
    } else if let home = Self.environment("HOME") {
      self.path = "\(home)/.flipguard"
    } else {
      throw .cannotOpen(path: "~/.flipguard", reason: "neither FLIPGUARD_HOME nor HOME is set")
    }
  }

  private static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The folder of a ledger's keys.
  ///
  /// - Parameter origin: The ledger.
  /// - Returns: Its path.
  public func keys(of origin: String) -> String { "\(path)/keys/\(Self.fileName(origin))" }

  /// The file of a ledger's guard.
  ///
  /// - Parameter origin: The ledger.
  /// - Returns: Its path.
  public func guardFile(of origin: String) -> String {
    "\(path)/guards/\(Self.fileName(origin)).sqlite"
  }

  /// The file of a witness's memory.
  ///
  /// - Parameter name: The witness.
  /// - Returns: Its path.
  public func witnessFile(of name: String) -> String {
    "\(path)/witnesses/\(Self.fileName(name)).sqlite"
  }

  /// Makes the folders of guards and of witnesses' memories.
  ///
  /// - Throws: ``FolderError``.
  public func makeFolders() throws(FolderError) {
    for folder in ["guards", "witnesses"] {
      try DurableFile.makeFolder("\(path)/\(folder)", isPrivate: true)
    }
  }

  /// Keeps a key, which must not be there yet.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - name: The file's name: the actor, or `ledger`.
  ///   - origin: The ledger.
  /// - Throws: ``FolderError``.
  public func keep(_ key: SignerKey, as name: Identifier, of origin: String) throws(FolderError) {
    let file = try keyFile(name, of: origin)
    try DurableFile.makeFolder(keys(of: origin), isPrivate: true)
    try DurableFile.write(
      Array("\(key.privateText)\n".utf8), to: file, isPrivate: true, isNew: true)
  }

  /// A key that was kept.
  ///
  /// - Parameters:
  ///   - name: The file's name: the actor, or `ledger`.
  ///   - origin: The ledger.
  /// - Returns: The key; `nil` where there is none.
  /// - Throws: ``FolderError``; also where others may read the file.
  public func key(_ name: Identifier, of origin: String) throws(FolderError) -> SignerKey? {
    let file = try keyFile(name, of: origin)
    guard let bytes = try DurableFile.read(file, limit: 4096) else { return nil }
    try refuseExposed(file)
    guard bytes.last == 0x0A, let text = String(validating: bytes.dropLast(), as: UTF8.self) else {
      throw .malformed(path: file, reason: "not a key in one line")
    }
    do { return try SignerKey(parsing: text) } catch {
      throw .malformed(path: file, reason: "\(error)")
    }
  }

  /// Secret bytes of a ledger that are no key of an actor; they are drawn when first asked for.
  ///
  /// - Parameters:
  ///   - name: What they are for.
  ///   - origin: The ledger.
  /// - Returns: 32 bytes.
  /// - Throws: ``FolderError``; also where others may read the file.
  public func secret(_ name: String, of origin: String) throws(FolderError) -> [UInt8] {
    let file = "\(keys(of: origin))/\(name).secret"
    if let bytes = try DurableFile.read(file, limit: 4096) {
      try refuseExposed(file)
      guard bytes.count == 32 else {
        throw .malformed(path: file, reason: "not a secret of 32 bytes")
      }
      return bytes
    }
    try DurableFile.makeFolder(keys(of: origin), isPrivate: true)
    let bytes = RandomBytes.draw(32)
    try DurableFile.write(bytes, to: file, isPrivate: true)
    return bytes
  }

  private func refuseExposed(_ file: String) throws(FolderError) {
    var status = stat()
    guard unsafe stat(file, &status) == 0 else {
      throw .cannotOpen(path: file, reason: unsafe String(cString: strerror(errno)))
    }
    guard status.st_mode & 0o077 == 0 else { throw .exposed(path: file) }
  }

  /// Puts a key aside under its name, a number and `.retired`, before another takes its place.
  ///
  /// - Parameters:
  ///   - name: The actor.
  ///   - origin: The ledger.
  /// - Returns: The file that the key is in now.
  /// - Throws: ``FolderError``.
  public func retire(_ name: Identifier, of origin: String) throws(FolderError) -> String {
    let file = try keyFile(name, of: origin)
    var number = 1
    while DurableFile.exists("\(file).\(number).retired") { number += 1 }
    try move(file, to: "\(file).\(number).retired")
    return "\(file).\(number).retired"
  }

  /// Puts a key that was put aside back in its place, over the one that is there.
  ///
  /// - Parameters:
  ///   - name: The actor.
  ///   - origin: The ledger.
  ///   - file: The file that the key is in.
  /// - Throws: ``FolderError``.
  public func bringBack(
    _ name: Identifier, of origin: String, from file: String
  ) throws(FolderError) {
    try move(file, to: keyFile(name, of: origin))
  }

  /// Removes a key that was just made and has signed nothing that was kept.
  ///
  /// - Parameters:
  ///   - name: The actor, or `ledger`.
  ///   - origin: The ledger.
  /// - Throws: ``FolderError``.
  public func discard(_ name: Identifier, of origin: String) throws(FolderError) {
    try remove(keyFile(name, of: origin))
  }

  /// Removes the key and the guard of a ledger that could not be made, and has signed nothing.
  ///
  /// - Parameter origin: The ledger.
  /// - Throws: ``FolderError``.
  public func abandon(_ origin: String) throws(FolderError) {
    try discard(LedgerRules.ledgerActor, of: origin)
    let file = guardFile(of: origin)
    for path in [file, "\(file)-wal", "\(file)-shm"] { try remove(path) }
  }

  private func remove(_ path: String) throws(FolderError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw .inputOutput(path: path, reason: DurableFile.systemReason())
    }
  }

  private func move(_ source: String, to target: String) throws(FolderError) {
    guard unsafe rename(source, target) == 0 else {
      throw .inputOutput(path: source, reason: DurableFile.systemReason())
    }
  }

  /// The file of a key.
  ///
  /// - Parameters:
  ///   - name: The actor, or `ledger`.
  ///   - origin: The ledger.
  /// - Returns: Its path.
  /// - Throws: ``FolderError/name(_:)``.
  public func keyFile(_ name: Identifier, of origin: String) throws(FolderError) -> String {
    guard Self.isPlain(name.text) else { throw .name(name.text) }
    return "\(keys(of: origin))/\(name).key"
  }

  /// Whether a name may be that of a key file.
  ///
  /// - Parameter name: The name.
  /// - Returns: Whether it has 1 to 100 letters, digits and `.-_@`, and does not begin with a dot.
  public static func isPlain(_ name: String) -> Bool {
    (1...100).contains(name.utf8.count) && !name.hasPrefix(".")
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
          UInt8(ascii: "_"), UInt8(ascii: "@"):
          true
        default: false
        }
      }
  }

  /// An origin as a file's name.
  private static func fileName(_ origin: String) -> String {
    String(origin.map { $0 == "/" ? "+" : $0 })
  }
}
