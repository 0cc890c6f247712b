public import VectorKernels

extension Dataset {
  /// Brings the examples into the features and classes of other data, by name.
  ///
  /// - A category that these examples lack is absent from all of them; so is a feature that a LIBSVM file
  ///   leaves out at its end, where both come from such files. Any other feature of the data must be there.
  /// - Features, categories and classes that the data do not have are errors.
  ///
  /// - Parameters:
  ///   - data: The data whose features and classes are wanted.
  ///   - file: What messages call the file of these examples; its name tells its format.
  ///   - dataFile: The same for the data.
  /// - Returns: The examples in their order.
  /// - Throws: ``FormatError`` that names the first thing that does not fit, by the rows of the file.
  public func matching(
    _ data: Dataset, file: String, dataFile: String
  ) throws(FormatError) -> (features: Matrix, labels: Labels) {
    let isSparse = [file, dataFile].allSatisfy { DataFormats.format(named: $0) is LIBSVMFormat }
    let columns =
      isSparse
      ? try sparseColumns(of: data, file: file, dataFile: dataFile)
      : try columns(of: data, file: file, dataFile: dataFile)
    let classes = Dictionary(
      data.labels.classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var indices: [Int] = []
    indices.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      guard let index = classes[labels.name(at: row)] else {
        throw FormatError(
          file: file, place: .init(row: fileRow(row)),
          found: "the label '\(FormatError.excerpt(labels.name(at: row)))'",
          allowed: "the classes of \(dataFile): \(FormatError.list(data.labels.classNames))")
      }
      indices.append(index)
    }
    var elements = [Float](repeating: 0, count: rowCount * columns.count)
    for row in 0..<rowCount {
      for (position, column) in columns.enumerated() {
        if let column { elements[row * columns.count + position] = features[row, column] }
      }
    }
    return (
      Matrix(rowCount: rowCount, columnCount: columns.count, elements: elements),
      Labels(checkedIndices: indices, classNames: data.labels.classNames)
    )
  }

  /// What a feature stands for: a column, or a category of one.
  private struct Meaning: Hashable {
    var column: String
    var category: String?
  }

  private var meanings: [Meaning] {
    var meanings = featureNames.map { Meaning(column: $0) }
    for encoded in encodedColumns {
      for (feature, category) in zip(encoded.features, encoded.categories) {
        meanings[feature] = Meaning(column: encoded.name, category: category)
      }
    }
    return meanings
  }

  /// The feature here for each feature of the data; `nil` where all rows have 0.
  private func columns(
    of data: Dataset, file: String, dataFile: String
  ) throws(FormatError) -> [Int?] {
    let given = meanings
    let wanted = data.meanings
    let place = Dictionary(
      given.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let encodedHere = Set(encodedColumns.map(\.name))
    let encodedThere = Set(data.encodedColumns.map(\.name))
    // A table in which the categories are features already has them under their features' names.
    func isPlainOnOneSide(_ feature: Int, _ meaning: Meaning) -> Bool {
      meaning.category == nil
        ? !encodedThere.contains(given[feature].column) : !encodedHere.contains(meaning.column)
    }
    let placeByName = Dictionary(
      featureNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    func fail(_ found: String, _ allowed: String) -> FormatError {
      FormatError(file: file, found: found, allowed: allowed)
    }
    var columns: [Int?] = []
    var isTaken = [Bool](repeating: false, count: featureCount)
    for (meaning, name) in zip(wanted, data.featureNames) {
      let named = placeByName[name].flatMap { isPlainOnOneSide($0, meaning) ? $0 : nil }
      if let found = place[meaning] ?? named, !isTaken[found] {
        isTaken[found] = true
        columns.append(found)
        continue
      }
      let column = "the column '\(FormatError.excerpt(meaning.column))'"
      if meaning.category == nil {
        if encodedHere.contains(meaning.column) {
          throw fail("categories in \(column)", "numbers there, as in \(dataFile)")
        }
        throw fail(
          "no feature '\(FormatError.excerpt(name))'", "the features of \(dataFile), all of them")
      }
      guard encodedHere.contains(meaning.column) else {
        if place[Meaning(column: meaning.column)] != nil {
          throw fail("numbers in \(column)", "categories there, as in \(dataFile)")
        }
        throw fail(
          "no column '\(FormatError.excerpt(meaning.column))'",
          "the columns of \(dataFile), all of them")
      }
      columns.append(nil)
    }
    guard let extra = isTaken.firstIndex(of: false) else { return columns }
    let meaning = given[extra]
    guard let category = meaning.category, encodedThere.contains(meaning.column) else {
      let what = meaning.category == nil ? "the feature" : "the column"
      throw fail(
        "\(what) '\(FormatError.excerpt(meaning.column))', which \(dataFile) does not have",
        "the features of \(dataFile)")
    }
    let row = (0..<rowCount).first { features[$0, extra] == 1 }
    throw FormatError(
      file: file,
      place: .init(row: row.map(fileRow), column: FormatError.excerpt(meaning.column)),
      found:
        "the category '\(FormatError.excerpt(category))', which \(dataFile) does not have there",
      allowed: "the categories of that column in \(dataFile)")
  }

  /// The same for files that leave features of 0 out.
  private func sparseColumns(
    of data: Dataset, file: String, dataFile: String
  ) throws(FormatError) -> [Int?] {
    guard featureCount <= data.featureCount else {
      let row = (0..<rowCount).first { row in
        (data.featureCount..<featureCount).contains { features[row, $0] != 0 }
      }
      throw FormatError(
        file: file, place: .init(row: row.map(fileRow)),
        found: "features up to index \(featureCount)",
        allowed: "indices up to \(data.featureCount), the highest in \(dataFile)")
    }
    // Few short lines beside very wide data would claim as much memory as such a file alone may not.
    let limit = LIBSVMFormat.longestMatrix(fileSize: 4 * features.elements.count)
    let (bytes, overflow) = (4 * rowCount).multipliedReportingOverflow(by: data.featureCount)
    guard featureCount == data.featureCount || !overflow && bytes <= limit else {
      throw FormatError(
        file: file, found: "\(rowCount) rows up to index \(featureCount)",
        allowed: "at most \(limit) bytes as a dense matrix of the \(data.featureCount) features of "
          + "\(dataFile), 4 bytes a value")
    }
    return (0..<data.featureCount).map { $0 < featureCount ? $0 : nil }
  }
}
