import Neighbors
import VectorKernels

/// Neighbors by the plain definition: all distances in double precision, sorted by (distance, row).
struct PlainNeighbors {
  private let rows: [[Double]]
  private let metric: DistanceMetric

  init(_ rows: FeatureRows, _ metric: DistanceMetric) {
    self.rows = (0..<rows.rowCount).map { rows.row($0).map(Double.init) }
    self.metric = metric
  }

  /// The distances of a row to all rows, of which it leaves out itself.
  func sorted(_ query: [Double], except row: Int?) -> [(distance: Double, row: Int)] {
    let norm = query.reduce(0) { $0 + $1 * $1 }
    return rows.indices.filter { $0 != row }.map { other in
      let x = rows[other]
      var sum = 0.0
      var otherNorm = 0.0
      for k in x.indices {
        switch metric.accumulation {
        case .squaredDifferences: sum += (query[k] - x[k]) * (query[k] - x[k])
        case .absoluteDifferences: sum += abs(query[k] - x[k])
        case .largestDifference: sum = max(sum, abs(query[k] - x[k]))
        case .products: sum += query[k] * x[k]
        case .unequalFeatures: sum += query[k] != x[k] ? 1 : 0
        }
        otherNorm += x[k] * x[k]
      }
      return (
        metric.distance(
          accumulated: sum, featureCount: x.count, squaredNorms: (norm, otherNorm)), other
      )
    }.sorted { ($0.distance, $0.row) < ($1.distance, $1.row) }
  }

  func sorted(row: Int) -> [(distance: Double, row: Int)] { sorted(rows[row], except: row) }

  /// Whether a graph lists the neighbors of a row as they are.
  func agrees(with graph: NeighborGraph, row: Int) -> Bool {
    let all = sorted(row: row).prefix(graph.neighborCount)
    return graph.neighbors(of: row).elementsEqual(all.map { Int32($0.row) })
      && graph.distances(of: row).elementsEqual(all.map { Float($0.distance) })
  }
}
