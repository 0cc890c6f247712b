/// Why a field of a JSON document is not what it must be.
public struct FieldError: Error, Hashable {
  /// What is wrong with the field.
  public enum Problem: Hashable, Sendable {
    /// It is not there.
    case missing
    /// Nobody knows it.
    case unknown
    /// It holds a value of another type.
    case wrongType(given: String, allowed: String)
    /// It holds a value that is not allowed.
    case badValue(given: String, allowed: String)
  }

  /// What is wrong.
  public let problem: Problem
  /// Where: names joined by dots and numbers in brackets, such as `evidence[0].score`; empty for the whole document.
  public let path: String

  /// Says what is wrong with a field.
  ///
  /// - Parameters:
  ///   - problem: What is wrong.
  ///   - path: Where.
  public init(_ problem: Problem, at path: String = "") {
    self.problem = problem
    self.path = path
  }

  /// The same, seen from the object in which the field stands under `name`.
  func inside(_ name: String) -> Self {
    let isJoined = path.isEmpty || path.utf8.first == UInt8(ascii: "[")
    return Self(problem, at: name + (isJoined ? "" : ".") + path)
  }

  /// The same, seen from the array in which it stands at `index`.
  func inside(_ index: Int) -> Self { inside("[\(index)]") }
}

extension FieldError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    let place = path.isEmpty ? "The document" : "Field \(path)"
    switch problem {
    case .missing: return "\(place) is missing."
    case .unknown: return "\(place) is unknown."
    case .wrongType(let given, let allowed):
      return "\(place) is \(given) where \(allowed) is needed."
    case .badValue(let given, let allowed):
      let shown = given.prefix(80)
      return "\(place) is \"\(shown)\(shown.endIndex < given.endIndex ? "..." : "")\"; "
        + "it must be \(allowed)."
    }
  }
}
