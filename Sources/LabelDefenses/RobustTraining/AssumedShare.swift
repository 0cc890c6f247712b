internal import LabelContracts
internal import LabelData

/// The share of the labels that a learner takes to be wrong.
enum AssumedShare {
  /// Where nothing is known.
  static let unknown = 0.1
  /// The largest that is believed: with half of the labels wrong nothing can be learnt.
  static let largest = 0.4

  /// The share to assume.
  ///
  /// - Parameters:
  ///   - given: What the user says, 0 to 0.5; `nil` for the estimate of the evidence, at most 0.4, or else 0.1.
  ///   - name: What it is called in an error.
  ///   - labels: The given labels.
  ///   - evidence: What is known besides.
  /// - Returns: The share.
  /// - Throws: ``DefenseError`` where a share is out of its range.
  static func resolve(
    _ given: Double?, name: String, _ labels: Labels, evidence: Evidence
  ) throws(DefenseError) -> Double {
    if let given {
      guard (0...0.5).contains(given) else {
        throw .invalidParameter(name: name, value: "\(given)", allowed: "0 to 0.5")
      }
      return given
    }
    guard evidence.noiseRate != nil else { return unknown }
    return min(largest, try evidence.noiseRate(for: labels))
  }
}
