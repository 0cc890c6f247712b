internal import LabelContracts
internal import LabelData
internal import LabelDefenses

extension ChangeLog {
  /// The contents of the JSON document.
  private struct Summary: Encodable {
    struct Candidate: Encodable {
      let k: Int
      let error: Double
      let changes: Int
    }

    let rows: Int
    let changes: Int
    let relabeled: Int
    let removed: Int
    let weighted: Int
    let flagged: Int
    let sanitizer: String
    let action: String
    let inputSha256: String
    let output: String?
    let featuresOutput: String?
    let version: String
    var rounds: Int?
    var ending: String?
    var k: Int?
    var threshold: Double?
    var metric: String?
    var scaling: String?
    var graph: String?
    var recall: RecallSummary?
    var trusted: String?
    var seed: UInt64?
    var candidates: [Candidate]?
    var ambiguous: Int?
    var withheld: Int?
    var estimatedErrorRate: Double?
    var settings: ScanSummary.Settings?

    enum CodingKeys: String, CodingKey {
      case rows, changes, relabeled, removed, weighted, flagged, sanitizer, action, output, version
      case rounds, ending, k, threshold, metric, scaling, graph, recall, trusted, seed, candidates
      case ambiguous, withheld, settings
      case inputSha256 = "input_sha256"
      case featuresOutput = "features_output"
      case estimatedErrorRate = "estimated_error_rate"
    }
  }

  /// The settings and counts as a JSON document.
  ///
  /// - Parameters:
  ///   - version: The version of Flipguard.
  ///   - output: The file with the result, if one was written.
  ///   - featuresOutput: The data without the removed rows, when the labels are in a file of their own.
  /// - Returns: The document.
  /// - Throws: `EncodingError` when a number is not finite.
  public func json(version: String, output: String?, featuresOutput: String? = nil) throws -> String
  {
    var summary = Summary(
      rows: dataset.rowCount, changes: sanitized.changes.count,
      relabeled: sanitized.changeCount(.relabel), removed: sanitized.changeCount(.remove),
      weighted: sanitized.changeCount(.weight), flagged: sanitized.changeCount(.flag),
      sanitizer: judge.sanitizer, action: action.rawValue, inputSha256: inputDigest,
      output: output, featuresOutput: featuresOutput, version: version)
    switch judge {
    case .neighbors(let count, let threshold, let source, let choice):
      summary.rounds = sanitized.roundCount
      summary.ending = ending.id
      summary.k = count
      summary.threshold = threshold
      summary.metric = source.metricName
      summary.scaling = source.scalingName
      summary.graph = source.graphFile
      summary.recall = source.recall.map(RecallSummary.init)
      summary.trusted = choice?.trusted
      summary.seed = choice?.seed
      summary.candidates = choice?.candidates.map {
        Summary.Candidate(k: $0.neighborCount, error: $0.error, changes: $0.changeCount)
      }
    case .detector(let name, let evidence, let sources, let seed):
      summary.ambiguous = sanitized.ambiguousCount
      summary.withheld = sanitized.withheldCount
      summary.estimatedErrorRate = sanitized.estimatedErrorRate
      summary.settings = ScanSummary.Settings(
        detector: name, evidence: evidence, sources: sources, seed: seed)
    }
    return try JSONText.document(summary)
  }
}
