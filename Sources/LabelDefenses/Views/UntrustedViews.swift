internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The labels judged by all views that need no trusted rows.
///
/// The local view finds flips that lie apart from each other; it says p_l = 1 / (1 + exp(3 + 2 m)), where m is the margin
/// of the given label by the kernel plus that by the clusters. The global view finds flips that lie together, where
/// classes have one center each: with r the mid-rank of its margin, 0...1 and highest for the label that fits least,
/// and D the share of the labels that are not those of the nearest center, it says
///
///     p_g = 0.9 · mean over both distances of r⁴ · clip((0.4 - D) / 0.15, 0.02, 1)
///
/// so it has no say where so many labels contradict it that classes cannot be of one piece. A label is flipped where
/// either says so, p = 1 - (1 - p_l) (1 - p_g). All is done twice, the second time with weights 1 - p.
struct UntrustedViews: Sendable {
  /// How much speaks for a flip of every label, 0...1; not calibrated.
  let flipScores: [Double]
  /// The margin of every label in the local view before weights are set, in units of the quantile 0.75 of magnitudes.
  ///
  /// It is near 1 for labels that fit, near -1 for those of the class that is opposite. All are 1 where that quantile is below 0.3 or most
  /// labels do not fit: a view that cannot tell the classes apart has nothing to say against a label.
  let localMargins: [Double]
  /// The largest share of the labels that can be flipped, as flips that are planted look to the local view.
  let mostFlipped: Double
  /// What speaks for every class of every row, its own label aside; of a row they sum to 1.
  let classes: ClassScores
  /// The same by the local view alone.
  let localClasses: ClassScores

  private static let (slope, offset, sharpness) = (2.0, 3.0, 4.0)
  private static let (globalWeight, power) = (0.9, 4.0)
  private static let (borderOfTrust, span, leastTrust) = (0.4, 0.15, 0.02)
  private static let (leastWeight, ratioWeight, leastUnit) = (0.02, 0.1, 0.3)

  /// Judges the labels.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - sample: The rows.
  ///   - probabilities: Out-of-sample probabilities that somebody gives; they count a tenth of their log ratio.
  ///   - seed: Where the draws start.
  ///   - execution: Threads.
  /// - Throws: ``DefenseError`` where the kernel machine cannot learn or clusters cannot be found.
  init(
    _ labels: Labels, _ sample: ScoredSample, probabilities: ClassProbabilities?, seed: UInt64,
    execution: Execution
  ) throws(DefenseError) {
    let local = try LocalView(sample, seed: seed, execution: execution)
    let ratios = probabilities.map { LogRatios($0, labels).values }
    var weights = [Double](repeating: 1, count: labels.count)
    var flipScores: [Double] = []
    var found: (local: [Double], global: [Double])
    var near = try local.scores(labels, weights: weights, execution: execution)
    var globals: [GlobalView] = []
    func margins() -> [Double] {
      (0..<labels.count).map { row in
        near.kernel.margin(row, labels[row]) + near.clusters.margin(row, labels[row])
          + Self.ratioWeight * (ratios?[row] ?? 0)
      }
    }
    let plain = margins()
    localMargins = Self.scaled(plain)
    mostFlipped = try Self.mostFlipped(
      labels, among: plain, local, seed: seed, execution: execution)
    repeat {
      globals = GlobalView.Metric.allCases.map {
        GlobalView($0, sample, labels, weights: weights, execution: execution)
      }
      found.local = margins().map { 1 / (1 + exp(Self.offset + Self.slope * $0)) }
      found.global = Self.globalScores(globals, labels)
      let isLast = !flipScores.isEmpty
      flipScores = zip(found.local, found.global).map { 1 - (1 - $0) * (1 - $1) }
      if isLast { break }
      weights = flipScores.map { max(Self.leastWeight, 1 - $0) }
      near = try local.scores(labels, weights: weights, execution: execution)
    } while true
    self.flipScores = flipScores
    let kernel = near.kernel
    localClasses = Self.classes(labels) { kernel.probabilities($0, sharpness: Self.sharpness) }
    let mahalanobis = globals[globals.count - 1].scores
    let final = found
    classes = Self.classes(labels) { row in
      let near = kernel.probabilities(row, sharpness: Self.sharpness)
      let far = mahalanobis.probabilities(row, sharpness: 0.5)
      let (local, global) = (final.local[row], final.global[row])
      let sum = max(local + global, .leastNormalMagnitude)
      return zip(near, far).map { (local * $0 + global * $1) / sum }
    }
  }

  private static func scaled(_ margins: [Double]) -> [Double] {
    let magnitudes = margins.map(\.magnitude).sorted()
    let unit = magnitudes.isEmpty ? 1 : quantile(ofSorted: magnitudes, 0.75)
    let fits = margins.count { $0 > 0 }
    return unit < leastUnit || 2 * fits <= margins.count
      ? margins.map { _ in 1 } : margins.map { $0 / unit }
  }

  /// Plants random flips of a tenth of the labels, three times, and looks how low their margins are.
  ///
  /// If a share f is flipped at random, at least f · q of all margins lie below the quantile q of those of planted flips:
  /// f is at most the share found there over q. The least over three quantiles is taken, each with two standard errors.
  /// Where a view judges weakly, what is hard for it lies higher than flips do, so this does not count it for flips.
  private static func mostFlipped(
    _ labels: Labels, among margins: [Double], _ local: LocalView, seed: UInt64,
    execution: Execution
  ) throws(DefenseError) -> Double {
    let (n, classCount) = (labels.count, labels.classCount)
    let count = n / 10
    guard count > 0, classCount > 1 else { return 0 }
    var found: [Double] = []
    for plant in 0..<3 {
      var generator = SeededGenerator(seed: seed, key: "plant/\(plant)")
      let rows = generator.permutation(count: n).prefix(count)
      var planted = labels
      for row in rows {
        planted[row] = (labels[row] + 1 + generator.below(classCount - 1)) % classCount
      }
      let scores = try local.scores(
        planted, weights: [Double](repeating: 1, count: n), execution: execution)
      found += rows.map {
        scores.kernel.margin($0, planted[$0]) + scores.clusters.margin($0, planted[$0])
      }
    }
    found.sort()
    return [0.1, 0.25, 0.5].reduce(1.0) { least, share in
      let border = quantile(ofSorted: found, share)
      let below = Double(margins.count { $0 <= border })
      return min(least, (below + 2 * below.squareRoot()) / (share * Double(n)))
    }
  }

  /// p_g of every label.
  private static func globalScores(_ globals: [GlobalView], _ labels: Labels) -> [Double] {
    var sums = [Double](repeating: 0, count: labels.count)
    for view in globals {
      let margins = (0..<labels.count).map { view.scores.margin($0, labels[$0]) }
      let disagreement = Double(margins.count { $0 < 0 }) / Double(max(1, labels.count))
      let trust = min(1, max(leastTrust, (borderOfTrust - disagreement) / span))
      for (row, rank) in MidRanks.scores(margins.map { -$0 }).enumerated() {
        sums[row] += globalWeight * trust * pow(rank, power) / Double(globals.count)
      }
    }
    return sums
  }

  private static func classes(_ labels: Labels, _ row: (Int) -> [Double]) -> ClassScores {
    ClassScores(
      rowCount: labels.count, classCount: labels.classCount,
      elements: (0..<labels.count).flatMap(row))
  }
}
