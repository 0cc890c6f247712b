import ArrayFiles
import FlipguardTestSupport
import Testing
import VectorKernels

@testable import LabelData

@Suite struct DataFormatTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ text: String, options: ReadOptions = ReadOptions()
  ) throws -> DatasetFile.Contents {
    try DatasetFile.read(
      bytes: Array(text.utf8), name: "a.svm", as: LIBSVMFormat(), options: options)
  }

  @Test func `LIBSVM text becomes a dense matrix`() throws {
    let read = try read("# head\n+1 qid:3 2:0.5 4:1e2 # note\r\n\n-1 1:-3\n1.0\n")
    let rows: [[Float]] = [[0, 0.5, 0, 100], [-3, 0, 0, 0], [0, 0, 0, 0]]
    #expect(read.dataset.features == Matrix(rows: rows))
    #expect(read.dataset.labels == Labels(names: ["1", "-1", "1"]))
    #expect(read.notes == ["query ids (qid) are not used"])
  }

  @Test(arguments: [
    (
      "1 2:1 2:3\n",
      "line 1, row 0: found the feature '2:3'; allowed: indices that ascend, above 2"
    ),
    ("1 0:1\n", "line 1, row 0: found the feature '0:1'; allowed: an index from 1 to 2147483647"),
    (
      "a 1:1\n\nb 1:x\n",
      "line 3, row 1: found the feature '1:x'; allowed: a number after the colon"
    ),
    ("a 1:1\n1 2\n", "line 2, row 1: found the word '2'; allowed: index:value"),
    (
      "0.5 1:1\n",
      "line 1, row 0: found the label '0.5'; "
        + "allowed: one label: text, whole numbers or True and False"
    ),
    (
      "1,2 1:1\n",
      "line 1, row 0: found the label '1,2'; "
        + "allowed: one label: text, whole numbers or True and False"
    ),
    ("1:1\n", "line 1, row 0: found no label; allowed: a label before the features"),
  ])
  func `LIBSVM faults are named`(text: String, expected: String) {
    #expect(message { try read(text) } == "a.svm, \(expected)")
  }

  @Test func `a matrix that the file does not justify is refused`() {
    #expect(
      message { try read("1 2147483647:1\n2 1:1\n") }
        == "a.svm: found 2 rows of 2147483647 features, most of them absent; "
        + "allowed: at most 67110208 bytes as a dense matrix of 4 bytes a value "
        + "(64 for each byte of the file and 64 MiB, or 8 GiB); keep fewer features")
    // Sparse text of 2,000 rows, 800 bytes each, and 62,061 features.
    let features = (1...80).map { " \($0 * 700):0.1234" }.joined()
    let sparse = (0..<2000).map { "\($0 % 2)\(features)\($0 == 0 ? " 62061:1" : "")\n" }.joined()
    #expect(message { try read(sparse) }?.contains("found 2000 rows of 62061 features") == true)
  }

  @Test(arguments: [
    // Dense, as small as text can be; MNIST's digits; many rows of few features: all taken.
    (rows: 20_000, features: 50_000, bytes: 4_000_000_000, isTaken: true),
    (rows: 60_000, features: 780, bytes: 95_000_000, isTaken: true),
    (rows: 1_000_000, features: 300, bytes: 40_000_000, isTaken: true),
    // Words of news articles.
    (rows: 20_000, features: 62_061, bytes: 16_000_000, isTaken: false),
    (rows: 500_000, features: 4_000, bytes: 2_000_000, isTaken: false),
  ])
  func `the bound on a matrix follows the file's size`(
    rows: Int, features: Int, bytes: Int, isTaken: Bool
  ) {
    #expect((rows * features * 4 <= LIBSVMFormat.longestMatrix(fileSize: bytes)) == isTaken)
  }

  @Test func `LIBSVM labels are rewritten in the file's spelling`() throws {
    let path = folder.file("a.svm")
    try OutputFile.write("#c\n-1 1:2 # +1\n+1\t1:3\r\n\n-1", to: path)
    try DatasetFile.rewrite(
      path: path, edits: LabelEdits(relabeled: [0: "1", 2: "cat"], removed: [1]), output: path)
    #expect(try contents(path) == Array("#c\n+1 1:2 # +1\n\ncat".utf8))
    let error = message {
      try DatasetFile.rewrite(
        path: path, edits: LabelEdits(relabeled: [0: "a b"]), output: path)
    }
    #expect(
      error == "\(path): found the class 'a b'; allowed: one word without spaces, '#', ':' and ','")
  }

  @Test func `NPY columns are chosen by index`() throws {
    let matrix = NPYArray(floats: [1, 10, 5, 0, 2, 11, 6, 1, 3, 12, 7, 1], shape: [3, 4])
    let path = try folder.save(matrix, as: "a.npy")
    let last = try DatasetFile.read(path: path)
    #expect(last.dataset.labels == Labels(names: ["0", "1", "1"]))
    #expect(last.notes == ["labels: column 3, the last one"])
    let options = ReadOptions(label: .index(0), id: .index(-3), ignored: [.index(3)])
    let chosen = try DatasetFile.read(path: path, options: options)
    #expect(chosen.dataset.features == Matrix(rows: [[5], [6], [7]]))
    #expect(chosen.dataset.featureNames == ["x2"])
    #expect(chosen.dataset.ids == ["10", "11", "12"])
    #expect(chosen.notes.isEmpty)
    try DatasetFile.rewrite(
      path: path, options: options, edits: LabelEdits(relabeled: [1: "9"]), output: path)
    #expect(
      try DatasetFile.read(path: path, options: options).dataset.labels
        == Labels(names: ["1", "9", "3"]))
    #expect(
      message { try DatasetFile.read(path: path, options: .init(label: .name("y"))) }
        == "\(path): found the label column named 'y'; "
        + "allowed: an index from 0 to 3; this format has no column names")
    #expect(
      message { try DatasetFile.read(path: path, options: .init(label: .index(4))) }
        == "\(path): found the label column 4 of 4 columns; allowed: an index from -4 to 3")
    #expect(
      message { try DatasetFile.read(path: path, options: .init(label: .index(1), id: .index(1))) }
        == "\(path), column '1': found both the label and the id column; "
        + "allowed: one use for each column")
  }

  @Test func `NPY faults are named by row and column`() throws {
    let half = try folder.save(NPYArray(floats: [1, 0, 2, 0.5], shape: [2, 2]), as: "a.npy")
    #expect(
      message { try DatasetFile.read(path: half) }
        == "\(half), row 1, column '1': found the label 0.5; "
        + "allowed: text, whole numbers or True and False")
    let infinite = try folder.save(
      NPYArray(floats: [1, 0, .infinity, 1], shape: [2, 2]), as: "a.npy")
    #expect(
      message { try DatasetFile.read(path: infinite) }
        == "\(infinite), row 1, column 'x0': found inf; "
        + "allowed: finite numbers up to 3.4028235e+38")
    let whole = try folder.save(NPYArray(bytes: [1, 0, 2, 1], shape: [2, 2]), as: "a.npy")
    #expect(
      message {
        try DatasetFile.rewrite(
          path: whole, edits: LabelEdits(relabeled: [1: "256"]), output: whole)
      } == "\(whole), row 1: found the new label '256'; allowed: whole numbers from 0 to 255")
    let empty = try folder.save(NPYArray(floats: [], shape: [0, 5]), as: "a.npy")
    #expect(
      message { try DatasetFile.read(path: empty) }
        == "\(empty): found an array of 0 x 5 elements; allowed: at least one element")
  }

  @Test func `NPZ holds text labels and ids, and a missing key is named`() throws {
    let dataset = try Dataset(
      features: Matrix(rows: [[1, 2], [3, 4], [5, 6]]),
      labels: Labels(names: ["dog", "cat", "dog"]),
      featureKind: .byte, ids: ["a", "b", "ü"])
    let path = folder.file("a.npz")
    try DatasetFile.write(dataset, to: path)
    #expect(try DatasetFile.read(path: path).dataset == dataset)
    try DatasetFile.rewrite(
      path: path, edits: LabelEdits(relabeled: [2: "cat"], removed: [1]), output: path)
    let edited = try DatasetFile.read(path: path).dataset
    #expect(edited.ids == ["a", "ü"])
    #expect(edited.labels == Labels(names: ["dog", "cat"]))
    #expect(
      message { try DatasetFile.read(path: path, options: .init(label: .name("target"))) }
        == "\(path): found the arrays 'X', 'y', 'ids'; "
        + "allowed: an array 'target' (features are X, labels y, ids ids)")
    #expect(
      message {
        try DatasetFile.rewrite(
          path: path, edits: LabelEdits(relabeled: [0: "horse"]), output: path)
      } == "\(path): y.npy, row 0: found the new label 'horse'; "
        + "allowed: text of at most 3 characters")
  }

  @Test func `rows that go leave every NPZ array that has one entry for each row`() throws {
    var archive = NPZArchive()
    try archive.set("X", to: NPYArray(floats: [1, 2, 3, 4, 5, 6], shape: [3, 2]))
    try archive.set("y", to: NPYArray(texts: ["a", "b", "a"]))
    try archive.set("groups", to: NPYArray(int32s: [10, 20, 30], shape: [3]))
    let weights = NPYArray(floats: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], shape: [3, 2, 2])
    try archive.set("weights", to: weights)
    try archive.set("none", to: NPYArray(floats: [], shape: [3, 0]))
    let names = NPYArray(texts: ["a", "b"])
    try archive.set("names", to: names)
    let path = try folder.save(archive, as: "a.npz")
    try DatasetFile.rewrite(
      path: path, edits: LabelEdits(relabeled: [0: "b"], removed: [1]), output: path)
    let edited = try NPZArchive(ByteReader(path: path))
    #expect(edited.keys == ["X", "y", "groups", "weights", "none", "names"])
    #expect(try edited.array("X") == NPYArray(floats: [1, 2, 5, 6], shape: [2, 2]))
    #expect(try edited.array("y") == NPYArray(texts: ["b", "a"]))
    #expect(try edited.array("groups") == NPYArray(int32s: [10, 30], shape: [2]))
    #expect(
      try edited.array("weights")
        == NPYArray(floats: [1, 2, 3, 4, 9, 10, 11, 12], shape: [2, 2, 2]))
    #expect(try edited.array("none")?.shape == [2, 0])
    #expect(try edited.array("names") == names)
    // A label array that labels elsewhere make idle has rows all the same.
    let labels = try folder.save(NPYArray(texts: ["u", "v"]), as: "y.npy")
    try DatasetFile.rewrite(
      path: path, options: ReadOptions(labelsFile: labels), edits: LabelEdits(removed: [0]),
      output: labels, featuresOutput: path)
    #expect(try NPZArchive(ByteReader(path: path)).array("y") == NPYArray(texts: ["a"]))
  }

  @Test func `IDX images are rows of bytes`() throws {
    let images = folder.file("t10k-images-idx3-ubyte")
    let labels = folder.file("train-labels")
    try OutputFile.write(
      [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 1, 254, 255], to: images)
    try OutputFile.write([0, 0, 8, 1, 0, 0, 0, 2, 7, 1], to: labels)
    let read = try DatasetFile.read(path: images, options: ReadOptions(labelsFile: labels))
    #expect(read.dataset.features == Matrix(rows: [[0, 1], [254, 255]]))
    #expect(read.dataset.featureKind == .byte)
    #expect(read.dataset.labels == Labels(names: ["7", "1"]))
    #expect(
      message { try DatasetFile.read(path: images) }
        == "\(images): found no labels; "
        + "allowed: a label column (--label) or a labels file (--labels)")
    let copies = try DatasetFile.write(read.dataset, to: folder.file("a-images-idx3-ubyte"))
    #expect(copies[1] == folder.file("a-labels-idx1-ubyte"))
    #expect(
      try contents(copies[0]) == [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 1, 254, 255])
    #expect(try contents(copies[1]) == [0, 0, 8, 1, 0, 0, 0, 2, 7, 1])
    let text = try Dataset(features: read.dataset.features, labels: Labels(names: ["x", "y"]))
    #expect(
      message { try DatasetFile.write(text, to: folder.file("a.idx")) }
        == "\(folder.file("a-labels.idx")): found the label 'x'; allowed: "
        + "32-bit whole numbers, or a format that holds text, such as .csv and .npz")
    #expect(!folder.contents.contains { $0.hasPrefix("a.") || $0.hasPrefix("a-labels.") })
    try OutputFile.write([0, 0, 10, 1, 0, 0, 0, 1, 7], to: images)
    #expect(
      message { try DatasetFile.read(path: images) }
        == "\(images), byte 2: found the type 0xa; allowed: 0x08, 0x09, 0x0b, 0x0c, 0x0d and 0x0e")
  }
}
