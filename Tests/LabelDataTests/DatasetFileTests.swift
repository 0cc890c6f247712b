import ArrayFiles
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@Suite struct DatasetFileTests {
  let folder: TemporaryFolder
  private let features = NPYArray(floats: [1, 2, .nan, 4, 5, 6, 7, 8], shape: [4, 2])

  init() throws { folder = try TemporaryFolder() }

  @Test func `a labels file gives one label for each row`() throws {
    let data = try folder.save(NPYArray(floats: [1, 2, 3, 4, 5, 6], shape: [3, 2]), as: "x.npy")
    let labels = try folder.save(NPYArray(texts: ["b", "a", "b"]), as: "y.npy.gz")
    let options = ReadOptions(labelsFile: labels)
    let read = try DatasetFile.read(path: data, options: options)
    #expect(read.dataset.features == Matrix(rows: [[1, 2], [3, 4], [5, 6]]))
    #expect(read.dataset.labels == Labels(names: ["b", "a", "b"]))
    #expect(
      message {
        try DatasetFile.rewrite(
          path: data, options: options, edits: LabelEdits(removed: [0]), output: labels)
      } == "\(data): found 1 rows to remove beside a labels file; "
        + "allowed: a second output for the data without these rows")
    try folder.save(NPYArray(texts: ["b", "a"]), as: "y.npy.gz")
    #expect(
      message { try DatasetFile.read(path: data, options: options) }
        == "\(labels): found 2 labels; allowed: 3, one for each row of data")
    try folder.save(NPYArray(floats: [1, 2, 3, 4, 5, 6], shape: [3, 2]), as: "y.npy.gz")
    #expect(
      message { try DatasetFile.read(path: data, options: options) }
        == "\(labels): found 1 columns of features; allowed: one column, the labels")
  }

  @Test func `labels may be a column of text, and follow rows that are left out`() throws {
    let data = folder.file("x.csv")
    let labels = folder.file("y.csv")
    try OutputFile.write("a,b\n1,2\n,4\n5,6\n", to: data)
    try OutputFile.write("class\ncat\ndog\ndog\n", to: labels)
    let options = ReadOptions(missing: .drop, labelsFile: labels)
    let read = try DatasetFile.read(path: data, options: options)
    #expect(read.dataset.features == Matrix(rows: [[1, 2], [5, 6]]))
    #expect(read.dataset.labels.name(at: 1) == "dog")
    #expect(read.keptRows == [0, 2])
    let edits = read.fileEdits(LabelEdits(relabeled: [1: "cat"]))
    try DatasetFile.rewrite(path: data, options: read.options, edits: edits, output: labels)
    #expect(try contents(labels) == Array("class\ncat\ndog\ncat\n".utf8))
    // The number of lines tells whether there is a header.
    try OutputFile.write("cat\ndog\ndog\n", to: labels)
    let bare = try DatasetFile.read(path: data, options: options)
    #expect(bare.dataset == read.dataset)
    try DatasetFile.rewrite(path: data, options: bare.options, edits: edits, output: labels)
    #expect(try contents(labels) == Array("cat\ndog\ncat\n".utf8))
    try OutputFile.write("class\ncat\ndog\ndog\ndog\n", to: labels)
    #expect(
      message { try DatasetFile.read(path: data, options: options) }
        == "\(labels): found 5 labels; allowed: 3, one for each row of data")
  }

  @Test func `missing values are an error, dropped or filled`() throws {
    let data = try folder.save(features, as: "x.npy")
    let labels = try folder.save(NPYArray(int32s: [0, 1, 0, 1], shape: [4]), as: "y.npy")
    var options = ReadOptions(labelsFile: labels)
    #expect(
      message { try DatasetFile.read(path: data, options: options) }
        == "\(data), row 1, column 'x0': found a missing value (nan); "
        + "allowed: finite numbers up to 3.4028235e+38")
    options.missing = .drop
    let dropped = try DatasetFile.read(path: data, options: options)
    #expect(dropped.dataset.features == Matrix(rows: [[1, 2], [5, 6], [7, 8]]))
    #expect(dropped.dataset.labels == Labels(names: ["0", "0", "1"]))
    #expect(dropped.keptRows == [0, 2, 3])
    #expect(dropped.notes == ["1 rows with missing values left out"])
    #expect(
      dropped.fileEdits(LabelEdits(relabeled: [1: "1"], removed: [2]))
        == LabelEdits(relabeled: [2: "1"], removed: [3]))
    options.missing = .mean
    let filled = try DatasetFile.read(path: data, options: options)
    #expect(filled.dataset.features.row(1).first == Float(13.0 / 3))
    #expect(filled.notes == ["1 missing values filled with the mean of their column"])
    #expect(filled.keptRows == nil)
  }

  @Test func `data that cannot be used are named by file`() throws {
    let one = try folder.save(NPYArray(floats: [1, 0, 2, 0], shape: [2, 2]), as: "a.npy")
    #expect(
      message { try DatasetFile.read(path: one) }
        == "\(one): found only one class, '0'; allowed: labels of at least two classes")
    let labels = try folder.save(NPYArray(int32s: [0, 1], shape: [2]), as: "a.npy")
    #expect(
      message { try DatasetFile.read(path: labels) }
        == "\(labels): found no features; allowed: at least one feature column")
    let twice = try folder.save(NPYArray(floats: [1, 3, 0, 1, 4, 1], shape: [2, 3]), as: "a.npy")
    #expect(
      message { try DatasetFile.read(path: twice, options: ReadOptions(id: .index(0))) }
        == "\(twice), row 1: found the id '1' of row 0 again; allowed: distinct ids")
  }

  @Test func `an unknown name is told what is known`() throws {
    try OutputFile.write("hello", to: folder.file("data.xyz"))
    let text = message { try DatasetFile.read(path: folder.file("data.xyz")) }
    let known = DataFormats.all.flatMap(\.fileExtensions).map { ".\($0)" }.joined(separator: " ")
    #expect(
      text == "\(folder.file("data.xyz")): found a name of no known format; "
        + "allowed: names that end in \(known) or -ubyte, each also with .gz")
    #expect(
      message { try DatasetFile.read(path: folder.file("none.npy")) }
        == "\(folder.file("none.npy")): no such file")
    let dataset = try FormatCase.dataset()
    #expect(message { try DatasetFile.write(dataset, to: folder.file("data")) } != nil)
    #expect(folder.contents == ["data.xyz"])
  }

  @Test func `formats refuse what they cannot hold`() throws {
    let named = try Dataset(
      features: Matrix(rows: [[1], [2]]), labels: Labels(names: ["a", "b c"]), ids: ["p", "q"])
    for name in ["a.npy", "a.libsvm", "a.idx"] {
      #expect(throws: FormatError.self) {
        try DatasetFile.write(named, to: folder.file(name))
      }
    }
    #expect(folder.contents.isEmpty)
  }
}
