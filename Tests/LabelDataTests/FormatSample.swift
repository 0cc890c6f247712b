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

  /// Writes a data set as this format does.
  ///
  /// - Returns: The data file and the options to read it with.
  func write(
    _ dataset: Dataset, in folder: TemporaryFolder, suffix: String = ""
  ) throws -> (path: String, options: ReadOptions) {
    let paths = try DatasetFile.write(
      dataset, to: folder.file("data.\(format.fileExtensions[0])\(suffix)"))
    return (paths[0], ReadOptions(labelsFile: paths.count > 1 ? paths[1] : nil))
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
