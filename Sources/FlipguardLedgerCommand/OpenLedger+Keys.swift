import ArgumentParser
import LabelLedger
import LedgerSQLite

extension OpenLedger {
  /// Makes a key in the private folder.
  func newKey(_ name: Identifier) throws -> PublicKey {
    let signer = try SignerKey(named: name.text)
    try home.keep(signer, as: name, of: ledger.origin)
    return ActorKey(name: name, signer: signer).publicKey
  }

  /// Writes an entry about a key, by the ledger itself.
  func write(_ kind: EntryKind, key: KeyChange) throws {
    var draft = Draft(
      .note(kind), by: author(LedgerRules.ledgerActor, .service), signer: nil,
      about: Subject(dataset: folder.description.dataset))
    draft.key = key
    _ = try ledger.append([draft])
  }

  /// The ledger's own key as a signer.
  func ownKey() throws -> ActorKey {
    guard let signer = try home.key(LedgerRules.ledgerActor, of: ledger.origin) else {
      throw FolderError.notFound(
        path: try home.keyFile(LedgerRules.ledgerActor, of: ledger.origin),
        what: "the ledger's own key")
    }
    return ActorKey(name: LedgerRules.ledgerActor, signer: signer)
  }
}
