import ArgumentParser
import Flipguard

/// A detector as the command line names it: an id, or an id and a variant as in `self-confidence:adjusted`.
struct DetectorChoice {
  /// The name on the command line.
  let name: String
  /// What it scores, in half a sentence.
  let summary: String
  /// Makes the detector.
  let make: @Sendable (Detectors.Options) -> any Detector

  /// Finds a detector.
  ///
  /// - Throws: `ValidationError` that lists the names.
  init(_ name: String) throws {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let entry = try Detectors.all.member(String(parts[0]), of: "--detector")
    self.name = name
    guard parts.count == 2 else {
      summary = entry.summary
      make = entry.make
      return
    }
    guard let variant = entry.variants.first(where: { $0.id == parts[1] }) else {
      let allowed = [entry.id] + entry.variants.map { "\(entry.id):\($0.id)" }
      throw ValidationError(
        "--detector is '\(name)'; allowed: \(allowed.joined(separator: ", "))")
    }
    summary = "\(entry.summary); \(variant.summary)"
    make = variant.make
  }

  /// All names, with and without variants.
  static let names = Detectors.all.flatMap { entry in
    [entry.id] + entry.variants.map { "\(entry.id):\($0.id)" }
  }

  /// All detectors, each with what it scores and its variants, for help texts.
  static let help = Detectors.all.map { entry in
    let variants = entry.variants.map { ":\($0.id)" }.joined(separator: " ")
    return "\(entry.id) (\(entry.summary)\(variants.isEmpty ? "" : "; \(variants)"))"
  }.joined(separator: ", ")
}
