internal import ArrayFiles
internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import Neighbors
internal import VectorKernels

/// A folder into which every labelling goes, so that other tools can judge the very same labels.
public struct BenchmarkExport: Sendable {
  /// The folder, which exists.
  public let folder: String

  /// Names the folder.
  public init(folder: String) { self.folder = folder }

  /// What stands for a text in the name of a file.
  public static func fileName(_ part: String) -> String {
    String(
      part.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-.".contains($0)) ? $0 : "_" })
  }

  /// The file of a labelling.
  static func name(dataset: String, attack: String, rate: Double, seed: Int) -> String {
    [dataset, attack, "\(rate)", "\(seed)"].map(fileName).joined(separator: "_") + ".npz"
  }

  /// Writes a labelling: features, labels, the truth, the defender's trusted rows, neighbors, probabilities and what our detectors say.
  ///
  /// - Parameters:
  ///   - labelling: The labels.
  ///   - evidence: What all detectors shared.
  ///   - verdicts: What the detectors say, by name; with trusted rows as `detector@count`.
  ///
  /// - Throws: ``/ArrayFiles/FileError``.
  func write(
    _ labelling: TrialLabelling, evidence: Evidence,
    verdicts: [(detector: String, verdict: TrialVerdict)]
  ) throws(FileError) {
    let trial = labelling.trial
    let name = Self.name(
      dataset: trial.source.name, attack: trial.attack, rate: labelling.poisoningRate,
      seed: trial.number)
    var file = try NPZWriter(path: "\(folder)/\(name)")
    let features = labelling.split.training
    let n = features.rowCount
    try file.append("X", floats: features.elements, shape: [n, features.columnCount])
    try file.append("y", int32s: labelling.given.classIndices.map(Int32.init), shape: [n])
    try file.append(
      "truth", int32s: labelling.split.truth.classIndices.map(Int32.init), shape: [n])
    if let trusted = labelling.split.trusted(BenchmarkSplit.trustedLimit) {
      try file.append(
        "trusted_X", floats: trusted.features.elements,
        shape: [trusted.labels.count, trusted.features.columnCount])
      try file.append(
        "trusted_y", int32s: trusted.labels.classIndices.map(Int32.init),
        shape: [trusted.labels.count])
    }
    if let graph = evidence.neighborGraph {
      try file.append(
        "neighbors", int32s: (0..<n).flatMap { graph.neighbors(of: $0) },
        shape: [n, graph.neighborCount])
    }
    if let probabilities = evidence.probabilities {
      try file.append(
        "probabilities",
        NPYArray(doubles: probabilities.elements, shape: [n, probabilities.classCount]))
    }
    try file.append("dataset", NPYArray(texts: [trial.source.name]))
    try file.append("attack", NPYArray(texts: [trial.attack]))
    try file.append(
      "rate_seed", NPYArray(doubles: [labelling.poisoningRate, Double(trial.number)], shape: [2]))
    for (detector, verdict) in verdicts {
      try file.append("score/\(detector)", NPYArray(doubles: verdict.scores ?? [], shape: [n]))
      try file.append(
        "flag/\(detector)", NPYArray(bytes: verdict.flags.map { $0 ? 1 : 0 }, shape: [n]))
      try file.append(
        "predicted/\(detector)", int32s: verdict.predicted.map(Int32.init), shape: [n])
    }
    try file.commit()
  }
}
