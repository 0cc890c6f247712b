import Testing
import VectorKernels

@testable import LabelData

/// Neither the number of threads nor the size of the blocks changes what is read.
@Suite struct CSVBlockTests {
  private func text(rowCount: Int, fault: Int? = nil) -> String {
    var generator = SeededGenerator(seed: 3)
    var text = "\u{FEFF}id,a,kind,b,y\r\n"
    for row in 0..<rowCount {
      let a = generator.below(9) == 0 || row < 20 ? "NA" : "\(Float(generator.unitInterval()))"
      let kind =
        row < 30 ? "" : ["red", "\"green, \"\"light\"\"\nor dark\"", "blue"][generator.below(3)]
      let b = row == fault ? "oops" : String(generator.below(1000))
      let label = ["x", "y\u{E9}", "\"z\"\"\""][generator.below(3)]
      text += "r\(row),\(a),\(kind),\(b),\(label)\(row % 3 == 0 ? "\r\n" : "\n")"
      if row % 17 == 0 { text += "\n" }
    }
    return text
  }

  @Test(arguments: ReadOptions.Missing.allCases)
  func `the table is the same`(missing: ReadOptions.Missing) throws {
    let text = text(rowCount: 400)
    let options = ReadOptions(id: .name("id"), missing: missing)
    if missing == .error {
      let message = csvError(text, options, threadCount: 1)
      for blockSize in [1, 50, 333, 2000] {
        #expect(csvError(text, options, blockSize: blockSize, threadCount: 3) == message)
      }
      return
    }
    let whole = try readCSV(text, options, threadCount: 1)
    #expect(whole.features.rowCount > 200)
    for blockSize in [1, 5, 17, 64, 333, 2000] {
      for threadCount in [1, 2, 5] {
        let table = try readCSV(text, options, blockSize: blockSize, threadCount: threadCount)
        #expect(table == whole, "blocks of \(blockSize), \(threadCount) threads")
      }
    }
  }

  @Test func `the first fault in the file is the one reported`() {
    let text = text(rowCount: 400, fault: 200) + "r,1,red\nr,1,red,x\",y\n"
    let options = ReadOptions(id: .name("id"), missing: .mean)
    let message = csvError(text, options, threadCount: 1)
    #expect(message.contains("row 200, column 'b': found 'oops'"))
    for blockSize in [1, 64, 333, 2000] {
      for threadCount in [1, 2, 5] {
        #expect(csvError(text, options, blockSize: blockSize, threadCount: threadCount) == message)
      }
    }
  }

  @Test func `a column that changes its kind in a later block`() {
    let numbers = String(repeating: ",1\n", count: 20) + String(repeating: "3,1\n", count: 20)
    let text = "a,y\n" + numbers + "red,1\nblue,1\n,x,1\n"
    let message =
      "t.csv, line 42, row 40, column 'a': found 'red'; allowed: a number, as in the rows "
      + "before; or name the column categorical or ignored"
    for blockSize in [1, 8, 30, 2000] {
      #expect(csvError(text, .init(missing: .mean), blockSize: blockSize) == message)
    }
  }

  @Test func `random texts are read or refused alike, and copied byte for byte`() throws {
    var generator = SeededGenerator(seed: 5)
    let pieces = [
      ",", ",", ",", "\n", "\n", "\r\n", "\r", "\"", "\"", "\"\"", "1", "2.5", "a", "b\u{E9}", " ",
      "NA",
      "-", "1e9", ";", "\t", "\0", "inf",
    ]
    let features = ["1", "2.5", " -3e2\t", "\"4\"", "", "1"]
    let labels = ["a", "1.0", "\"b,\"\"\n\"", " a", "\"a\"", "1"]
    var readCount = 0
    for _ in 0..<3_000 {
      var text = generator.below(2) == 0 ? "x,y\n" : ""
      if generator.below(2) == 0 {
        for _ in 0..<generator.below(25) { text += pieces[generator.below(pieces.count)] }
      } else {
        for _ in 0..<generator.below(9) {
          text += features[generator.below(features.count)] + ","
          text += labels[generator.below(labels.count)] + "\n"
        }
      }
      var options = ReadOptions(header: .allCases[generator.below(3)])
      options.missing = .allCases[generator.below(3)]
      let whole = Result { try readCSV(text, options, threadCount: 1) }
      for blockSize in [1, 3, 10] {
        let table = Result { try readCSV(text, options, blockSize: blockSize) }
        switch (whole, table) {
        case (.success(let first), .success(let second)):
          #expect(first == second, "\(text.debugDescription), blocks of \(blockSize)")
        case (.failure(let first), .failure(let second)):
          #expect(
            String(describing: first) == String(describing: second), "\(text.debugDescription)")
        default: Issue.record("\(text.debugDescription), blocks of \(blockSize)")
        }
      }
      guard case .success = whole else { continue }
      readCount += 1
      #expect(try rewriteCSV(text, options, edits: LabelEdits(), blockSize: 4) == text)
    }
    #expect(readCount > 200)
  }
}
