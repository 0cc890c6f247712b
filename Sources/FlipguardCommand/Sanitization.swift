import Flipguard

/// Labels judged and repaired, in one of the ways that there are.
struct Sanitization {
  let loaded: LoadedData
  let sanitized: SanitizedLabels
  let judge: LabelJudge

  /// Judges by the vote of the nearest neighbors, which sees no more than the features.
  init(
    _ loaded: LoadedData, neighbors: NeighborOptions, trusted: TrustedSet?,
    rounds: KNNSanitizer.Rounds, action: SanitizeAction, _ common: CommonOptions
  ) throws {
    let given = try NeighborSetup.given(for: loaded, neighbors, common)
    let setup = try NeighborSetup(
      loaded, ScaledData(loaded, scaling: NeighborSetup.scaling(loaded, neighbors, given)),
      given: given, neighbors: neighbors, trusted: trusted, rounds: rounds, common: common)
    sanitized = try KNNSanitizer(
      neighborCount: setup.neighborCount, threshold: neighbors.threshold, rounds: rounds,
      action: action
    ).sanitize(loaded.dataset.labels, evidence: Evidence(neighborGraph: setup.graph))
    judge = .neighbors(
      count: setup.neighborCount, threshold: neighbors.threshold, source: setup.source,
      choice: setup.choice)
    self.loaded = loaded
  }

  /// Judges by a detector, on all the evidence that a scan has.
  init(
    _ input: ScanInput, _ choice: Detectors.Named, evidence: EvidenceOptions,
    neighbors: NeighborOptions, action: SanitizeAction, _ common: CommonOptions
  ) throws {
    guard let data = input.data else { preconditionFailure("DATA is an argument") }
    let setup = try EvidenceSetup(
      input, [choice], options: evidence, neighbors: neighbors, common: common)
    let sanitizer = DetectorSanitizer(setup.detector(choice, neighbors), action: action)
    sanitized = try common.withProgress("detector \(choice.id)") {
      try sanitizer.sanitize(
        input.rows.labels, evidence: setup.evidence, seed: common.seed, execution: $0)
    }
    judge = .detector(
      choice.id, evidence: setup.evidence, sources: setup.sources, seed: common.seed)
    loaded = data
  }

  /// Writes the data with what was changed, and beside each copy what an undo needs.
  ///
  /// - Parameters:
  ///   - target: The repaired file.
  ///   - changes: The table of changes.
  /// - Returns: The files with the result.
  /// - Throws: ``/ArrayFiles/FileError`` or ``/LabelData/FormatError``.
  func write(
    to target: OutputTarget, changes: String
  ) throws -> (output: String, featuresOutput: String?) {
    let edits = sanitized.changes.filter { $0.action == .relabel }.map { ($0.row, $0.to) }
    let removed = Set(sanitized.changes.filter { $0.action == .remove }.map(\.row))
    let written = try loaded.write(
      edits: Dictionary(uniqueKeysWithValues: edits), removed: removed, to: target)
    for (original, copy) in loaded.copies(at: target, removing: !removed.isEmpty)
    where OutputFile.appearsWhole(at: copy) {
      try UndoFile(repaired: copy, original: original, changes: changes).write()
    }
    return written
  }
}
