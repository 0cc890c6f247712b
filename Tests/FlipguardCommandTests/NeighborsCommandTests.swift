import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Testing

@testable import FlipguardCommand

/// Neighbors as files: what the commands write, take and refuse.
@Suite struct NeighborsCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // Two clusters; the labels of rows 3 and 7 are swapped.
    try write("d.csv", "x,y\n0,a\n1,a\n2,a\n3,b\n50,b\n51,b\n52,b\n53,a\n")
  }

  private func write(_ name: String, _ text: String) throws {
    try OutputFile.write(text, to: folder.file(name))
  }

  private func graph(_ name: String) throws -> GraphFile {
    try GraphFile(path: folder.file(name))
  }

  /// Runs a command line in which `/` stands before files of the folder.
  private func run(_ line: String) throws {
    let arguments = line.split(separator: " ").map { word in
      word.hasPrefix("/") ? folder.file(String(word.dropFirst())) : String(word)
    }
    let command = try #require(
      try FlipguardCommand.parseAsRoot(arguments + ["--quiet"]) as? any Subcommand)
    try command.execute()
  }

  private func refusal(_ line: String) throws -> String {
    let error = try #require(throws: (any Error).self) { try run(line) }
    return Outcome(of: error).message
  }

  @Test(arguments: DistanceMetric.allCases)
  func `every metric gives a graph of the scaled features, and no journal stays`(
    metric: DistanceMetric
  ) throws {
    try run(
      "neighbors /d.csv --k 3 --metric \(metric.rawValue) --scaling standardize --output /g.npz")
    #expect(folder.contents == ["d.csv", "g.npz"])
    let file = try graph("g.npz")
    #expect(file.graph.rowCount == 8 && file.graph.neighborCount == 3)
    #expect(file.graph.metric == metric && file.origin?.scaling == "standardize")
    #expect(file.graph.recall == nil)
  }

  @Test func `the type of the elements does not matter, and k is at most the other rows`() throws {
    let values: [UInt8] = [0, 1, 2, 3, 50, 51, 52, 53]
    try folder.save(NPYArray(bytes: values, shape: [8, 1]), as: "u.npy")
    try folder.save(NPYArray(floats: values.map { Float($0) }, shape: [8, 1]), as: "f.npy")
    try folder.save(NPYArray(doubles: values.map { Double($0) }, shape: [8, 1]), as: "w.npy")
    for name in ["u.npy", "f.npy", "w.npy", "d.csv"] {
      try run("neighbors /\(name) --scaling none --k 100 --output /\(name).npz")
      #expect(try folder.rawBytes("\(name).npz") == folder.rawBytes("u.npy.npz"))
    }
    #expect(try graph("u.npy.npz").graph.neighborCount == 7)
    try run("neighbors /u.npy --output /default.npz")
    #expect(try graph("default.npz").origin?.scaling == "none")
    try run("neighbors /f.npy --output /default.npz")
    #expect(try graph("default.npz").origin?.scaling == "standardize")
  }

  @Test func `values that are not finite, single rows and zero rows are told with their place`()
    throws
  {
    try folder.save(NPYArray(floats: [1, 2, .nan, 4, 5, 6], shape: [3, 2]), as: "x.npy")
    let place = "\(folder.file("x.npy")), row 1, column 'x0': found a missing value (nan)"
    for scaling in Scaling.allCases {
      let text = try refusal("neighbors /x.npy --scaling \(scaling.rawValue) --output /g.npz")
      #expect(text.hasPrefix(place))
    }
    try folder.save(NPYArray(floats: [1, 2], shape: [1, 2]), as: "one.npy")
    #expect(
      try refusal("neighbors /one.npy --output /g.npz")
        == "\(folder.file("one.npy")): found one row; allowed: two or more, which can be neighbors")
    try folder.save(NPYArray(bytes: [1, 0, 2], shape: [3, 1]), as: "z.npy")
    let zero = try refusal("neighbors /z.npy --metric cosine --output /g.npz")
    #expect(zero.contains("z.npy, row 1: found zeros in all features (scaling none)"))
    #expect(folder.contents == ["d.csv", "one.npy", "x.npy", "z.npy"])
  }

  @Test func `a journal of another search is refused, an earlier one is used up`() throws {
    var table = try FeatureTable(path: folder.file("d.csv"))
    let rows = try table.takeRows(scaledBy: .standardize)
    let subject = GraphJournal.Subject(
      rowCount: 8, featureCount: 1, search: NeighborSearch(count: 3),
      origin: .init(scaling: "standardize", fingerprint: FeatureFingerprint(rows).value))
    do {
      let journal = try GraphJournal(path: folder.file("g.npz.partial"), subject: subject)
      try journal.record(rows: [0], indices: [1, 2, 3], distances: [1, 2, 3])
    }
    let text = try refusal("neighbors /d.csv --k 4 --output /g.npz")
    #expect(text.contains("g.npz.partial: found a neighbor search of flipguard with k: 3"))
    #expect(folder.contents == ["d.csv", "g.npz.partial"])
    try run("neighbors /d.csv --k 3 --output /g.npz")
    #expect(folder.contents == ["d.csv", "g.npz"])
  }

  @Test func `a graph takes the place of a search`() throws {
    try run("neighbors /d.csv --k 5 --output /g.npz")
    for options in ["--graph /g.npz", "--graph /g.npz --metric euclidean --scaling standardize"] {
      try run("sanitize /d.csv --k 3 \(options) --output /one.csv")
      try run("sanitize /d.csv --k 3 --output /two.csv")
      #expect(try folder.rawBytes("one.csv") == folder.rawBytes("two.csv"))
    }
    try run("sanitize /d.csv --graph /g.npz --k auto --trusted /d.csv --output /auto.csv")
    let before = try folder.rawBytes("g.npz")
    #expect(
      try refusal("sanitize /d.csv --graph /g.npz --k 3 --output /g.npz")
        .contains("is the input"))
    #expect(try folder.rawBytes("g.npz") == before)
  }

  @Test func `a graph that does not fit is refused with what to do`() throws {
    try run("neighbors /d.csv --k 2 --scaling none --output /g.npz")
    func reason(_ options: String) throws -> String {
      try refusal("sanitize /d.csv --graph /g.npz --output /out.csv \(options)")
    }
    #expect(try reason("--k 3").contains("g.npz lists 2 for each row; give --k 2 or less"))
    #expect(try reason("--k 2 --metric cosine").contains("was made with euclidean"))
    #expect(try reason("--k 2 --scaling minmax").contains("was made with none"))
    try write("e.csv", "x,y\n0,a\n1,a\n2,a\n3,b\n50,b\n51,b\n52,b\n54,a\n")
    let other = try refusal("sanitize /e.csv --graph /g.npz --k 2 --output /out.csv")
    #expect(other.contains("g.npz: found the neighbors of other features (scaling none)"))
    try write("f.csv", "x,y\n0,a\n1,a\n2,b\n")
    let fewer = try refusal("sanitize /f.csv --graph /g.npz --k 2 --output /out.csv")
    #expect(fewer.contains("found the neighbors of 8 rows; allowed: those of 3 rows"))
    #expect(try refusal("scan /d.csv --graph /d.csv --output /").contains("no ZIP directory"))
    #expect(try refusal("scan /d.csv --graph /none.npz --output /").contains("no such file"))
    #expect(folder.contents == ["d.csv", "e.csv", "f.csv", "g.npz"])
  }

  @Test func `a graph of somebody else's is taken, and what is unknown is called so`() throws {
    try run("neighbors /d.csv --k 3 --output /g.npz")
    let own = try graph("g.npz").graph
    var archive = NPZArchive()
    try archive.set(
      "indices", to: NPYArray(int64s: own.indices.map { Int64($0) }, shape: [8, 3]))
    try archive.set(
      "distances", to: NPYArray(doubles: own.distances.map { Double($0) }, shape: [8, 3]))
    let foreign = try folder.save(archive, as: "foreign.npz")
    let loaded = try DatasetFile.read(path: folder.file("d.csv"))
    let data = LoadedData(
      name: "d.csv", dataset: loaded.dataset, keptRows: nil, origin: .file(loaded.options))
    func source(_ options: [String]) throws -> NeighborSource {
      let scan = try #require(
        try FlipguardCommand.parseAsRoot(
          [
            "scan", "d.csv", "--k", "3", "--quiet", "--graph", foreign,
          ] + options) as? ScanCommand)
      let given = try NeighborSetup.given(for: data, scan.neighbors, scan.common)
      return try NeighborSetup(
        data,
        ScaledData(data, scaling: NeighborSetup.scaling(data, scan.neighbors, given)),
        given: given, neighbors: scan.neighbors, common: scan.common
      ).source
    }
    let unknown = try source([])
    #expect(unknown.metric == nil && unknown.scaling == nil)
    #expect(unknown.words.hasPrefix("unknown metric, scaling unknown, neighbors of "))
    let told = try source(["--metric", "cosine", "--scaling", "minmax"])
    #expect(told.metric == .cosine && told.scaling == .minmax)
  }
}
