internal import LabelData
internal import Neighbors

/// The labels of the nearest neighbors of one row after another, in the same memory.
///
/// All labels of a row are read before any is looked at: they lie far apart in memory, and a processor that waits for
/// none of them fetches them together.
struct NearLabels {
  private let indices: [Int32]
  private let width: Int
  private let classes: [Int]
  /// The labels of the nearest neighbors of the row read last, nearest first.
  private(set) var values: [Int]

  /// Labels of `count` neighbors, or of all that the graph lists where they are fewer.
  init(_ graph: NeighborGraph, _ labels: Labels, count: Int) {
    indices = graph.indices
    width = graph.neighborCount
    classes = labels.classIndices
    values = [Int](repeating: 0, count: min(count, graph.neighborCount))
  }

  /// Reads the labels of a row's neighbors.
  mutating func read(row: Int) {
    let start = row * width
    for place in values.indices { values[place] = classes[Int(indices[start + place])] }
  }
}
