/// Where in an export something stands.
public enum ImportPlace: Hashable, Sendable {
  /// The export as a whole.
  case file
  /// A line, from 1.
  case line(Int)
  /// A record of a list, from 0.
  case record(Int)
}

extension ImportPlace: CustomStringConvertible {
  /// The place in words.
  public var description: String {
    switch self {
    case .file: "The export"
    case .line(let line): "Line \(line)"
    case .record(let index): "Record \(index)"
    }
  }
}

/// Why an export cannot be read, and where.
public struct ImportError: Error, Hashable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// It is not CSV.
    case csv(CSVError)
    /// It is not JSON.
    case json(StrictJSONError)
    /// The columns are others.
    case header(given: [String], allowed: [String])
    /// A line has another number of fields than the header.
    case fieldCount(given: Int, allowed: Int)
    /// A field is not as it must be.
    case field(FieldError)
    /// It holds more, or something else, than one class for an example.
    case unsupported(String)
    /// It names a person by an e-mail address, and no key was given to hide it.
    case personalData(field: String)
    /// It asks several questions, and none was chosen.
    case severalQuestions([String])
    /// An annotator gave one example two labels.
    case conflict(LabelKey)
  }

  /// What is wrong.
  public let problem: Problem
  /// Where.
  public let place: ImportPlace

  /// Says what is wrong at a place.
  ///
  /// - Parameters:
  ///   - problem: What is wrong.
  ///   - place: Where.
  public init(_ problem: Problem, at place: ImportPlace) {
    self.problem = problem
    self.place = place
  }
}

extension ImportError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch problem {
    case .csv(let error): error.description
    case .json(let error): "\(place): \(error)"
    case .header(let given, let allowed):
      "\(place) has the columns \(given.joined(separator: ",")) instead of "
        + "\(allowed.joined(separator: ","))."
    case .fieldCount(let given, let allowed):
      "\(place) has \(given) fields instead of \(allowed)."
    case .field(let error): "\(place): \(error)"
    case .unsupported(let what):
      "\(place) holds \(what.prefix(80)); only one class for each example is read."
    case .personalData(let field):
      "\(place): field \(field) is an e-mail address; give a key so that it can be hidden."
    case .severalQuestions(let names):
      "\(place) answers several questions (\(names.joined(separator: ", "))); choose one."
    case .conflict(let key):
      "\(place): \(key.annotator) gave the example \"\(key.example)\" another label before."
    }
  }
}
