import LabelLedger
import LedgerSQLite

/// Names and numbers from the command line and from files, checked.
enum Names {
  static let allowedIdentifier =
    "allowed: 1 to \(Identifier.maximumByteCount) bytes without control characters"
  static let allowedDigest = "allowed: 64 lower-case hexadecimal digits"
  static let allowedConfidence = "allowed: a decimal number from 0 to 1, such as 0.95"

  /// A name of an example, label, batch or the like.
  static func identifier(_ text: String, _ what: String) throws -> Identifier {
    guard let identifier = Identifier(text) else {
      throw UsageError("\(what) is '\(text.prefix(300))'; \(allowedIdentifier)")
    }
    return identifier
  }

  /// Whether a text may be an origin: parts between slashes that may each name a file.
  static func isOrigin(_ origin: String, partCount: PartialRangeFrom<Int> = 2...) -> Bool {
    let parts = origin.split(separator: "/", omittingEmptySubsequences: false)
    return partCount.contains(parts.count)
      && parts.allSatisfy { LedgerHome.isPlain(String($0)) } && origin.utf8.count <= 200
  }

  static func decimal(_ text: String, _ what: String) throws -> DecimalString {
    guard let decimal = DecimalString(text) else {
      throw UsageError("\(what) is '\(text)'; allowed: a decimal number such as 0.95")
    }
    return decimal
  }

  /// A number from 0 to 1; `nil` for others.
  static func confidence(_ text: String) -> DecimalString? {
    guard let decimal = DecimalString(text), let number = Double(text), (0...1).contains(number)
    else { return nil }
    return decimal
  }

  static func digest(_ text: String, _ what: String) throws -> Hash {
    guard let digest = Hash(hexadecimal: text) else {
      throw UsageError("\(what) is '\(text)'; \(allowedDigest)")
    }
    return digest
  }
}

extension LedgerStorage {
  /// The entry that a user means: its index, its leaf hash, or eight or more of the hash's first digits.
  func entry(named name: String) throws -> EntryReference {
    try read { reader in
      let size = try reader.size()
      if let index = UInt64(name), index < size || name.utf8.count < 8 {
        guard let stored = try reader.entries(index..<(index + 1)).first else {
          throw UsageError("there is no entry \(index); the ledger has \(size)")
        }
        return EntryReference(index: index, leafHash: stored.leafHash)
      }
      let matches = try Self.leafHashes(beginningWith: name, in: reader)
      guard let match = matches.first, matches.count == 1,
        let index = try reader.index(ofLeaf: match)
      else {
        throw UsageError(
          matches.isEmpty
            ? "there is no entry '\(name)'; name one by its index, or by 8 or more digits of its leaf hash"
            : "several entries begin with '\(name)'; give more digits")
      }
      return EntryReference(index: index, leafHash: match)
    }
  }

  private static func leafHashes(
    beginningWith digits: String, in reader: some LedgerReader
  ) throws -> [Hash] {
    let missing = 2 * Hash.byteCount - digits.utf8.count
    guard digits.utf8.count >= 8, missing >= 0,
      let lowest = Hash(hexadecimal: digits + String(repeating: "0", count: missing)),
      let highest = Hash(hexadecimal: digits + String(repeating: "f", count: missing))
    else { return [] }
    return try reader.leafHashes(in: lowest...highest, limit: 2)
  }
}
