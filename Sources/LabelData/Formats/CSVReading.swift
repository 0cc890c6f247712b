import ArrayFiles
import Synchronization

/// One reading of a CSV file: threads take blocks in turn and hand back what these hold.
final class CSVReading: Sendable {
  private struct Source: Sendable {
    // Only ever used under the lock.
    nonisolated(unsafe) var source: CSVSource
    var blockCount = 0
    /// How reading the file failed, behind all blocks handed out.
    var failure: FileError?
    var isStopped = false
  }

  private struct Result {
    var builder: CSVTableBuilder
    /// Number of blocks that the builder has.
    var blockCount = 0
    var byteCount = 0
    /// Blocks that were read before an earlier one.
    var early: [Int: Part] = [:]
  }

  private struct Part: Sendable {
    var block: CSVBlock
    var byteCount: Int
  }

  private let source: Mutex<Source>
  private let result: Mutex<Result>
  private let layout: CSVLayout
  private let missing: ReadOptions.Missing
  private let knownSize: Int?
  private let progress: (@Sendable (Double) -> Void)?
  private let recordLimit: Int

  init(
    source: CSVSource, builder: CSVTableBuilder,
    progress: (@Sendable (Double) -> Void)?
  ) {
    recordLimit = source.recordLimit
    self.source = Mutex(Source(source: source))
    result = Mutex(Result(builder: builder))
    layout = builder.layout
    missing = builder.options.missing
    knownSize = builder.knownSize
    self.progress = progress
  }

  /// Reads blocks until there are no more, or until one has a fault; each thread calls it once.
  func run() {
    var buffer: [UInt8] = []
    while let (index, kind) = takeBlock(&buffer) {
      var block = CSVBlock()
      if kind.isOverlong {
        block.fault = overlongFault(buffer.span)
      } else {
        block = CSVBlockParser(layout: layout, missing: missing).parse(buffer.span)
      }
      if block.fault != nil { source.withLock { $0.isStopped = true } }
      add(Part(block: block, byteCount: buffer.count), at: index)
    }
  }

  private func takeBlock(_ buffer: inout [UInt8]) -> (index: Int, kind: CSVSource.Block)? {
    source.withLock { state in
      guard !state.isStopped else { return nil }
      do throws(FileError) {
        guard let kind = try unsafe state.source.next(into: &buffer) else {
          state.isStopped = true
          return nil
        }
        defer { state.blockCount += 1 }
        return (state.blockCount, kind)
      } catch {
        state.isStopped = true
        state.failure = error
        return nil
      }
    }
  }

  private func add(_ part: Part, at index: Int) {
    let share = result.withLock { state -> Double? in
      state.early[index] = part
      while let next = state.early.removeValue(forKey: state.blockCount) {
        state.builder.append(next.block, byteCount: next.byteCount)
        state.blockCount += 1
        state.byteCount += next.byteCount
      }
      return knownSize.map { min(1, Double(state.byteCount) / Double(max(1, $0))) }
    }
    if let share { progress?(share) }
  }

  /// The fault of a record that is too long: what is wrong with its cells, if anything, else its length.
  private func overlongFault(_ bytes: Span<UInt8>) -> CSVFault {
    let tokenizer = layout.tokenizer
    var fault = CSVFault.overlong(line: 0, row: 0, recordLimit: recordLimit)
    var position = 0
    while tokenizer.endsLine(bytes, at: position), position < bytes.count - 1 {
      position = tokenizer.afterLineEnd(bytes, at: position)
      fault.line += 1
    }
    var column = 0
    while true {
      do throws(CSVSyntaxFault) {
        let cell = try tokenizer.cell(in: bytes, from: position)
        if bytes[cell.next] != tokenizer.delimiter { return fault }
        position = cell.next + 1
        column += 1
        fault.line += cell.lineFeeds
      } catch .unclosedQuote {
        fault.column = column
        return fault
      } catch {
        return .syntax(error, line: fault.line, row: 0, column: column)
      }
    }
  }

  /// The table, after every thread has run.
  ///
  /// - Throws: ``FormatError`` for the first fault in the file, or ``/ArrayFiles/FileError``.
  func finish() throws -> DataTable {
    let failure = source.withLock { $0.failure }
    let builder = result.withLock { $0.builder }
    if let failure, builder.fault == nil { throw failure }
    return try builder.table()
  }
}
