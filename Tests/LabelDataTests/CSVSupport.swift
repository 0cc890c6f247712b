import ArrayFiles
import VectorKernels

@testable import LabelData

/// Reads a text as CSV.
func readCSV(
  _ text: String, _ options: ReadOptions = ReadOptions(), blockSize: Int = 1 << 20,
  recordLimit: Int = CSVFormat.longestRecord, threadCount: Int = 2
) throws -> DataTable {
  try readCSV(
    Array(text.utf8), options, blockSize: blockSize, recordLimit: recordLimit,
    threadCount: threadCount)
}

/// Reads bytes as CSV.
func readCSV(
  _ bytes: [UInt8], _ options: ReadOptions = ReadOptions(), blockSize: Int = 1 << 20,
  recordLimit: Int = CSVFormat.longestRecord, threadCount: Int = 2
) throws -> DataTable {
  var format = CSVFormat()
  format.blockSize = blockSize
  format.recordLimit = recordLimit
  return try format.read(
    ByteReader(bytes: bytes, name: "t.csv"), options: options,
    execution: Execution(threadCount: threadCount))
}

/// The error's text that reading gives; empty when it succeeds.
func csvError(
  _ text: String, _ options: ReadOptions = ReadOptions(), blockSize: Int = 1 << 20,
  recordLimit: Int = CSVFormat.longestRecord, threadCount: Int = 2
) -> String {
  do {
    _ = try readCSV(
      text, options, blockSize: blockSize, recordLimit: recordLimit, threadCount: threadCount)
    return ""
  } catch {
    return String(describing: error)
  }
}

/// A text rewritten as CSV.
func rewriteCSV(
  _ text: String, _ options: ReadOptions = ReadOptions(), edits: LabelEdits,
  blockSize: Int = 1 << 20
) throws -> String {
  let source = CSVSource(
    reader: try ByteReader(bytes: Array(text.utf8), name: "t.csv"), blockSize: blockSize,
    recordLimit: CSVFormat.longestRecord)
  var rewriter = try CSVRewriter(source: source, options: options, edits: edits)
  var copy: [UInt8] = []
  try rewriter.run { (bytes) throws(FileError) in copy += bytes }
  return String(decoding: copy, as: UTF8.self)
}
