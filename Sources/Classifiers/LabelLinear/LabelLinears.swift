/// The classifiers that there are whose predictions are linear in the labels.
///
/// Each has a certificate of the same name. Law tests read this list.
public enum LabelLinears {
  /// What a user may set; what is `nil` is chosen from the features alone.
  public struct Options: Equatable, Sendable {
    /// Number of rows that vote by nearness, 1 or more; by default a fiftieth of the training rows, at least 10.
    public var neighborCount: Int?
    /// The distance within which rows vote, above 0; by default see ``RadiusVote``.
    public var radius: Double?
    /// The width of Gaussian kernels, above 0; by default a quarter of the median distance of two training rows for
    /// ``KernelSmoother``, half of it for ``KernelRidgeSmoother``.
    public var kernelWidth: Double?
    /// The L2 penalty of least squares, above 0; by default a tenth of the sum of squares of the centred features.
    public var regularization: Double?
    /// Number of landmarks of kernel ridge regression, 1 or more.
    public var landmarkCount = 1000
    /// Number of neighbors that rows are joined with in a graph, 1 or more.
    public var graphNeighborCount = 10
    /// How far labels are spread over the graph, above 0 and below 1.
    public var reach = 0.95
    /// Number of rows that a diffusion lets vote, 1 or more; by default a twentieth of the training rows, at least 10.
    public var voterCount: Int?
    /// Number of cells of the label-blind clustering, 1 or more.
    public var cellCount = 20
    /// Number of trees, 1 or more.
    public var treeCount = 100
    /// The fewest rows in a leaf, 1 or more; by default a fiftieth of the training rows, at least 10.
    public var smallestLeaf: Int?

    /// Makes options that are all defaults.
    public init() {}
  }

  /// One classifier under the name that users know it by.
  public struct Entry: Sendable {
    /// The name on the command line.
    public let id: String
    /// What it does, in half a sentence.
    public let summary: String
    /// Whether the weights depend on the seed.
    public let drawsAtRandom: Bool
    /// Makes the classifier.
    public let make: @Sendable (Options) -> any LabelLinear
  }

  /// Every classifier.
  public static let all: [Entry] = [
    Entry(
      id: "knn-vote", summary: "one vote for each of the k nearest rows", drawsAtRandom: false
    ) { NearestVote(neighborCount: $0.neighborCount) },
    Entry(
      id: "knn-weighted-vote", summary: "the k nearest rows, near ones counting more",
      drawsAtRandom: false
    ) { WeightedNearestVote(neighborCount: $0.neighborCount) },
    Entry(
      id: "radius-vote", summary: "one vote for each row within a distance", drawsAtRandom: true
    ) { RadiusVote(radius: $0.radius) },
    Entry(
      id: "kernel-smoother", summary: "all rows, weighted by a Gaussian kernel",
      drawsAtRandom: true
    ) { KernelSmoother(width: $0.kernelWidth) },
    Entry(
      id: "ridge", summary: "penalised least squares on the labels", drawsAtRandom: false
    ) { RidgeSmoother(regularization: $0.regularization) },
    Entry(
      id: "kernel-ridge", summary: "penalised least squares on Gaussian kernels",
      drawsAtRandom: true
    ) {
      KernelRidgeSmoother(
        kernel: $0.kernelWidth.map { .gaussian(width: $0) }, regularization: $0.regularization,
        landmarkCount: $0.landmarkCount)
    },
    Entry(
      id: "tangent-kernel", summary: "penalised least squares on the kernel of a wide network",
      drawsAtRandom: true
    ) {
      KernelRidgeSmoother(
        kernel: .neuralTangent, regularization: $0.regularization,
        landmarkCount: $0.landmarkCount)
    },
    Entry(
      id: "label-propagation", summary: "labels spread over the neighbor graph",
      drawsAtRandom: false
    ) { LabelPropagation(neighborCount: $0.graphNeighborCount, reach: $0.reach) },
    Entry(
      id: "diffusion-vote", summary: "one vote for each row that a diffusion reaches first",
      drawsAtRandom: false
    ) { DiffusionVote(voterCount: $0.voterCount, neighborCount: $0.graphNeighborCount) },
    Entry(
      id: "community-vote", summary: "one vote for each row in the same community of the graph",
      drawsAtRandom: true
    ) { CommunityVote(neighborCount: $0.graphNeighborCount) },
    Entry(
      id: "cell-vote", summary: "one vote for each row in the same k-means cell",
      drawsAtRandom: true
    ) { CellVote(cellCount: $0.cellCount) },
    Entry(
      id: "blind-forest", summary: "trees with splits drawn from features alone",
      drawsAtRandom: true
    ) { BlindForest(treeCount: $0.treeCount, smallestLeaf: $0.smallestLeaf) },
    Entry(
      id: "smoother-mean", summary: "the mean of knn-vote, ridge and blind-forest",
      drawsAtRandom: true
    ) {
      SmootherMean([
        NearestVote(neighborCount: $0.neighborCount),
        RidgeSmoother(regularization: $0.regularization),
        BlindForest(treeCount: $0.treeCount, smallestLeaf: $0.smallestLeaf),
      ])
    },
  ]
}
