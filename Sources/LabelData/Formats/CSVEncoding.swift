import VectorKernels

/// Makes features of the columns: fills missing values and spreads categories over columns of 0 and 1.
struct CSVEncoding {
  let layout: CSVLayout
  let columns: [CSVColumn]
  /// Number of rows kept.
  let rowCount: Int
  /// Whether there are missing values, NaN, to be filled.
  let hasMissing: Bool

  /// The features of a table, and what they are called.
  struct Features {
    var matrix: Matrix
    /// `nil` where columns have no names.
    var names: [String]?
    var encodedColumns: [Dataset.EncodedColumn] = []
  }

  /// The features and their names.
  ///
  /// A missing value becomes the mean of the feature's others, summed in `Double` in row order; among
  /// categories that is each one's share.
  /// - Throws: ``FormatError`` for a column without any value.
  func features(
    of cells: consuming [Float], notes: inout [String]
  ) throws(FormatError) -> Features {
    if hasMissing { try fill(&cells, notes: &notes) }
    guard columns.contains(where: { $0.kind == .categorical }) else {
      let names = layout.columnNames.map { names in layout.featureColumns.map { names[$0] } }
      return Features(
        matrix: Matrix(rowCount: rowCount, columnCount: columns.count, elements: cells),
        names: names)
    }
    return spread(cells, notes: &notes)
  }

  private func name(ofSlot slot: Int) -> String {
    layout.columnNames?[layout.featureColumns[slot]] ?? "x\(slot)"
  }

  /// Fills the missing values of numeric columns; those of categories wait for ``spread(_:notes:)``.
  private func fill(_ cells: inout [Float], notes: inout [String]) throws(FormatError) {
    var sums = [Double](repeating: 0, count: columns.count)
    var counts = [Int](repeating: 0, count: columns.count)
    forEachCell { index, slot in
      guard !cells[index].isNaN else { return }
      sums[slot] += Double(cells[index])
      counts[slot] += 1
    }
    if let slot = counts.firstIndex(of: 0) {
      throw FormatError(
        file: layout.file, place: FormatError.Place(column: name(ofSlot: slot)),
        found: "missing values alone", allowed: "a column with values; or ignore it")
    }
    let means = zip(sums, counts).map { Float($0 / Double($1)) }
    forEachCell { index, slot in
      if cells[index].isNaN, columns[slot].kind == .numeric { cells[index] = means[slot] }
    }
    let filledColumns = counts.count { $0 < rowCount }
    let missingCount = counts.reduce(0) { $0 + rowCount - $1 }
    notes.append(
      "missing values filled with the mean of the column: \(missingCount) in \(filledColumns) columns"
    )
  }

  private func forEachCell(_ body: (_ index: Int, _ slot: Int) -> Void) {
    for row in 0..<rowCount {
      for slot in columns.indices { body(row * columns.count + slot, slot) }
    }
  }

  private func spread(_ cells: [Float], notes: inout [String]) -> Features {
    var names: [String] = []
    var encoded: [Dataset.EncodedColumn] = []
    var starts: [Int] = []
    /// The place among a column's features of each of its categories; `nil` for one in no kept row.
    var places: [[Int?]] = []
    var shares: [[Float]] = []
    for slot in columns.indices {
      starts.append(names.count)
      guard columns[slot].kind == .categorical else {
        names.append(name(ofSlot: slot))
        places.append([])
        shares.append([])
        continue
      }
      let categories = columns[slot].categories.names
      var counts = [Int](repeating: 0, count: categories.count)
      for index in stride(from: slot, to: cells.count, by: columns.count)
      where !cells[index].isNaN {
        counts[Int(cells[index])] += 1
      }
      let order = counts.indices.filter { counts[$0] > 0 }.sorted {
        categories[$0].utf8.lexicographicallyPrecedes(categories[$1].utf8)
      }
      var place = [Int?](repeating: nil, count: categories.count)
      for (position, code) in order.enumerated() { place[code] = position }
      places.append(place)
      let total = Float(counts.reduce(0, +))
      shares.append(order.map { Float(counts[$0]) / total })
      encoded.append(
        Dataset.EncodedColumn(
          name: name(ofSlot: slot), categories: order.map { categories[$0] },
          firstFeature: names.count))
      for code in order { names.append("\(name(ofSlot: slot))=\(categories[code])") }
      notes.append(
        "column \(CSVTokenizer.shown(name(ofSlot: slot))): \(order.count) categories, one feature each"
      )
    }
    var elements = [Float](repeating: 0, count: rowCount * names.count)
    for row in 0..<rowCount {
      for slot in columns.indices {
        let cell = cells[row * columns.count + slot]
        let target = row * names.count + starts[slot]
        if columns[slot].kind != .categorical {
          elements[target] = cell
        } else if cell.isNaN {
          for (offset, share) in shares[slot].enumerated() { elements[target + offset] = share }
        } else if let place = places[slot][Int(cell)] {
          elements[target + place] = 1
        }
      }
    }
    return Features(
      matrix: Matrix(rowCount: rowCount, columnCount: names.count, elements: elements),
      names: names, encodedColumns: encoded)
  }
}
