/// A witness: it cosigns the checkpoints of logs that only ever grow, and remembers the last of
/// each.
///
/// Its cosignature on a checkpoint tells that the log has shown it no other history. It answers the
/// `add-checkpoint` requests of C2SP tlog-witness (2025); how they reach it is the caller's matter.
public struct Witness: Sendable {
  /// How often a request is judged anew because another one of the same log came between.
  private static let attempts = 16

  /// The key with which others verify its cosignatures.
  public var verifierKey: VerifierKey { key.cosignerKey }

  private let key: SignerKey
  private let rules: WitnessRules
  private let store: any WitnessStore
  private let clock: @Sendable () -> UInt64

  /// Makes a witness.
  ///
  /// - Parameters:
  ///   - key: Its key, of no other use: neither a log's nor another witness's.
  ///   - rules: The logs that it follows.
  ///   - store: What it remembers. All processes with this key must share the store.
  ///   - clock: The time in seconds since 1970 in UTC.
  public init(
    key: SignerKey, rules: WitnessRules, store: some WitnessStore,
    clock: @escaping @Sendable () -> UInt64
  ) {
    self.key = key
    self.rules = rules
    self.store = store
    self.clock = clock
  }

  /// Answers a request.
  ///
  /// A cosignature leaves only after the store has made the new state durable. It is never given to
  /// a smaller tree than the last, nor while the clock runs behind the latest cosignature.
  ///
  /// - Parameter body: The body of the request.
  /// - Returns: The answer.
  /// - Throws: What the store and the library of algorithms throw; nothing was cosigned then that
  ///   anybody has seen.
  public func answer(_ body: [UInt8]) throws -> WitnessAnswer {
    for _ in 0..<Self.attempts {
      switch try rules.decide(body, state: { try store.state(of: $0) }) {
      case .refuse(let answer, let evidence):
        if let evidence { try store.keep(evidence) }
        return answer
      case .cosign(let note, let remembered):
        let time = clock()
        guard time >= max(try store.latestTime() ?? 0, remembered?.time ?? 0),
          time <= UInt64(Int64.max)
        else {
          return WitnessAnswer(
            .unavailable, body: "The clock of the witness runs behind its last cosignature.\n")
        }
        let cosignature = try key.cosign(note.text, time: time)
        let state = try WitnessState(note: note.adding([cosignature]), time: time)
        if try store.replace(remembered, with: state) {
          return WitnessAnswer(.cosigned, body: cosignature.line)
        }
      }
    }
    return WitnessAnswer(.unavailable, body: "Too many requests of the log collide.\n")
  }
}
