import LabelLedger

/// A parser of bytes from outside, with valid inputs to begin with.
struct Parser: Sendable {
  let name: String
  let seeds: [[UInt8]]
  /// Reads bytes; returns how they would be written, or `nil` where there are several spellings.
  let parse: @Sendable ([UInt8]) throws -> [UInt8]?

  /// All parsers whose input comes from files, exports or the network.
  static func all() throws -> [Parser] {
    let seeds = try Seeds()
    return [
      Parser(name: "note", seeds: seeds.notes) { try SignedNote(parsing: $0).bytes },
      Parser(name: "checkpoint", seeds: seeds.checkpoints) { try Checkpoint(parsing: $0).text },
      Parser(name: "proof-file", seeds: seeds.proofFiles) { try ProofFile(parsing: $0).bytes },
      Parser(name: "witness-request", seeds: seeds.requests) {
        try WitnessRequest(parsing: $0).bytes
      },
      Parser(name: "witness-policy", seeds: seeds.policies) {
        let policy = try WitnessPolicy(parsing: $0)
        _ = try? policy.evaluate(seeds.note, knownLogs: [])
        return nil
      },
      Parser(name: "verifier-key", seeds: seeds.keys) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self) else { throw NotText() }
        return Array(try VerifierKey(parsing: text).description.utf8)
      },
      Parser(name: "envelope", seeds: seeds.envelopes) { bytes in
        let envelope = try Envelope.parse(bytes)
        // White space and order are free, so there are many spellings, and the bytes are kept as they came.
        guard envelope.encoded == bytes else { throw Finding("the bytes of an envelope changed") }
        guard let signers = try? envelope.verify(publicKeys: seeds.publicKeys) else { return nil }
        guard signers.isEmpty || seeds.payloads.contains(envelope.payload) else {
          throw Finding("a payload that nobody signed passes: \(bytes)")
        }
        return nil
      },
      Parser(name: "entry", seeds: seeds.payloads) { bytes in
        let entry = try Entry(decoding: bytes)
        let written = entry.canonicalPayload
        guard try Entry(decoding: written) == entry else {
          throw Finding("an entry reads back as another one: \(bytes)")
        }
        return nil
      },
      Parser(name: "json", seeds: seeds.payloads + seeds.envelopes) { bytes in
        let json = try StrictJSON(parsing: bytes)
        guard try StrictJSON(parsing: json.canonical) == json else {
          throw Finding("JSON reads back as other JSON: \(bytes)")
        }
        return nil
      },
      Parser(name: "ledger-policy", seeds: [LedgerPolicy.offline.document]) {
        try LedgerPolicy(document: $0).document
      },
      Parser(name: "snapshot-csv", seeds: [seeds.snapshot.csv]) { try Snapshot(csv: $0).csv },
      Parser(name: "statement", seeds: seeds.statements) { bytes in
        let verified = try SnapshotStatement.verify(
          envelope: bytes, csv: seeds.snapshot.csv, publicKeys: seeds.publicKeys)
        guard verified.statement == seeds.statement, verified.snapshot == seeds.snapshot else {
          throw Finding("a Statement that nobody signed passes: \(bytes)")
        }
        return nil
      },
      Parser(name: "entry-bundle", seeds: [seeds.bundle.bytes]) {
        try EntryBundle($0, width: 2).bytes
      },
      Parser(name: "csv-table", seeds: Exports.csv) { bytes in
        _ = try CSVTable(parsing: bytes)
        return nil
      },
      Parser(name: "csv-labels", seeds: Exports.csv) { bytes in
        _ = try CSVLabels.read(bytes)
        return nil
      },
      Parser(name: "label-studio", seeds: Exports.labelStudio) { bytes in
        _ = try LabelStudioLabels().read(bytes)
        return nil
      },
      Parser(name: "label-studio-minimal", seeds: Exports.labelStudioMinimal) { bytes in
        _ = try LabelStudioMinimalLabels(question: "animal").read(bytes)
        return nil
      },
      Parser(name: "argilla", seeds: Exports.argilla) { bytes in
        _ = try ArgillaLabels(question: "label").read(bytes)
        return nil
      },
      Parser(name: "doccano", seeds: Exports.doccano) { bytes in
        _ = try DoccanoLabels(annotator: "a").read(bytes)
        return nil
      },
    ]
  }

  private struct NotText: Error {}
}
