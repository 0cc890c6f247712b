import ArgumentParser
import Flipguard

/// Which detectors judge the labels in a scan.
struct DetectorOptions: ParsableArguments {
  @Option(
    name: .customLong("detector"), parsing: .singleValue,
    help: ArgumentHelp(
      "How labels are judged; may be repeated: the first one leads, the others add a column each. By default "
        + "\(EvidenceOptions.defaultDetector). There are: \(DetectorChoice.help).",
      valueName: "id"),
    completion: .list(Detectors.named.map(\.id)))
  var detectors: [String] = []

  /// The detectors chosen, the leading one first.
  ///
  /// - Returns: A choice for each detector.
  /// - Throws: `ValidationError`.
  func choices() throws -> [Detectors.Named] {
    let names = detectors.isEmpty ? [EvidenceOptions.defaultDetector] : detectors
    for (place, name) in names.enumerated() where names[..<place].contains(name) {
      throw ValidationError("--detector \(name) is given twice; give each detector once")
    }
    return try names.map { try DetectorChoice.find($0) }
  }
}
