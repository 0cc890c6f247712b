/// A file that appears whole or not at all: written beside its final name, then renamed.
public struct OutputFile: ~Copyable {
  /// Bytes go to the file, compressed when its name ends in `.gz`.
  public mutating func write(_ bytes: some Sequence<UInt8>) throws(FileError) {}
}
