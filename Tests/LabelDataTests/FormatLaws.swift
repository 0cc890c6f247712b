import ArrayFiles
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

/// What holds for every member of ``DataFormats/all``.
@Suite struct FormatLaws {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: FormatCase.all, ["", ".gz"])
  func `what is written is read again`(sample: FormatCase, suffix: String) throws {
    let dataset = try FormatCase.dataset()
    let (path, options) = try sample.write(dataset, in: folder, suffix: suffix)
    let read = try DatasetFile.read(path: path, options: options)
    #expect(read.dataset == dataset)
    #expect(read.keptRows == nil)
  }

  @Test(arguments: FormatCase.all)
  func `threads do not matter`(sample: FormatCase) throws {
    let (path, options) = try sample.write(FormatCase.dataset(rowCount: 3000), in: folder)
    let one = try DatasetFile.read(path: path, options: options, execution: .serial)
    let three = try DatasetFile.read(
      path: path, options: options, execution: .init(threadCount: 3))
    #expect(one == three)
  }

  @Test(arguments: FormatCase.all)
  func `without edits every byte stays`(sample: FormatCase) throws {
    let (path, options) = try sample.write(FormatCase.dataset(), in: folder)
    let output = folder.file("out")
    try DatasetFile.rewrite(path: path, options: options, edits: LabelEdits(), output: output)
    #expect(try contents(output) == contents(options.labelsFile ?? path))
  }

  @Test(arguments: FormatCase.all, ["", ".gz"])
  func `edits change the labels and rows that they name`(
    sample: FormatCase, suffix: String
  ) throws {
    let dataset = try FormatCase.dataset()
    let (path, options) = try sample.write(dataset, in: folder, suffix: suffix)
    let edits = LabelEdits(relabeled: [0: "10", 3: "-1", 6: "-1"], removed: [1, 5, 6])
    try DatasetFile.rewrite(
      path: path, options: options, edits: edits, output: options.labelsFile ?? path,
      featuresOutput: options.labelsFile == nil ? nil : path)
    let read = try DatasetFile.read(path: path, options: options).dataset
    let kept = [0, 2, 3, 4]
    #expect(read.features == dataset.features.selecting(rows: kept))
    let names = kept.map { edits.relabeled[$0] ?? dataset.labels.name(at: $0) }
    #expect((0..<4).map { read.labels.name(at: $0) } == names)
  }

  @Test(arguments: FormatCase.all)
  func `a change to one label changes only that label's bytes`(sample: FormatCase) throws {
    let (path, options) = try sample.write(FormatCase.dataset(), in: folder)
    guard !(sample.format is NPZFormat) else { return }
    let output = folder.file("out")
    try DatasetFile.rewrite(
      path: path, options: options, edits: LabelEdits(relabeled: [2: "3"]), output: output)
    let before = try contents(options.labelsFile ?? path)
    let after = try contents(output)
    let head = zip(before, after).prefix { $0 == $1 }.count
    let tail = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
    #expect(before.count - head - tail <= 4)
  }

  @Test(arguments: FormatCase.all)
  func `rows that do not exist are errors`(sample: FormatCase) throws {
    let (path, options) = try sample.write(FormatCase.dataset(), in: folder)
    for edits in [LabelEdits(relabeled: [7: "3"]), LabelEdits(relabeled: [-1: "3"])] {
      let error = #expect(throws: FormatError.self) {
        try DatasetFile.rewrite(
          path: path, options: options, edits: edits, output: folder.file("out"))
      }
      #expect(error?.file.hasPrefix(options.labelsFile ?? path) == true)
    }
    #expect(!folder.contents.contains("out"))
  }

  @Test(arguments: FormatCase.all)
  func `names find the format`(sample: FormatCase) {
    for fileExtension in sample.format.fileExtensions {
      for name in ["a.\(fileExtension)", "b.c/a.b.\(fileExtension.uppercased()).GZ"] {
        #expect(DataFormats.format(named: name)?.id == sample.format.id)
      }
    }
    #expect(FormatCase.all.count(where: { $0.format.id == sample.format.id }) == 1)
  }

  @Test(arguments: FormatCase.all)
  func `bytes of no format are an error that names the file`(sample: FormatCase) throws {
    for bytes in [[], [0xFF], [UInt8](repeating: 0, count: 300)] {
      let error: (any Error)? = #expect(throws: (any Error).self) {
        try DatasetFile.read(bytes: bytes, name: "some file", as: sample.format)
      }
      #expect(String(describing: error).contains("some file"))
    }
  }
}
