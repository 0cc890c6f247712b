extension Entry {
  /// The digest of what was asked for, so that a request made twice is known again.
  ///
  /// Whether a label was given or proposed is left out, since that depends on what was in force when it came.
  public var contentDigest: Hash {
    let isLabel = [.labelGiven, .labelProposed].contains(kind)
    let parts: [String?] = [
      isLabel ? "label" : kind.rawValue, subject.dataset.text, subject.example?.text,
      subject.exampleDigest?.hexadecimal, label?.scheme.text, label?.new?.text,
      approval?.of.hexadecimal, approval?.decision.rawValue, source?.batch?.text,
      key?.publicKey.fingerprint.hexadecimal, seal?.root.hexadecimal,
    ]
    return Hash(of: StrictJSON.array(parts.map { $0.map { .string($0) } ?? .null }).canonical)
  }
}

extension Opening {
  /// The key of the ledger that is opened; `nil` where ``vkey`` is none.
  public var ingestKey: PublicKey? {
    (try? VerifierKey(parsing: vkey)).flatMap { PublicKey($0.publicKey) }
  }
}
