import ArrayFiles
import CBundledData
public import VectorKernels

/// The data sets that are part of the program, as the published experiments use them.
public enum BundledDataset: String, CaseIterable, Sendable {
  /// Breast Cancer Wisconsin (Diagnostic): 569 x 30.
  case breastcancer
  /// The ones and sevens among MNIST's training digits: 13,007 x 784.
  case mnist17
  /// Spambase without its three capital-run features and without repeated rows: 4,100 x 54.
  case spambase

  /// The name on the command line, after `@`.
  public var id: String { rawValue }

  /// The name in tables and charts.
  public var title: String {
    switch self {
    case .breastcancer: "BreastCancer"
    case .mnist17: "MNIST 1 vs 7"
    case .spambase: "Spambase"
    }
  }

  /// What the examples are, in one sentence.
  public var summary: String {
    switch self {
    case .breastcancer:
      "Measurements of cell nuclei in images of breast masses; malignant or benign."
    case .mnist17: "Handwritten digits of 28 x 28 pixels divided by 255; ones and sevens."
    case .spambase:
      "Frequencies of words and characters in e-mails; spam or not. The first 54 features, "
        + "each distinct row once."
    }
  }

  /// The class that counts as positive; its index is 1.
  public var positiveClass: String {
    switch self {
    case .breastcancer: "malignant"
    case .mnist17, .spambase: "1"
    }
  }

  /// Who made the data, as they ask to be cited.
  public var citation: String {
    switch self {
    case .breastcancer:
      "W. Wolberg, O. Mangasarian, N. Street, W. Street: Breast Cancer Wisconsin (Diagnostic). "
        + "UCI Machine Learning Repository, 1993. https://doi.org/10.24432/C5DW2B"
    case .mnist17:
      "Y. LeCun, C. Cortes, C. Burges: The MNIST database of handwritten digits, 1998."
    case .spambase:
      "M. Hopkins, E. Reeber, G. Forman, J. Suermondt: Spambase. "
        + "UCI Machine Learning Repository, 1999. https://doi.org/10.24432/C53G6X"
    }
  }

  /// The licence of the data.
  public var licence: String {
    switch self {
    case .breastcancer, .spambase: "CC BY 4.0"
    case .mnist17: "CC BY-SA 3.0"
    }
  }

  /// Unpacks the data set; two classes, the positive one second.
  ///
  /// - Parameter execution: Threads to read on.
  /// - Returns: The examples in the order of their source.
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``, only if the program itself is damaged.
  public func load(execution: Execution = Execution()) throws -> Dataset {
    switch self {
    case .breastcancer:
      let wdbc = unsafe Self.bytes(of: fg_bundled_wdbc())
      let table = try Self.table(wdbc, CSVFormat(), "@breastcancer", execution)
      return try dataset(table)
    case .spambase:
      let spambase = unsafe Self.bytes(of: fg_bundled_spambase())
      let table = try Self.table(spambase, CSVFormat(), "@spambase", execution)
      return try dataset(Self.distinctRows(of: table, columnCount: 54))
    case .mnist17:
      let images = unsafe Self.bytes(of: fg_bundled_mnist17_images())
      let digits = unsafe Self.bytes(of: fg_bundled_mnist17_labels())
      var table = try Self.table(images, IDXFormat(), "@mnist17", execution)
      for index in table.features.elements.indices { table.features.elements[index] /= 255 }
      table.labels = try Self.table(digits, IDXFormat(), "@mnist17", execution).labels
      return try dataset(table)
    }
  }

  /// Checks a table and puts the positive class second.
  private func dataset(_ table: DataTable) throws -> Dataset {
    let given = table.labels ?? Labels(names: [])
    let order = given.classNames.filter { $0 != positiveClass } + [positiveClass]
    let positions = given.classNames.map { order.firstIndex(of: $0) ?? 0 }
    let labels = try Labels(
      classIndices: given.classIndices.map { positions[$0] }, classNames: order)
    return try Dataset(
      features: table.features, labels: labels, featureNames: table.featureNames,
      featureKind: table.featureKind)
  }

  private static func table(
    _ bytes: [UInt8], _ format: some DataFormat, _ name: String, _ execution: Execution
  ) throws -> DataTable {
    try format.read(
      ByteReader(bytes: bytes, name: name), options: ReadOptions(), execution: execution)
  }

  private static func bytes(of file: fg_bundled_file) -> [UInt8] {
    unsafe [UInt8](UnsafeBufferPointer(start: file.bytes, count: file.count))
  }

  /// The first columns of a table, with each row of features and label where it occurs first.
  private static func distinctRows(of table: DataTable, columnCount: Int) -> DataTable {
    struct Example: Hashable {
      let features: ArraySlice<Float>
      let label: Int?
    }
    var seen = Set<Example>()
    var elements: [Float] = []
    let kept = (0..<table.features.rowCount).filter { row in
      let features = table.features.row(row).prefix(columnCount)
      let isNew = seen.insert(Example(features: features, label: table.labels?[row])).inserted
      if isNew { elements.append(contentsOf: features) }
      return isNew
    }
    var result = table
    result.features = Matrix(rowCount: kept.count, columnCount: columnCount, elements: elements)
    result.featureNames = table.featureNames.map { Array($0.prefix(columnCount)) }
    result.labels = table.labels?.selecting(rows: kept)
    return result
  }
}
