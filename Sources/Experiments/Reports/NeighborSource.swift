public import LabelData
public import Neighbors
public import VectorKernels

/// Where the neighbors that vote come from, as every report tells it.
public struct NeighborSource: Equatable, Sendable {
  /// How distance was measured; `nil` where a graph of somebody else's does not tell.
  public let metric: DistanceMetric?
  /// How features were scaled before; `nil` where a graph of somebody else's does not tell.
  public let scaling: Scaling?
  /// What share of the true neighbors was found; `nil` where it is not known to be less than all.
  public let recall: RecallEstimate?
  /// The file that the graph was read from; `nil` where the neighbors were searched.
  public let graphFile: String?

  /// Makes a source.
  public init(
    metric: DistanceMetric?, scaling: Scaling?, recall: RecallEstimate? = nil,
    graphFile: String? = nil
  ) {
    self.metric = metric
    self.scaling = scaling
    self.recall = recall
    self.graphFile = graphFile
  }

  /// Metric, scaling, recall and file, as in `euclidean, scaling none, recall 99.1 % (98.8 % to 99.3 %)`.
  public var words: String {
    let parts: [String?] = [
      metric?.rawValue ?? "unknown metric", "scaling \(scalingName)",
      recall.map { "recall \($0.words)" }, graphFile.map { "neighbors of \($0)" },
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  /// The metric's name, or `unknown`.
  var metricName: String { metric?.rawValue ?? "unknown" }

  /// The scaling's name, or `unknown`.
  var scalingName: String { scaling?.rawValue ?? "unknown" }
}

extension RecallEstimate {
  /// The share and its interval, as in `99.1 % (98.8 % to 99.3 %)`.
  var words: String {
    "\(recall.percentText(digits: 2)) (\(interval.lowerBound.percentText(digits: 2)) to "
      + "\(interval.upperBound.percentText(digits: 2)))"
  }
}

/// The recall of an approximate search, in JSON documents.
struct RecallSummary: Encodable {
  let estimate: Double
  let low: Double
  let high: Double
  let sampleCount: Int

  private enum CodingKeys: String, CodingKey {
    case estimate, low, high
    case sampleCount = "sample_count"
  }

  init(_ recall: RecallEstimate) {
    estimate = recall.recall
    low = recall.interval.lowerBound
    high = recall.interval.upperBound
    sampleCount = recall.sampleCount
  }
}
