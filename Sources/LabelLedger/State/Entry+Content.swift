extension Entry {
  /// The digest of what was asked for, so that a request made twice is known again.
  ///
  /// What depends on when the request came is left out: whether a label was given or proposed, what was in force, the
  /// author's clock; and the reason with the note, whose salt is new each time.
  public var contentDigest: Hash {
    let isLabel = [.labelGiven, .labelProposed].contains(kind)
    let parts: [String?] = [
      isLabel ? "label" : kind.rawValue, subject.dataset.text, subject.example?.text,
      subject.exampleDigest?.hexadecimal, label?.scheme.text, label?.new?.text,
      approval?.of.hexadecimal, approval?.decision.rawValue, label?.confidence?.text,
    ]
    let values: [StrictJSON?] = [
      source?.json, evidence.isEmpty ? nil : evidence.json, key?.json, seal?.json,
    ]
    let content = parts.map { $0.map { .string($0) } ?? .null } + values.map { $0 ?? .null }
    return Hash(of: StrictJSON.array(content).canonical)
  }
}

extension Opening {
  /// The key of the ledger that is opened; `nil` where ``vkey`` is none that signs checkpoints of ``origin``.
  public var ingestKey: PublicKey? {
    guard let key = try? VerifierKey(parsing: vkey), key.algorithm == .ed25519,
      key.name.hasBytes(of: origin.text)
    else { return nil }
    return PublicKey(key.publicKey)
  }
}
