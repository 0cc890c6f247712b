public import ArrayFiles
import VectorKernels

extension IDXFormat {
  /// Writes the features: as bytes if they are whole numbers from 0 to 255, else as 32-bit floats.
  ///
  /// - Throws: ``FormatError`` when there are ids, which the format cannot hold; ``/ArrayFiles/FileError``.
  public func write(_ dataset: Dataset, to output: inout OutputFile) throws {
    guard dataset.ids == nil else {
      throw FormatError(
        file: output.name, found: "ids", allowed: "a format that holds them, such as .csv and .npz")
    }
    let values = dataset.features.elements
    let isByte =
      dataset.featureKind == .byte
      && values.allSatisfy { (0...255).contains($0) && $0 == $0.rounded() }
    let sizes = try [dataset.rowCount, dataset.featureCount].flatMap {
      try Self.size($0, file: output.name)
    }
    try output.write([0, 0, isByte ? 0x08 : 0x0D, 2] + sizes)
    for row in 0..<dataset.rowCount {
      let row = dataset.features.row(row)
      try output.write(
        isByte ? row.map { UInt8($0) } : row.flatMap { Self.bigEndian($0.bitPattern) })
    }
  }

  /// The name with `labels` for `images` and `idx1` for another number, else with `-labels` before what follows
  /// the first dot: `train-images-idx3-ubyte` gives `train-labels-idx1-ubyte`, `data.idx` gives `data-labels.idx`.
  public func labelsPath(beside path: String) -> String {
    let folderEnd = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let name = path[folderEnd...]
    guard let images = name.firstRange(of: "images") else {
      let end = name.dropFirst().firstIndex(of: ".") ?? name.endIndex
      return path[..<folderEnd] + name[..<end] + "-labels" + name[end...]
    }
    let rest = name[images.upperBound...].replacing(/idx[2-9]/, with: "idx1")
    return path[..<folderEnd] + name[..<images.lowerBound] + "labels" + rest
  }

  /// Writes labels, which must be whole numbers: as bytes if all are 0 to 255, else as 32-bit integers.
  ///
  /// - Throws: ``FormatError`` naming a label that is none; ``/ArrayFiles/FileError``.
  public func writeLabels(_ labels: Labels, to output: inout OutputFile) throws {
    let values = try labels.classNames.map { name in
      guard let value = Int32(name) else {
        throw FormatError(
          file: output.name, found: "the label '\(FormatError.excerpt(name))'",
          allowed: "32-bit whole numbers, or a format that holds text, such as .csv and .npz")
      }
      return value
    }
    let isByte = values.allSatisfy { (0...255).contains($0) }
    try output.write(
      [0, 0, isByte ? 0x08 : 0x0C, 1] + Self.size(labels.count, file: output.name))
    let bytes = values.map { isByte ? [UInt8($0)] : Self.bigEndian(UInt32(bitPattern: $0)) }
    try output.write(labels.classIndices.flatMap { bytes[$0] })
  }

  /// A dimension, in four bytes.
  private static func size(_ size: Int, file: String) throws -> [UInt8] {
    guard let size = UInt32(exactly: size) else {
      throw FormatError(file: file, found: "\(size) rows or features", allowed: "\(UInt32.max)")
    }
    return bigEndian(size)
  }

  static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
