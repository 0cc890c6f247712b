import VectorKernels

extension DataTable {
  /// Treats features that are NaN as the options say; infinite values stay, and are errors later.
  ///
  /// - Parameter choice: With `.drop` rows go and ``keptRows`` tells which stay; with `.mean` the mean of
  ///   the column's finite values is filled in, and a column without any stays as it is.
  mutating func resolveMissing(_ choice: ReadOptions.Missing) {
    guard choice != .error, features.elements.contains(where: \.isNaN) else { return }
    if choice == .drop { dropIncompleteRows() } else { fillMeans() }
  }

  private mutating func dropIncompleteRows() {
    let kept = (0..<features.rowCount).filter { row in !features.row(row).contains(where: \.isNaN) }
    notes.append("\(features.rowCount - kept.count) rows with missing values left out")
    keep(kept)
  }

  /// Leaves all rows out but those chosen, which ascend.
  mutating func keep(_ kept: [Int]) {
    features = features.selecting(rows: kept)
    labels = labels?.selecting(rows: kept)
    ids = ids.map { ids in kept.map { ids[$0] } }
    groups = groups?.selecting(rows: kept)
    isTrusted = isTrusted.map { flags in kept.map { flags[$0] } }
    keptRows = keptRows.map { rows in kept.map { rows[$0] } } ?? kept
  }

  private mutating func fillMeans() {
    let d = features.columnCount
    var sums = [Double](repeating: 0, count: d)
    var counts = [Int](repeating: 0, count: d)
    for (index, value) in features.elements.enumerated() where value.isFinite {
      sums[index % d] += Double(value)
      counts[index % d] += 1
    }
    var filled = 0
    for index in features.elements.indices
    where features.elements[index].isNaN && counts[index % d] > 0 {
      features.elements[index] = Float(sums[index % d] / Double(counts[index % d]))
      filled += 1
    }
    notes.append("\(filled) missing values filled with the mean of their column")
  }
}
