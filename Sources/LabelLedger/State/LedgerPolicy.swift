/// What a ledger demands of changes and seals; every entry names the digest of the policy it was made under.
public struct LedgerPolicy: Hashable, Sendable {
  /// Number of people that a change of a label in force needs, the proposer among them; 2 to 8.
  public var peopleForChange: Int
  /// Hours that a proposal may wait for approval (rule F4); 1 to 8,760.
  public var proposalHours: Int
  /// Number of signatures that a sealed snapshot needs; 1 to 8.
  public var sealSignatures: Int
  /// Days that an idempotency key is remembered; 1 to 3,650.
  public var idempotencyDays: Int

  /// The policy of a ledger without a service: two people for a change within 72 hours, one signature for a seal.
  public static let offline = LedgerPolicy(
    peopleForChange: 2, proposalHours: 72, sealSignatures: 1, idempotencyDays: 30)

  private init(
    peopleForChange: Int, proposalHours: Int, sealSignatures: Int, idempotencyDays: Int
  ) {
    self.peopleForChange = peopleForChange
    self.proposalHours = proposalHours
    self.sealSignatures = sealSignatures
    self.idempotencyDays = idempotencyDays
  }

  /// The same policy with another number of signatures for a seal.
  ///
  /// - Parameter sealSignatures: 1 to 8.
  /// - Returns: `nil` for other numbers.
  public func with(sealSignatures: Int) -> LedgerPolicy? {
    guard (1...8).contains(sealSignatures) else { return nil }
    var policy = self
    policy.sealSignatures = sealSignatures
    return policy
  }

  /// Whether a request is still known at a log time.
  func remembers(_ request: IdempotencyRecord, at time: Int64) -> Bool {
    request.time >= time - Int64(idempotencyDays) * 86_400_000
  }

  /// The document: canonical JSON with a line end.
  public var document: [UInt8] {
    let fields: StrictJSON = .object([
      "idempotencyDays": .integer(Int64(idempotencyDays)),
      "peopleForChange": .integer(Int64(peopleForChange)),
      "proposalHours": .integer(Int64(proposalHours)),
      "sealSignatures": .integer(Int64(sealSignatures)), "v": .integer(1),
    ])
    return fields.canonical + [0x0A]
  }

  /// What entries name the policy by: the SHA-256 of the document.
  public var digest: Hash { Hash(of: document) }

  /// Reads a policy document.
  ///
  /// - Parameter document: Its bytes, exactly as ``document`` writes them.
  /// - Throws: ``PolicyError`` that names the field and what is allowed.
  public init(document: [UInt8]) throws(PolicyError) {
    let value: StrictJSON
    do { value = try StrictJSON(parsing: document) } catch {
      throw .malformed("\(error)")
    }
    guard case .object(let fields) = value else { throw .malformed("not an object") }
    func number(_ name: String, _ range: ClosedRange<Int>) throws(PolicyError) -> Int {
      guard case .integer(let number)? = fields[name], let given = Int(exactly: number),
        range.contains(given)
      else { throw .field(name, allowed: range) }
      return given
    }
    _ = try number("v", 1...1)
    self.init(
      peopleForChange: try number("peopleForChange", 2...8),
      proposalHours: try number("proposalHours", 1...8760),
      sealSignatures: try number("sealSignatures", 1...8),
      idempotencyDays: try number("idempotencyDays", 1...3650))
    guard self.document == document else {
      throw .malformed("not in the canonical form, or with fields that are not known")
    }
  }
}

/// Why a policy document is refused.
public enum PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The document is not what a policy is written as.
  case malformed(String)
  /// A field is missing or outside its range.
  case field(String, allowed: ClosedRange<Int>)

  /// What is wrong and what is allowed.
  public var description: String {
    switch self {
    case .malformed(let what): "the policy is \(what)"
    case .field(let name, let allowed):
      "the policy's '\(name)' must be a whole number from \(allowed.lowerBound) to \(allowed.upperBound)"
    }
  }
}
