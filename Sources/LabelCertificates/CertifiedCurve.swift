public import LabelContracts
public import LabelData

/// What certified predictions are worth together.
public struct CertifiedCurve: Equatable, Sendable {
  /// Number of predictions, abstentions included.
  public let count: Int
  /// Number of abstentions.
  public let abstentionCount: Int
  /// All radii, ascending; -1 for abstentions.
  public let radii: [Int]
  /// The radii of the right predictions, ascending.
  public let rightRadii: [Int]

  /// Compares predictions with true labels.
  ///
  /// - Parameters:
  ///   - predictions: Certified predictions.
  ///   - truth: As many true labels.
  /// - Throws: ``/LabelContracts/CertificateError/invalidProblem(_:)`` when the numbers differ.
  /// - Complexity: O(m log m).
  public init(
    _ predictions: [CertifiedPrediction], truth: Labels
  ) throws(CertificateError) {
    guard predictions.count == truth.count else {
      throw .invalidProblem(
        "\(predictions.count) predictions and \(truth.count) true labels; both must be equal")
    }
    count = predictions.count
    abstentionCount = predictions.count { $0.predictedLabel == nil }
    radii = predictions.map(\.radius).sorted()
    rightRadii = predictions.indices
      .filter { predictions[$0].predictedLabel == truth[$0] }.map { predictions[$0].radius }
      .sorted()
  }

  /// Share of the predictions that are right, 0...1, abstentions counted as wrong; 0 without predictions.
  public var cleanAccuracy: Double { share(rightRadii.count) }

  /// Share of abstentions, 0...1; 0 without predictions.
  public var abstentionShare: Double { share(abstentionCount) }

  /// Certified accuracy: share of the predictions that are right and have at least a radius.
  ///
  /// - Parameter radius: In the threat's unit, 0 or more.
  /// - Returns: 0...1, never more for a larger radius; 0 without predictions.
  /// - Complexity: O(log m).
  public func certifiedAccuracy(at radius: Int) -> Double {
    share(rightRadii.count - Self.countBelow(Double(radius), in: rightRadii))
  }

  /// The largest radius with a certified accuracy of 50 % or more; `nil` where not even 0 has that.
  public var medianRadius: Int? {
    let needed = (count + 1) / 2
    return needed > 0 && rightRadii.count >= needed ? rightRadii[rightRadii.count - needed] : nil
  }

  /// The mean over all predictions of the radius of right ones, 0 for all others; 0 without predictions.
  public var averageRadius: Double {
    count == 0 ? 0 : rightRadii.reduce(0) { $0 + Double($1) } / Double(count)
  }

  /// Share of the predictions, right or wrong, that so many changes could alter for all the certificate knows.
  ///
  /// With the number of labels that may be wrong as a limit it is the share that nobody can vouch for; true labels
  /// are not looked at.
  ///
  /// - Parameter limit: A number of changes, as a share of wrong labels times the rows.
  /// - Returns: Share of radii below the limit, 0...1; abstentions are below. 0 without predictions.
  /// - Complexity: O(log m).
  public func unvouchedShare(below limit: Double) -> Double {
    share(max(abstentionCount, Self.countBelow(limit, in: radii)))
  }

  /// The curve of certified accuracy at every radius where it falls.
  ///
  /// - Returns: Pairs of a radius and the certified accuracy there, by ascending radius; beyond the last it is 0.
  public var steps: [Step] {
    var steps: [Step] = []
    for (place, radius) in rightRadii.enumerated() where steps.last?.radius != radius {
      steps.append(Step(radius: radius, accuracy: share(rightRadii.count - place)))
    }
    return steps
  }

  /// A point of the curve.
  public struct Step: Equatable, Sendable {
    /// A radius that some right prediction has.
    public let radius: Int
    /// The certified accuracy up to this radius, from the one before on.
    public let accuracy: Double
  }

  private func share(_ part: Int) -> Double { count == 0 ? 0 : Double(part) / Double(count) }

  /// How many of ascending radii are below a limit.
  private static func countBelow(_ limit: Double, in radii: [Int]) -> Int {
    var (low, high) = (0, radii.count)
    while low < high {
      let middle = (low + high) / 2
      if Double(radii[middle]) < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
