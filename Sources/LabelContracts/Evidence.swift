public import Neighbors

/// What defenses look at besides the labels; computed once and shared by all that need it.
public struct Evidence: Sendable {
  /// The nearest neighbors of every row.
  public let neighborGraph: NeighborGraph

  /// Makes evidence.
  public init(neighborGraph: NeighborGraph) {
    self.neighborGraph = neighborGraph
  }
}
