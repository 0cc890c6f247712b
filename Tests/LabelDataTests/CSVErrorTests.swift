import Testing

@testable import LabelData

@Suite struct CSVErrorTests {
  @Test(arguments: [
    ("", "t.csv: found no line that is not blank; allowed: at least one row"),
    (
      "a,b\n",
      "t.csv: found one line and no number in it, so a header and a row cannot be told apart; "
        + "allowed: such a file with the option that its header is present, or absent"
    ),
    ("a,b\n1,x\n1\n", "t.csv, line 3, row 1: found 1 cell; allowed: 2, as in the first line"),
    ("a,b\n1,x\n1,2,3\n", "t.csv, line 3, row 1: found 3 cells; allowed: 2, as in the first line"),
    (
      "a,b\n1,x\"y\n",
      "t.csv, line 2, row 0, column 'b': found a quote inside an unquoted cell; "
        + "allowed: quotes around a whole cell, without spaces outside them, and doubled inside"
    ),
    (
      "a,b\n1,x\n2,x\"y\n",
      "t.csv, line 3, row 1, column 'b': found a quote inside an unquoted cell; "
        + "allowed: quotes around a whole cell, without spaces outside them, and doubled inside"
    ),
    (
      "a,b\n1,x\n2,\"x\"y\n",
      "t.csv, line 3, row 1, column 'b': found text after the closing quote of a "
        + "cell; allowed: a delimiter or a line end there; quotes inside a quoted cell are doubled"
    ),
    (
      "a,b\n1,x\n2,\"x\n\n",
      "t.csv, line 3, row 1, column 'b': found a quote that is never closed; "
        + "allowed: a closing quote"
    ),
    (
      "a,b\n1,x\n2,x\ry\n",
      "t.csv, line 3, row 1, column 'b': found a carriage return without a line "
        + "feed; allowed: LF or CRLF at line ends; inside quotes, anything"
    ),
    (
      "a,b\n1,x\n2,x\0\n",
      "t.csv, line 3, row 1, column 'b': found text that is not UTF-8 or has a NUL "
        + "byte; allowed: UTF-8 text without NUL bytes"
    ),
    (
      "a,a,y\n1,2,x\n",
      "t.csv, line 1: found the name 'a' for columns 0 and 1; allowed: distinct names"
    ),
    (
      ",a,y\n1,2,x\n",
      "t.csv, line 1: found no name for column 0; allowed: a name; or ignore the column, "
        + "0, if it only numbers the rows"
    ),
    (
      "a,b\n1,x\nabc,x\n",
      "t.csv, line 3, row 1, column 'a': found 'abc'; allowed: a number, as in the "
        + "rows before; or name the column categorical or ignored"
    ),
    (
      "a,b,c\n1,u,0\n1,2,0\n",
      "t.csv, line 3, row 1, column 'b': found '2'; allowed: text, as in the rows "
        + "before; or name the column categorical or ignored"
    ),
    (
      "a,b\n1,0.5\n",
      "t.csv, line 2, row 0, column 'b': found '0.5'; allowed: text, whole "
        + "numbers or True and False"
    ),
    (
      "a,b\n1,\n",
      "t.csv, line 2, row 0, column 'b': found an empty cell; allowed: text, whole numbers or "
        + "True and False"
    ),
    (
      "a,b\n1,NaN\n",
      "t.csv, line 2, row 0, column 'b': found 'NaN'; allowed: text, whole numbers or "
        + "True and False"
    ),
    (
      "a,b\n1,x\nNA,x\n",
      "t.csv, line 3, row 1, column 'a': found 'NA'; allowed: a value; or ask for rows "
        + "with missing values to be dropped, or filled with the mean"
    ),
    (
      "a,b\n1,x\n-inf,x\n",
      "t.csv, line 3, row 1, column 'a': found '-inf'; allowed: a finite number"
    ),
    (
      "a,b\n1,x\n3.5e38,x\n",
      "t.csv, line 3, row 1, column 'a': found '3.5e38'; allowed: a number within "
        + "±3.4028235e38, the range of Float"
    ),
    (
      "1\n\n2\n",
      "t.csv, line 2, row 1: found a blank line; allowed: a cell, quoted if it is empty; "
        + "blank lines only at the end of the file"
    ),
    (
      "1,5;2,5;a\n",
      "t.csv, line 1: found 2 commas, 2 semicolons and 0 tabs outside quotes; allowed: one "
        + "delimiter, and decimal points, not decimal commas"
    ),
    (
      "\n0,1,label\n5.1,3.5,setosa\n4.9,3.0,setosa\n",
      "t.csv, line 2: found columns counted from 0, and no other row like it, so a header and a "
        + "row cannot be told apart; "
        + "allowed: such a file with the option that its header is present, or absent"
    ),
    (
      "color,y\nred,\"cat\nblue,dog\n",
      "t.csv, line 2, column '1': found a quote that is never closed; allowed: a closing quote"
    ),
    (
      "a b c\nred green blue\n",
      "t.csv, line 1: found one column of text with spaces; allowed: commas, tabs or semicolons "
        + "between cells; or, if it is one column, the option that its header is present, or absent"
    ),
    (
      "5.1 3.5 setosa\n4.9 3.0 setosa\n",
      "t.csv, line 1: found one column of text with spaces; allowed: commas, tabs or semicolons "
        + "between cells; or, if it is one column, the option that its header is present, or absent"
    ),
    (
      "# made by hand\na,b,y\n1,2,x\n",
      "t.csv, line 1: found a line that begins with '#'; allowed: a header or a row; CSV files "
        + "have no comments"
    ),
    (
      "# 1, 2\n1,2,x\n",
      "t.csv, line 1: found a line that begins with '#'; allowed: a header or a row; CSV files "
        + "have no comments"
    ),
  ])
  func `what is wrong, where, and what is right`(text: String, message: String) {
    for blockSize in [1, 2, 3, 7, 1 << 20] {
      #expect(csvError(text, blockSize: blockSize) == message, "blocks of \(blockSize)")
    }
  }

  @Test func `columns that do not exist`() {
    #expect(
      csvError("a,b\n1,x\n", .init(label: .name("z")))
        == "t.csv: found column 'z' asked for; allowed: one of 'a', 'b'")
    #expect(
      csvError("1,2\n", .init(label: .name("z"), header: .absent))
        == "t.csv: found column 'z' asked for; allowed: an index: there is no header")
    #expect(
      csvError("a,b\n1,x\n", .init(id: .index(2)))
        == "t.csv: found column 2 asked for; allowed: 0 to 1, or -2 to -1")
    #expect(
      csvError("a,b\n1,x\n", .init(id: .index(1)))
        == "t.csv: found column 'b' asked for as label and as id; allowed: one role for each column"
    )
    #expect(
      csvError("a,b\n", .init(header: .present))
        == "t.csv: found a header and no rows; allowed: at least one row")
    #expect(
      csvError("i,a,b\n,1,x\n", .init(id: .index(0)))
        == "t.csv, line 2, row 0, column 'i': found an empty cell; allowed: an id")
  }

  @Test func `bytes that are no UTF-8 text`() {
    #expect(throws: FormatError(file: "t.csv", found: "UTF-16 text", allowed: "UTF-8")) {
      try readCSV([0xFF, 0xFE, 0x31, 0, 0x0A, 0])
    }
    #expect(
      throws: FormatError(
        file: "t.csv", place: .init(line: 2, row: 0, column: "b"),
        found: "text that is not UTF-8 or has a NUL byte", allowed: "UTF-8 text without NUL bytes")
    ) { try readCSV(Array("a,b\n1,".utf8) + [0xC3, 0x28, 0x0A]) }
  }

  @Test func `a record that is too long`() {
    let long = "a,b\n1,x\n2,\"" + String(repeating: "y", count: 100) + "\"\n"
    #expect(csvError(long, blockSize: 8, recordLimit: 200) == "")
    #expect(
      csvError(long, blockSize: 8, recordLimit: 50)
        == "t.csv, line 3, row 1, column 'b': found a record of more than 50 bytes; "
        + "allowed: shorter records; is a quote never closed, or the file no CSV file?")
    let stray = "a,b\n1,x\n2,y\"" + String(repeating: "3,z\n", count: 50)
    #expect(
      csvError(stray, blockSize: 8, recordLimit: 50)
        .hasPrefix("t.csv, line 3, row 1, column 'b': found a quote inside an unquoted cell"))
    #expect(
      csvError(String(repeating: "y", count: 100), blockSize: 8, recordLimit: 50)
        .hasPrefix("t.csv, line 1: found a record of more than 50 bytes"))
  }

  @Test func `more than a thousand categories`() {
    let rows = (0...1000).map { "c\($0),1\n" }.joined()
    let message =
      "t.csv, line 1002, row 1000, column 'a': found more than 1000 categories; "
      + "allowed: 1000 in a column; or name it the id column, or ignored"
    for blockSize in [64, 1000, 1 << 20] {
      #expect(csvError("a,b\n" + rows, blockSize: blockSize) == message)
    }
  }
}
