import ArgumentParser

/// Refuses values of a repeated option that are not in a list.
///
/// - Throws: `ValidationError` with the first.
func checkMembers(_ values: [String], of option: String, allowed: [String]) throws {
  if let wrong = values.first(where: { !allowed.contains($0) }) {
    throw ValidationError("\(option) is '\(wrong)'; allowed: \(allowed.joined(separator: ", "))")
  }
}

/// Refuses a value that is given twice.
///
/// - Throws: `ValidationError`.
func checkDistinct(_ values: [String], of option: String) throws {
  if let twice = values.first(where: { value in values.count { $0 == value } > 1 }) {
    throw ValidationError("\(option) \(twice) is given twice")
  }
}
