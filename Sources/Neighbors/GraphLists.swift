internal import ArrayFiles

/// The neighbor lists of a graph file, checked.
struct GraphLists {
  let rowCount: Int
  let neighborCount: Int
  let indices: [Int32]
  let distances: [Float]

  /// Reads `indices` and `distances`.
  init(_ archive: NPZArchive, name: String) throws(FileError) {
    func fail(_ key: String, _ found: String, _ allowed: String) -> FileError {
      .malformed(path: "\(name): \(key).npy", byte: nil, found: found, allowed: allowed)
    }
    func array(_ key: String) throws(FileError) -> NPYArray {
      if let array = try archive.array(key) { return array }
      let keys = archive.keys.prefix(10).map { "'\($0.prefix(40))'" }.joined(separator: ", ")
      throw .malformed(
        path: name, byte: nil, found: keys.isEmpty ? "no arrays" : "the arrays \(keys)",
        allowed: "the arrays 'indices' and 'distances' of a neighbor graph")
    }
    let rows = try array("indices")
    let shape = rows.shape
    guard shape.count == 2, shape[0] >= 2, shape[1] >= 1, shape[1] < shape[0],
      shape[0] <= Int(Int32.max)
    else {
      throw fail(
        "indices", "the shape \(shape)",
        "n x k: two or more rows, each with one neighbor or more and fewer than n")
    }
    guard let indices = rows.int32Values() else {
      throw fail("indices", "elements of another type", "int32 or int64")
    }
    (rowCount, neighborCount) = (shape[0], shape[1])
    self.indices = indices
    let far = try array("distances")
    guard far.shape == shape else {
      throw fail("distances", "the shape \(far.shape)", "\(shape), that of the indices")
    }
    guard case .float = far.elementType, let distances = far.float32Values() else {
      throw fail("distances", "elements of another type", "float32 or float64")
    }
    self.distances = distances
    // The row that last had each row as a neighbor.
    var lastSeen = [Int32](repeating: -1, count: rowCount)
    for row in 0..<rowCount {
      for place in row * neighborCount..<(row + 1) * neighborCount {
        let neighbor = Int(indices[place])
        guard lastSeen.indices.contains(neighbor) else {
          throw fail(
            "indices", "the neighbor \(Self.words(rows[place])) of row \(row)",
            "0 to \(rowCount - 1)")
        }
        guard neighbor != row else {
          throw fail(
            "indices", "row \(row) as its own neighbor",
            "other rows; leave out each row's match with itself")
        }
        guard lastSeen[neighbor] != row else {
          throw fail("indices", "the neighbor \(neighbor) of row \(row) twice", "distinct rows")
        }
        lastSeen[neighbor] = Int32(row)
        let distance = distances[place]
        guard distance.isFinite else {
          throw fail("distances", "\(distance) in row \(row)", "finite numbers of 32 bits")
        }
        guard place == row * neighborCount || distances[place - 1] <= distance else {
          throw fail(
            "distances", "\(distances[place - 1]) before \(distance) in row \(row)",
            "ascending numbers, the nearest neighbor first")
        }
      }
    }
  }

  private static func words(_ value: NPYArray.Value) -> String {
    switch value {
    case .whole(let value): "\(value)"
    case .large(let value): "\(value)"
    case .bool, .real, .text: preconditionFailure("whole numbers were read")
    }
  }
}
