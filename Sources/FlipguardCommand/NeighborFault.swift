import Flipguard

extension NeighborError {
  /// Says in which row of which file the fault lies.
  ///
  /// - Parameters:
  ///   - file: The file as the user named it.
  ///   - scaling: How its features were scaled.
  ///   - fileRow: The row number that users see.
  /// - Returns: The fault in its file, or the error itself where it lies in no row.
  func explained(file: String, scaling: Scaling, fileRow: (Int) -> Int) -> any Error {
    switch self {
    case .neighborCount: self
    case .notFinite(let row, let column, let value):
      FormatError(
        file: file, place: .init(row: fileRow(row)),
        found: "\(value) in feature \(column) (scaling \(scaling.rawValue))",
        allowed: "finite numbers")
    case .zeroRow(let row):
      FormatError(
        file: file, place: .init(row: fileRow(row)),
        found: "zeros in all features (scaling \(scaling.rawValue)), which have no cosine distance",
        allowed: "rows with a value that is not 0, or another --metric")
    case .overflow(let row):
      FormatError(
        file: file, place: .init(row: fileRow(row)),
        found: "a distance beyond the range of 32-bit numbers (scaling \(scaling.rawValue))",
        allowed: "features with distances up to \(Float.greatestFiniteMagnitude); see --scaling")
    }
  }
}
