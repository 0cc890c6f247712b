import ArgumentParser
import LabelLedger
import LedgerSQLite

/// A column of labels in force.
enum HeadColumn: String, ExpressibleByArgument, CaseIterable {
  case label
  case annotator
  case batch
}

/// Labels in force as a table.
enum Checkout {
  /// The columns `id,label,annotator,batch`, or one of them without the id.
  static func table(of heads: [Head], _ column: HeadColumn?) -> Table {
    var table = Table(column.map { [$0.rawValue] } ?? ["id", "label", "annotator", "batch"])
    for head in heads {
      let cells: [HeadColumn: Table.Cell] = [
        .label: .maybe(head.label?.text), .annotator: .text(head.annotator.text),
        .batch: .maybe(head.batch?.text),
      ]
      let chosen = column.map { [$0] } ?? HeadColumn.allCases
      table.add((column == nil ? [.text(head.example.text)] : []) + chosen.compactMap { cells[$0] })
    }
    return table
  }
}

/// The order of the rows of a data file, by the names of the examples in it.
struct RowOrder {
  private let path: String
  private let rows: [(line: Int, example: Identifier)]

  /// Reads a CSV file with a column of names.
  init(_ path: String, column: String) throws {
    self.path = path
    guard let bytes = try DurableFile.read(path) else {
      throw FolderError.notFound(path: path, what: "the rows that tell the order")
    }
    let table: CSVTable
    do { table = try CSVTable(parsing: bytes) } catch {
      throw InputError(path: path, line: error.line, problem: "\(error.problem)")
    }
    guard let index = table.header.firstIndex(where: { $0.utf8.elementsEqual(column.utf8) }) else {
      throw InputError(
        path: path, line: 1,
        problem: "there is no column '\(column)'; name the one of the examples with --order-id")
    }
    rows = try table.rows.map { row in
      do { return (row.line, try Names.identifier(row.fields[index], column)) } catch {
        throw InputError(path: path, line: row.line, problem: "\(error)")
      }
    }
  }

  /// Puts heads in the order of the rows; every row needs one.
  func sort(_ heads: [Head]) throws -> [Head] {
    var named: [Identifier: Head] = [:]
    for head in heads { named[head.example] = head }
    return try rows.map { row in
      guard let head = named[row.example] else {
        throw InputError(
          path: path, line: row.line, problem: "the ledger holds no label of '\(row.example)'")
      }
      return head
    }
  }
}
