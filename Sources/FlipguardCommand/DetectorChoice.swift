import ArgumentParser
import Flipguard

/// A detector as the command line names it: an id, or an id and a variant as in `self-confidence:adjusted`.
enum DetectorChoice {
  /// Finds a detector.
  ///
  /// - Throws: `ValidationError` that lists the names.
  static func find(_ name: String) throws -> Detectors.Named {
    if let detector = Detectors.named.first(where: { $0.id == name }) { return detector }
    let entry = try Detectors.all.member(
      String(name.prefix { $0 != ":" }), of: "--detector")
    let allowed = Detectors.named.map(\.id).filter {
      $0 == entry.id || $0.hasPrefix("\(entry.id):")
    }
    throw ValidationError("--detector is '\(name)'; allowed: \(allowed.joined(separator: ", "))")
  }

  /// All detectors, each with what it scores and its variants, for help texts.
  static let help = Detectors.all.map { entry in
    let variants = entry.variants.map { ":\($0.id)" }.joined(separator: " ")
    return "\(entry.id) (\(entry.summary)\(variants.isEmpty ? "" : "; \(variants)"))"
  }.joined(separator: ", ")
}
