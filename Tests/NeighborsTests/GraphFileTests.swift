import ArrayFiles
import FlipguardTestSupport
import LabelData
import Neighbors
import Testing
import VectorKernels

@Suite struct GraphFileTests {
  let folder: TemporaryFolder
  private let origin = GraphFile.Origin(scaling: "minmax", fingerprint: .max - 3)

  init() throws { folder = try TemporaryFolder() }

  private func graph(
    metric: DistanceMetric = .manhattan, recall: RecallEstimate? = nil
  ) throws -> NeighborGraph {
    let features = try SyntheticData.clusters(rowCount: 40, featureCount: 3, seed: 2).features
    let exact = try ExactNeighbors.graph(of: features, count: 4, metric: metric)
    return NeighborGraph(
      rowCount: 40, neighborCount: 4, metric: metric, indices: exact.indices,
      distances: exact.distances, recall: recall)
  }

  /// Writes an archive of the given members and reads it as a graph.
  private func read(_ members: KeyValuePairs<String, NPYArray>) throws -> GraphFile {
    var archive = NPZArchive()
    for (key, array) in members { try archive.set(key, to: array) }
    return try GraphFile(archive, name: "a.npz")
  }

  private func read(_ bytes: [UInt8]) throws(FileError) -> GraphFile {
    try GraphFile(NPZArchive(ByteReader(bytes: bytes, name: "b.npz")), name: "b.npz")
  }

  private func fault(_ members: KeyValuePairs<String, NPYArray>) -> String? {
    let error = #expect(throws: FileError.self) { try read(members) }
    return error?.description
  }

  @Test(arguments: DistanceMetric.allCases)
  func `a graph is read as it was written, the same bytes each time`(
    metric: DistanceMetric
  ) throws {
    let graph = try graph(metric: metric)
    for name in ["a.npz", "b.npz", "c.npz.gz"] {
      try GraphFile.write(graph, origin: origin, to: folder.file(name))
      let file = try GraphFile(path: folder.file(name))
      #expect(file.graph == graph && file.origin == origin && file.graph.recall == nil)
    }
    #expect(try folder.rawBytes("a.npz") == folder.rawBytes("b.npz"))
  }

  @Test func `an approximate graph keeps its recall`() throws {
    let recall = RecallEstimate(recall: 0.991, interval: 0.98...0.996, sampleCount: 1000)
    let graph = try graph(recall: recall)
    try GraphFile.write(graph, origin: origin, to: folder.file("a.npz"))
    #expect(try GraphFile(path: folder.file("a.npz")).graph == graph)
  }

  @Test func `a graph of somebody else's may have 64-bit numbers`() throws {
    let graph = try graph()
    let foreign = try read([
      "indices": NPYArray(int64s: graph.indices.map { Int64($0) }, shape: [40, 4]),
      "distances": NPYArray(doubles: graph.distances.map { Double($0) }, shape: [40, 4]),
    ])
    #expect(foreign.origin == nil && foreign.graph.metric == nil)
    #expect(foreign.graph.indices == graph.indices && foreign.graph.distances == graph.distances)
  }

  private static let pair = NPYArray(floats: [1, 1], shape: [2, 1])
  private static let swap = NPYArray(int32s: [1, 0], shape: [2, 1])
  private static let three = NPYArray(int32s: [1, 2, 0, 2, 0, 1], shape: [3, 2])
  private static let far = NPYArray(floats: [1, 1, 1, 1, 1, 1], shape: [3, 2])

  @Test func `what no graph can be is refused with its place`() {
    let (pair, swap, three, far) = (Self.pair, Self.swap, Self.three, Self.far)
    #expect(
      fault([:]) == "a.npz: found no arrays; allowed: "
        + "the arrays 'indices' and 'distances' of a neighbor graph")
    #expect(fault(["indices": swap])?.contains("found the arrays 'indices'; allowed") == true)
    func indices(_ values: [Int64], _ shape: [Int] = [3, 2]) -> String? {
      fault(["indices": NPYArray(int64s: values, shape: shape), "distances": far])
    }
    #expect(
      indices([1, 2, 0, 3, 0, 1])
        == "a.npz: indices.npy: found the neighbor 3 of row 1; allowed: 0 to 2")
    #expect(indices([1, 2, 0, -1, 0, 1])?.contains("the neighbor -1 of row 1") == true)
    #expect(indices([1, 2, 0, 1 << 40, 0, 1])?.contains("the neighbor 1099511627776") == true)
    #expect(
      indices([1, 2, 0, 1, 0, 1])
        == "a.npz: indices.npy: found row 1 as its own neighbor; "
        + "allowed: other rows; leave out each row's match with itself")
    #expect(
      indices([1, 2, 0, 2, 1, 1])
        == "a.npz: indices.npy: found the neighbor 1 of row 2 twice; allowed: distinct rows")
    for shape in [[6], [6, 1, 1], [2, 3], [1, 6], [0, 2], [3, 0]] {
      let values = [Int64](repeating: 1, count: shape.reduce(1, *))
      #expect(indices(values, shape)?.contains("indices.npy: found the shape") == true)
    }
    #expect(fault(["indices": far, "distances": far])?.contains("int32 or int64") == true)
    #expect(fault(["indices": three, "distances": three])?.contains("float32 or float64") == true)
    #expect(
      fault(["indices": three, "distances": pair])
        == "a.npz: distances.npy: found the shape [2, 1]; allowed: [3, 2], that of the indices")
    func distances(_ values: [Double]) -> String? {
      fault(["indices": three, "distances": NPYArray(doubles: values, shape: [3, 2])])
    }
    #expect(
      distances([0, 0, 2, 1, 0, 0])
        == "a.npz: distances.npy: found 2.0 before 1.0 in row 1; "
        + "allowed: ascending numbers, the nearest neighbor first")
    #expect(distances([0, .nan, 0, 0, 0, 0])?.contains("found nan in row 0") == true)
    #expect(distances([0, 0, 0, 0, 0, 1e39])?.contains("found inf in row 2") == true)
  }

  @Test func `members that do not fit are refused by name`() {
    func fault(_ key: String, _ array: NPYArray?) -> String? {
      var members: [(String, NPYArray)] = [
        ("indices", Self.swap), ("distances", Self.pair),
        ("metric", NPYArray(texts: ["cosine"])), ("scaling", NPYArray(texts: ["none"])),
        ("fingerprint", NPYArray(uint64s: [1], shape: [1])),
      ]
      members.removeAll { $0.0 == key }
      if let array { members.append((key, array)) }
      let error = #expect(throws: FileError.self) {
        var archive = NPZArchive()
        for (key, array) in members { try archive.set(key, to: array) }
        return try GraphFile(archive, name: "a.npz")
      }
      return error?.description
    }
    #expect(
      fault("metric", NPYArray(texts: ["taxi"]))?.contains("found 'taxi'; allowed: euc") == true)
    #expect(fault("metric", nil)?.contains("found no metric; allowed: metric, scaling") == true)
    #expect(fault("scaling", Self.pair)?.contains("scaling.npy: found no text") == true)
    #expect(fault("fingerprint", Self.pair)?.contains("fingerprint.npy: found no such") == true)
    for values in [[0.9, 0.8, 1], [0.9, 0.8, 1.1, 5], [0.9, 1, 0.8, 5], [0.9, 0.8, 1, 0.5]] {
      let array = NPYArray(doubles: values, shape: [values.count])
      #expect(fault("recall", array)?.contains("recall.npy: found other numbers") == true)
    }
    #expect(fault("recall", Self.swap)?.contains("recall.npy") == true)
  }

  @Test func `spoilt files give a checked graph or a named error`() throws {
    let recall = RecallEstimate(recall: 0.9, interval: 0.8...1, sampleCount: 10)
    try GraphFile.write(try graph(recall: recall), origin: origin, to: folder.file("a.npz"))
    let good = try folder.rawBytes("a.npz")
    for count in stride(from: 0, to: good.count, by: 13) {
      #expect(throws: FileError.self) { try self.read(Array(good.prefix(count))) }
    }
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<3000 {
      var bytes = good
      for _ in 0...generator.below(3) {
        bytes[generator.below(bytes.count)] = UInt8(generator.below(256))
      }
      do throws(FileError) {
        check(try read(bytes).graph)
      } catch {
        #expect(error.description.contains("b.npz"))
      }
    }
  }

  @Test func `arbitrary lists give a checked graph or a named error`() throws {
    var generator = SeededGenerator(seed: 9)
    var readable = 0
    for _ in 0..<2000 {
      let (n, k) = (2 + generator.below(3), 1 + generator.below(2))
      let values = (0..<n * k).map { _ in Int32(generator.below(n + 2) - 1) }
      let distances = (0..<n * k).map { _ in Float(generator.below(2)) }
      do {
        let file = try read([
          "indices": NPYArray(int32s: values, shape: [n, k]),
          "distances": NPYArray(floats: distances, shape: [n, k]),
        ])
        check(file.graph)
        readable += 1
      } catch let error as FileError {
        #expect(error.description.contains("npy: found"))
      }
    }
    #expect(readable > 20)
  }

  private func check(_ graph: NeighborGraph) {
    for row in 0..<graph.rowCount {
      let neighbors = graph.neighbors(of: row)
      #expect(Set(neighbors).count == graph.neighborCount && !neighbors.contains(Int32(row)))
      #expect(neighbors.allSatisfy { (0..<Int32(graph.rowCount)).contains($0) })
      let distances = graph.distances(of: row)
      #expect(distances.allSatisfy(\.isFinite) && distances.sorted() == Array(distances))
    }
  }
}
