import ArrayFiles
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

/// A format as a test argument.
struct FormatCase: Sendable, CustomTestStringConvertible {
  let format: any DataFormat

  static let all = DataFormats.all.map(FormatCase.init)

  var testDescription: String { format.id }

  /// A data set that every format can hold: no ids, whole numbers as classes, no feature names.
  static func dataset(rowCount: Int = 7) throws -> Dataset {
    let values: [Float] = [0, -1.5, 3e-8, 0, 16_777_216, 0.1, 255]
    let classes = ["3", "-1", "10"]
    let elements = (0..<rowCount * 4).map { $0 % 4 == 3 ? 0 : values[$0 * 5 % 7] }
    return try Dataset(
      features: Matrix(rowCount: rowCount, columnCount: 4, elements: elements),
      labels: Labels(names: (0..<rowCount).map { classes[$0 % 3] }))
  }

  /// Writes a data set as this format does, or as two IDX files.
  ///
  /// - Returns: The data file and the options to read it with.
  func write(
    _ dataset: Dataset, in folder: TemporaryFolder, suffix: String = ""
  ) throws -> (path: String, options: ReadOptions) {
    guard format is IDXFormat else {
      let path = folder.file("data.\(format.fileExtensions[0])\(suffix)")
      try DatasetFile.write(dataset, to: path)
      return (path, ReadOptions())
    }
    let path = folder.file("data.idx\(suffix)")
    let labels = folder.file("labels-idx1-ubyte\(suffix)")
    let n = dataset.rowCount
    let features = dataset.features.elements.flatMap { bigEndian($0.bitPattern) }
    try OutputFile.write(
      [0, 0, 0x0D, 2] + bigEndian(UInt32(n)) + bigEndian(UInt32(dataset.featureCount)) + features,
      to: path)
    let classes = (0..<n).flatMap { row in
      bigEndian(UInt32(bitPattern: Int32(dataset.labels.name(at: row)) ?? 0))
    }
    try OutputFile.write([0, 0, 0x0C, 1] + bigEndian(UInt32(n)) + classes, to: labels)
    return (path, ReadOptions(labelsFile: labels))
  }
}

/// The four bytes of a number, the most significant one first.
func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}

/// The uncompressed bytes of a file.
func contents(_ path: String) throws -> [UInt8] {
  try ByteReader(path: path).readAll()
}
