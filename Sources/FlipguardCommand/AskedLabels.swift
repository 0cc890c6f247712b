import Flipguard

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The table of rows to ask about, once people have filled it in.
enum AskedLabels {
  /// Refuses to write the table where there is one with answers in it, which would be lost.
  ///
  /// - Parameter folder: The folder that the table goes to.
  /// - Throws: ``UsageError`` or ``/ArrayFiles/FileError``.
  static func refuseAnswers(in folder: String) throws {
    let path = "\(folder)/\(ScanReport.askName)"
    guard unsafe access(path, F_OK) == 0 else { return }
    let lines = try ByteReader(path: path).readAll().split { $0 == 0x0A || $0 == 0x0D }
    guard !lines.dropFirst().contains(where: { $0.last != UInt8(ascii: ",") }) else {
      throw UsageError(
        "\(path) holds labels already, which --ask would overwrite; give another --output, or move the file"
      )
    }
  }
}
