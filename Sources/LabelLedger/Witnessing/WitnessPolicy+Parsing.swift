extension WitnessPolicy {
  /// The largest number of bytes in a policy.
  public static let maximumByteCount = 1_000_000

  /// Reads a policy.
  ///
  /// - Parameter bytes: The lines. Blank lines, and lines that begin with `#`, say nothing.
  /// - Throws: ``WitnessPolicyError`` with the number of the first line that is wrong.
  /// - Complexity: O(n) for n bytes.
  public init(parsing bytes: [UInt8]) throws(WitnessPolicyError) {
    guard bytes.count <= Self.maximumByteCount else {
      throw WitnessPolicyError(line: 1, problem: .tooLong(bytes.count))
    }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let rest = lines.removeLast()
    guard rest.isEmpty else {
      throw WitnessPolicyError(line: lines.count + 1, problem: .unfinishedLine)
    }
    var reader = PolicyReader()
    for (place, line) in lines.enumerated() {
      do {
        try reader.read(line)
      } catch {
        throw WitnessPolicyError(line: place + 1, problem: error)
      }
    }
    guard let quorum = reader.quorum else {
      throw WitnessPolicyError(line: max(1, lines.count), problem: .noQuorum)
    }
    self.init(
      logs: reader.logs, witnesses: reader.witnesses, groups: reader.groups, quorum: quorum)
  }
}

/// What the lines read so far have defined.
private struct PolicyReader {
  private static let none = WitnessPolicy.Text("none".utf8)

  var logs: [WitnessPolicy.Log] = []
  var witnesses: [WitnessPolicy.Member] = []
  var groups: [WitnessPolicy.Group] = []
  /// The quorum once its line is read, which may say that there need be none.
  var quorum: WitnessPolicy.Text??

  private var logKeys: Set<[UInt8]> = []
  private var witnessKeys: Set<[UInt8]> = []
  private var names: Set<WitnessPolicy.Text> = []
  private var members: Set<WitnessPolicy.Text> = []

  mutating func read(_ line: ArraySlice<UInt8>) throws(WitnessPolicyError.Problem) {
    for octet in line where octet != UInt8(ascii: "\t") && (octet < 0x20 || octet == 0x7f) {
      throw .octet(octet)
    }
    let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      .map { WitnessPolicy.Text($0) }
    guard let keyword = words.first, keyword.bytes.first != UInt8(ascii: "#") else { return }
    let rest = words.dropFirst()
    switch keyword.description {
    case "log": try readLog(rest)
    case "witness": try readWitness(rest)
    case "group": try readGroup(rest)
    case "quorum": try readQuorum(rest)
    default: throw .keyword(keyword)
    }
  }

  private mutating func readLog(
    _ words: ArraySlice<WitnessPolicy.Text>
  ) throws(WitnessPolicyError.Problem) {
    let words = Array(words)
    guard (1...2).contains(words.count) else { throw .form("log <vkey> [<url>]") }
    let key = try key(words[0])
    guard key.algorithm == .ed25519 else { throw .keyType(key.algorithm.type) }
    guard logKeys.insert(key.publicKey).inserted else { throw .duplicateKey }
    logs.append(WitnessPolicy.Log(key: key, url: words.count > 1 ? words[1] : nil))
  }

  private mutating func readWitness(
    _ words: ArraySlice<WitnessPolicy.Text>
  ) throws(WitnessPolicyError.Problem) {
    let words = Array(words)
    guard (2...3).contains(words.count) else { throw .form("witness <name> <vkey> [<url>]") }
    let key = try key(words[1])
    // Type 6, ML-DSA-44, cosigns too; it is not verified here, so that such a witness never counts.
    guard [4, 6].contains(key.algorithm.type) else { throw .keyType(key.algorithm.type) }
    guard witnessKeys.insert(key.publicKey).inserted else { throw .duplicateKey }
    try define(words[0])
    witnesses.append(
      WitnessPolicy.Member(name: words[0], key: key, url: words.count > 2 ? words[2] : nil))
  }

  private mutating func readGroup(
    _ words: ArraySlice<WitnessPolicy.Text>
  ) throws(WitnessPolicyError.Problem) {
    let words = Array(words)
    guard words.count >= 3 else { throw .form("group <name> <k, any or all> <name>...") }
    let own = Array(words.dropFirst(2))
    for member in own {
      guard names.contains(member) else { throw .undefined(member) }
      guard members.insert(member).inserted else { throw .repeatedMember(member) }
    }
    let threshold =
      switch words[1].description {
      case "any": 1
      case "all": own.count
      default: DecimalSize.parse(words[1].bytes).flatMap { Int(exactly: $0) } ?? 0
      }
    guard (1...own.count).contains(threshold) else {
      throw .threshold(words[1], members: own.count)
    }
    try define(words[0])
    groups.append(WitnessPolicy.Group(name: words[0], threshold: threshold, members: own))
  }

  private mutating func readQuorum(
    _ words: ArraySlice<WitnessPolicy.Text>
  ) throws(WitnessPolicyError.Problem) {
    guard let name = words.first, words.count == 1 else { throw .form("quorum <name or none>") }
    guard quorum == nil else { throw .secondQuorum }
    guard name != Self.none else {
      quorum = .some(nil)
      return
    }
    guard names.contains(name) else { throw .undefined(name) }
    quorum = name
  }

  private mutating func define(_ name: WitnessPolicy.Text) throws(WitnessPolicyError.Problem) {
    guard name != Self.none, names.insert(name).inserted else { throw .name(name) }
  }

  private func key(_ word: WitnessPolicy.Text) throws(WitnessPolicyError.Problem) -> VerifierKey {
    guard let text = String(validating: word.bytes, as: UTF8.self) else { throw .keyText }
    do { return try VerifierKey(parsing: text) } catch { throw .key(error) }
  }
}
