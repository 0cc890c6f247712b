import Testing
import VectorKernels

@testable import LabelData

@Suite struct CSVReadTests {
  @Test func `the last column holds the labels, and a note says so`() throws {
    let table = try readCSV("a,b,diagnosis\n1,2.5,M\n-3,4e1,B\n")
    #expect(table.features == Matrix(rows: [[1, 2.5], [-3, 40]]))
    #expect(table.featureNames == ["a", "b"])
    #expect(table.labels == Labels(names: ["M", "B"]))
    #expect(table.notes == ["labels: column 'diagnosis' (the last one)"])
    #expect(table.ids == nil)
    #expect(table.keptRows == nil)
  }

  @Test(arguments: [
    "a,b\r\n1,x\r\n2,y\r\n", "a,b\n1,x\n2,y", "\u{FEFF}a,b\n1,x\n2,y\n",
    "a,b\n\n1,x\r\n\r\n2,y\n\n\n",
    "\"a\",\"b\"\n\"1\",\"x\"\n2,y\n", "a,b\n 1 ,\tx \n+2,y\n", "a,b\n1.,x\n2.0e0,y\r",
    "a;b\n1;x\n2;y\n", "a\tb\n1\tx\n2\ty\n",
  ])
  func `one table in many spellings`(text: String) throws {
    let table = try readCSV(text)
    #expect(table.features == Matrix(rows: [[1], [2]]))
    #expect(table.featureNames == ["a"])
    #expect(table.labels == Labels(names: ["x", "y"]))
  }

  @Test func `quoted cells hold delimiters, quotes and line ends`() throws {
    let table = try readCSV(
      "n,who,c\n1,\"a, \"\"b\"\"\",u\n2,\"two\r\nlines\",\" v \"\n", .init(id: .name("who")))
    #expect(table.ids == ["a, \"b\"", "two\r\nlines"])
    #expect(table.labels?.classNames == [" v ", "u"])
    #expect(
      csvError("n,w,c\n1,\"a\nb\",u\nx,c,v\n", .init(ignored: [.name("w")])).contains(
        "line 4, row 1"))
  }

  @Test func `columns are found by name and by index from both ends`() throws {
    let text = "id,y,a,junk,b\nr1,1,0.5,zz,2\nr2,0,0.25,zz,3\n"
    let options = ReadOptions(label: .name("y"), id: .index(0), ignored: [.index(-2)])
    let table = try readCSV(text, options)
    #expect(table.features == Matrix(rows: [[0.5, 2], [0.25, 3]]))
    #expect(table.featureNames == ["a", "b"])
    #expect(table.ids == ["r1", "r2"])
    #expect(table.labels == Labels(names: ["1", "0"]))
    #expect(table.notes == [])
  }

  @Test func `a file without a header, with labels elsewhere, has features alone`() throws {
    let table = try readCSV("1,2\n3,4\n", .init(labelsFile: "labels.csv"))
    #expect(table.features == Matrix(rows: [[1, 2], [3, 4]]))
    #expect(table.labels == nil)
    #expect(table.featureNames == nil)
    #expect(table.notes == ["header: none (the first line holds a number)"])
  }

  @Test func `a file of labels alone`() throws {
    let table = try readCSV("dog\ncat\n\"dog\"\n\n", .init(header: .absent))
    #expect(table.features == Matrix(rowCount: 3, columnCount: 0, elements: []))
    #expect(table.labels == Labels(names: ["dog", "cat", "dog"]))
  }

  @Test func `whole numbers are classes by value`() throws {
    let table = try readCSV(
      "a,y\n1,1\n1,1.0\n1,+01.\n1,10\n1,-0\n1,2e0\n1,1234567890123456789\n")
    let labels = try #require(table.labels)
    #expect(
      (0..<7).map(labels.name(at:)) == ["1", "1", "1", "10", "0", "2", "1234567890123456789"])
    #expect(try readCSV("a,y\n1,10\n1,9\n1,-1.0\n").labels?.classNames == ["-1", "9", "10"])
    #expect(
      try readCSV("a,y\n1,-\n1,+\n1,True\n1,None\n").labels?.classNames == [
        "+", "-", "None", "True",
      ])
  }

  @Test func `categories become one feature each`() throws {
    let table = try readCSV("color,size,y\nred,1,0\nblue,2,1\nred,3,0\n")
    #expect(table.featureNames == ["color=blue", "color=red", "size"])
    #expect(table.features == Matrix(rows: [[0, 1, 1], [1, 0, 2], [0, 1, 3]]))
    #expect(table.notes.last == "column 'color': 2 categories, one feature each")
    let named = try readCSV("1,5\n2,6\n1,5\n", .init(categorical: [.index(0)]))
    #expect(named.featureNames == ["x0=1", "x0=2"])
    #expect(named.features == Matrix(rows: [[1, 0], [0, 1], [1, 0]]))
  }

  @Test func `rows with missing values are dropped`() throws {
    let text = "id,a,c,y\nr0,1,u,0\nr1,NA,v,2\nr2,3,?,1\nr3,4,u,1\n"
    let table = try readCSV(text, .init(id: .name("id"), missing: .drop))
    #expect(table.keptRows == [0, 3])
    #expect(table.ids == ["r0", "r3"])
    #expect(table.featureNames == ["a", "c=u"])
    #expect(table.features == Matrix(rows: [[1, 1], [4, 1]]))
    #expect(table.labels == Labels(names: ["0", "1"]))
    #expect(table.notes.contains("rows with missing values left out: 2 of 4"))
    #expect(
      csvError("a,y\nNA,1\n", .init(missing: .drop, header: .present))
        == "t.csv: found a missing value in each of the 1 rows; allowed: at least one row without missing values"
    )
  }

  @Test func `missing values are filled with the mean`() throws {
    let table = try readCSV("a,c,y\n1,u,0\n,v,1\n4,-,1\nnan,u,0\n", .init(missing: .mean))
    let third = Float(1) / 3
    #expect(
      table.features
        == Matrix(rows: [[1, 1, 0], [2.5, 0, 1], [4, 2 * third, third], [2.5, 1, 0]]))
    #expect(
      table.notes.contains("missing values filled with the mean of the column: 3 in 2 columns"))
    #expect(
      csvError("a,b,y\n1,,0\n1,,0\n", .init(missing: .mean))
        == "t.csv, column 'b': found missing values alone; allowed: a column with values; or ignore it"
    )
  }

  @Test func `a header is told from a row`() throws {
    #expect(try readCSV("0,1,2,3,y\n5,6,7,8,a\n").features.rowCount == 1)
    #expect(try readCSV("p,q\nr,s\n", .init(label: .name("q"))).features.rowCount == 1)
    #expect(try readCSV("p,q\nr,s\n", .init(header: .absent)).features.rowCount == 2)
    #expect(csvError("p,q\nr,s\n").contains("no number in the first two lines"))
    #expect(try readCSV("1,2\n3,4\n", .init(header: .present)).featureNames == ["1"])
  }

  @Test func `few numbered columns are a header when the next record is of another kind`() throws {
    for text in [
      "0,y\n5,1\n", "0,1,label\n5,6,1\n7,8,0\n", "0,y\nred,cat\n", "0,1\n2.5,a\n",
    ] {
      #expect(try readCSV(text).featureNames?.first?.hasPrefix("0") == true, "\(text)")
    }
    // The same first record, and a row because its text or its label is there again.
    for text in ["0,1,a\n1,0,b\n1,1,a\n", "0,1\n1,0\n1,1\n", "0,1,2\n3,4,2\n"] {
      let table = try readCSV(text)
      #expect(table.featureNames == nil, "\(text)")
      #expect(table.notes.first == "header: none (the first line holds a number)")
    }
    #expect(try readCSV("0,?,y\n5,6,a\n", .init(missing: .drop)).keptRows == [1])
    let labelFirst = try readCSV("0,red\n1,blue\n0,red\n", .init(label: .index(0)))
    #expect(labelFirst.features.rowCount == 3)
    // Nothing in doubt: numbers that do not count columns, and features alone.
    #expect(try readCSV("1,0,a\n5,6,b\n").features.rowCount == 2)
    #expect(try readCSV("0,1\n5,6\n", .init(labelsFile: "y.csv")).features.rowCount == 2)
    #expect(try readCSV("0,1,y\n5,6,a\n", .init(header: .absent)).features.rowCount == 2)
    #expect(try readCSV("0,1,y\n5,6,a\n", .init(header: .present)).features.rowCount == 1)
  }
}
