import ArgumentParser
import Flipguard

/// What is known of a method on the command line.
protocol Method {
  /// The name on the command line.
  var id: String { get }
  /// What it does, in half a sentence.
  var summary: String { get }
}

extension Attacks.Entry: Method {}
extension Detectors.Entry: Method {}
extension Sanitizers.Entry: Method {}
extension LabelLinears.Entry: Method {}
extension RobustLearners.Entry: Method {}

extension Array where Element: Method {
  /// The member that an option names.
  ///
  /// - Throws: `ValidationError` that lists the names.
  func member(_ id: String, of option: String) throws -> Element {
    guard let member = first(where: { $0.id == id }) else {
      throw ValidationError(
        "\(option) is '\(id)'; allowed: \(map(\.id).joined(separator: ", "))")
    }
    return member
  }

  /// All names, each with what the method does, for help texts.
  var help: String { map { "\($0.id) (\($0.summary))" }.joined(separator: ", ") }
}
