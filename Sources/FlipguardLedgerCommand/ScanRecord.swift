import LabelLedger
import LedgerSQLite

/// A scan on its way into the ledger: one entry for the scan, and a proposal for each issue with another label.
struct ScanRecord {
  private struct Issue {
    let line: Int
    let example: Identifier
    let score: DecimalString
    let given: Identifier
    let predicted: Identifier
  }

  private let path: String
  private let maker: DraftMaker
  private let evidence: DetectorEvidence
  private let issues: [Issue]
  private let rowCount: Int

  /// Reads the result of a scan: `issues.csv`, and `summary.json` beside it, which tells the detector.
  init(path: String, maker: DraftMaker) throws {
    guard [.model, .rule].contains(maker.author.kind) else {
      throw UsageError(
        "--evidence is recorded by a model or rule, and '\(maker.author.id)' is a \(maker.author.kind.rawValue); "
          + "make one: key add NAME --kind model")
    }
    guard let table = try DurableFile.read(path) else {
      throw FolderError.notFound(path: path, what: "the issues of a scan")
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    guard let summary = try DurableFile.read("\(folder)summary.json") else {
      throw FolderError.notFound(
        path: "\(folder)summary.json", what: "the summary of the scan, which tells the detector")
    }
    self.path = path
    self.maker = maker
    (issues, rowCount) = try Self.issues(table, path)
    let (detector, version) = try Self.detector(summary, "\(folder)summary.json")
    let highest = issues.max { Self.isLower($0.score.text, $1.score.text) }?.score
    guard let none = DecimalString("0") else { preconditionFailure("0 is a decimal number") }
    evidence = DetectorEvidence(
      detector: detector, version: version, paramsDigest: Hash(of: summary),
      inputDigest: Hash(of: table), score: highest ?? none, threshold: highest ?? none,
      direction: .low)
  }

  /// Whether one score is the lower; scores are numbers from 0 to 1.
  private static func isLower(_ left: String, _ right: String) -> Bool {
    (Double(left) ?? 0) < (Double(right) ?? 0)
  }

  /// Writes the entries.
  func record(in open: OpenLedger, _ options: LedgerOptions) throws {
    let digest = evidence.inputDigest.hexadecimal.prefix(32)
    let batch = try Names.identifier("scan-\(digest.prefix(16))", "the batch")
    var scan = Draft(
      .note(.scanCompleted), by: maker.author, signer: maker.signer,
      about: Subject(dataset: maker.dataset))
    scan.evidence = [evidence]
    scan.source = Source(origin: .model, batch: batch, manifestDigest: evidence.paramsDigest)
    scan.idempotencyKey = try Names.identifier("\(digest):scan", "the scan's key")
    var drafts = [scan]
    var places = [path]
    var unchanged = 0
    var differing = 0
    try open.storage.read { reader in
      for issue in issues {
        let head = try reader.head(dataset: maker.dataset, example: issue.example)
        guard let head else {
          throw InputError(
            path: path, line: issue.line,
            problem: "the ledger holds no label of '\(issue.example)'; the scan is of other data")
        }
        guard head.label == issue.given else {
          differing += 1
          continue
        }
        guard issue.predicted != issue.given else {
          unchanged += 1
          continue
        }
        drafts.append(try proposal(issue, digest, batch, head))
        places.append("\(path), line \(issue.line)")
      }
    }
    let receipts = try open.append(drafts, options, from: places)
    try Summary(Array(receipts.dropFirst())).tell()
    options.note(
      "The scan is entry \(receipts[0].entry.index): \(Count.of(issues.count, "issue")) in \(Count.of(rowCount, "row"))."
    )
    if differing > 0 {
      options.note(
        "Left out, since the label has changed since the scan: \(Count.of(differing, "issue")).")
    }
    if unchanged > 0 {
      options.note(
        "In the scan's entry alone, which knows no other label: \(Count.of(unchanged, "issue")).")
    }
  }

  private func proposal(
    _ issue: Issue, _ digest: Substring, _ batch: Identifier, _ head: Head
  ) throws -> Draft {
    var draft = Draft(
      .propose(label: issue.predicted), by: maker.author, signer: maker.signer,
      about: Subject(dataset: maker.dataset, example: issue.example))
    draft.expectedHead = head.entry
    draft.reason = .detector
    var evidence = evidence
    evidence.score = issue.score
    draft.evidence = [evidence]
    draft.source = Source(origin: .model, batch: batch)
    draft.idempotencyKey = try Names.identifier("\(digest):\(issue.line)", "the issue's key")
    return draft
  }

  private static func issues(
    _ bytes: [UInt8], _ path: String
  ) throws -> (issues: [Issue], rowCount: Int) {
    let table: CSVTable
    do { table = try CSVTable(parsing: bytes) } catch {
      throw InputError(path: path, line: error.line, problem: "\(error.problem)")
    }
    var columns: [String: Int] = [:]
    for (index, name) in table.header.enumerated() { columns[name] = index }
    func column(_ name: String) throws -> Int {
      guard let index = columns[name] else {
        throw InputError(
          path: path, line: 1,
          problem: "column '\(name)' is missing; this is no issues.csv of a scan")
      }
      return index
    }
    let (id, isIssue, score, given, predicted) = (
      try column("id"), try column("is_label_issue"), try column("label_score"),
      try column("given_label"), try column("predicted_label")
    )
    let issues = try table.rows.filter { $0.fields[isIssue] == "true" }.map { row in
      do {
        return Issue(
          line: row.line, example: try Names.identifier(row.fields[id], "id"),
          score: try Names.decimal(Self.plain(row.fields[score]), "label_score"),
          given: try Names.identifier(row.fields[given], "given_label"),
          predicted: try Names.identifier(row.fields[predicted], "predicted_label"))
      } catch let error as UsageError {
        throw InputError(path: path, line: row.line, problem: error.description)
      }
    }
    return (issues, table.rows.count)
  }

  /// A number without an exponent, which entries do not hold, cut to the length that they hold.
  private static func plain(_ number: String) -> String {
    let parts = number.split(separator: "e", maxSplits: 1)
    guard parts.count == 2, let exponent = Int(parts[1]), exponent < 0, exponent > -400 else {
      return number
    }
    let digits = parts[0].filter { $0 != "." }
    let zeros = String(repeating: "0", count: -exponent - 1)
    return String("0.\(zeros)\(digits)".prefix(DecimalString.maximumByteCount))
  }

  private static func detector(
    _ bytes: [UInt8], _ path: String
  ) throws -> (Identifier, Identifier) {
    let value: StrictJSON
    do { value = try StrictJSON(parsing: bytes, numbers: .text) } catch {
      throw FolderError.malformed(path: path, reason: "\(error)")
    }
    guard case .object(let summary) = value, case .array(let detectors)? = summary["detectors"],
      case .object(let first)? = detectors.first, case .string(let id)? = first["id"],
      case .string(let version)? = summary["version"]
    else {
      throw FolderError.malformed(path: path, reason: "not the summary of a scan")
    }
    return (try Names.identifier(id, "detector"), try Names.identifier(version, "version"))
  }
}
