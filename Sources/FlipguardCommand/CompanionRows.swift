import Flipguard

/// Rows of a second file brought into the columns and classes of the data.
enum CompanionRows {
  /// Matches columns and classes by name; see ``Dataset/matching(_:file:dataFile:)``.
  static func match(
    _ companion: Dataset, named path: String, to data: LoadedData
  ) throws -> (features: Matrix, labels: Labels) {
    try companion.matching(data.dataset, file: path, dataFile: data.name)
  }
}
