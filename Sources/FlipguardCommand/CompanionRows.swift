import Flipguard

/// Rows of a second file brought into the columns and classes of the data.
enum CompanionRows {
  /// Matches columns and classes by name.
  ///
  /// A category that the second file lacks is absent from all its rows; any other column must be there.
  static func match(
    _ companion: Dataset, named path: String, to data: LoadedData
  ) throws -> (features: Matrix, labels: Labels) {
    let dataset = data.dataset
    let place = Dictionary(
      companion.featureNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let known = Set(dataset.featureNames)
    if let extra = companion.featureNames.first(where: { !known.contains($0) }) {
      throw FormatError(
        file: path, found: "feature '\(extra)', which \(data.name) does not have",
        allowed: "the features of \(data.name)")
    }
    let columns = try dataset.featureNames.map { name -> Int? in
      if let column = place[name] { return column }
      if name.contains("=") { return nil }
      throw FormatError(
        file: path, found: "no feature '\(name)'", allowed: "the features of \(data.name)")
    }
    let elements = (0..<companion.rowCount).flatMap { row in
      columns.map { column in column.map { companion.features[row, $0] } ?? 0 }
    }
    let classes = Dictionary(
      uniqueKeysWithValues: dataset.labels.classNames.enumerated().map { ($1, $0) })
    let indices = try (0..<companion.rowCount).map { row in
      guard let index = classes[companion.labels.name(at: row)] else {
        throw FormatError(
          file: path, place: .init(row: row), found: "label '\(companion.labels.name(at: row))'",
          allowed: "the classes of \(data.name): "
            + dataset.labels.classNames.joined(separator: ", "))
      }
      return index
    }
    return (
      Matrix(
        rowCount: companion.rowCount, columnCount: columns.count, elements: elements),
      try Labels(classIndices: indices, classNames: dataset.labels.classNames)
    )
  }
}
