/// Why a ledger refuses to work, beside what the rules refuse.
public enum LedgerError: Error, Hashable, Sendable {
  /// There is a ledger already.
  case exists(origin: String)
  /// The storage holds no ledger.
  case empty
  /// The storage holds another ledger.
  case origin(given: String, found: String)
  /// The key is not the ledger's.
  case key(given: Hash, found: Hash)
  /// The policy is not the one in force.
  case policy(given: Hash, inForce: Hash)
  /// More was signed than is stored: the storage was rolled back.
  case rolledBack(signed: SignedTree, stored: SignedTree)
  /// What was signed is not a beginning of what is stored: entries were changed.
  case forked(signed: SignedTree, stored: Hash)
  /// Something else signed again and again while this ledger tried.
  case contended(origin: String)
  /// A draft lacks what its kind needs.
  case draft(String)
  /// The storage holds what cannot be.
  case damaged(String)
}

extension LedgerError: CustomStringConvertible {
  /// What is wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .exists(let origin): "there is a ledger \(origin) already"
    case .empty: "there is no ledger in the storage"
    case .origin(let given, let found): "the ledger is \(found), not \(given)"
    case .key(let given, let found):
      "the ledger's key is \(found), and \(given) was given; nothing is signed"
    case .policy(let given, let inForce):
      "the policy document has the digest \(given), and \(inForce) is in force"
    case .rolledBack(let signed, let stored):
      "the ledger was rolled back: it signed \(signed.size) entries with root \(signed.root.base64), "
        + "and holds \(stored.size) with root \(stored.root.base64); nothing is signed. "
        + "Bring back the newer copy, or open a successor"
    case .forked(let signed, let stored):
      "the ledger was changed: it signed root \(signed.root.base64) for its first \(signed.size) entries, "
        + "and they now have root \(stored.base64); nothing is signed. Compare with a backup"
    case .contended(let origin):
      "another writer signs for \(origin) again and again; nothing was signed, try again"
    case .draft(let what): what
    case .damaged(let what): "the ledger is damaged: \(what); run fsck"
    }
  }
}
