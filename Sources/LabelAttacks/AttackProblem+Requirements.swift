internal import LabelContracts
internal import LabelData
internal import Neighbors
internal import VectorKernels

/// What attacks ask of a problem.
extension AttackProblem {
  /// Requires a class to flip to.
  func requireClasses() throws(AttackError) {
    guard labels.classCount >= 2 else {
      throw .invalidProblem("\(labels.classCount) class; a flip needs at least two classes")
    }
  }

  /// Requires validation rows, and parts that belong together.
  func requireValidation() throws(AttackError) {
    guard features.rowCount == labels.count,
      validationFeatures.rowCount == validationLabels.count,
      validationFeatures.columnCount == features.columnCount,
      validationLabels.classCount == labels.classCount
    else {
      throw .invalidProblem("features and labels of training and validation rows do not match")
    }
    guard validationLabels.count > 0 else {
      throw .invalidProblem("an empty validation set; the attacker's objective needs examples")
    }
  }

  /// The neighbors of every row, at least `count` of them, or of all other rows where those are fewer.
  func requireNeighbors(_ count: Int) throws(AttackError) -> NeighborGraph {
    guard let graph = neighborGraph else {
      throw .invalidProblem("no neighbor graph; this attack needs the neighbors of every row")
    }
    guard graph.rowCount == labels.count else {
      throw .invalidProblem(
        "the neighbors of \(graph.rowCount) rows, but \(labels.count) labels")
    }
    guard count >= 1, count <= graph.neighborCount || graph.neighborCount >= graph.rowCount - 1
    else {
      throw .invalidParameter(
        name: "k", value: "\(count)",
        allowed: "1 to \(graph.neighborCount), the neighbors in the graph")
    }
    return graph
  }
}
