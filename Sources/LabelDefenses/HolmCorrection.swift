/// The step-down correction of several tests' probabilities (Holm 1979).
///
/// Calling significant what stays below a level errs in any of them with at most that probability.
public enum HolmCorrection {
  /// Corrects probabilities.
  ///
  /// - Parameter pValues: Those of the tests, 0...1.
  /// - Returns: For each the corrected one: the i-th smallest times (m - i + 1), at least that of those before, at most 1.
  public static func adjusted(_ pValues: [Double]) -> [Double] {
    var adjusted = [Double](repeating: 0, count: pValues.count)
    var largest = 0.0
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    for (place, index) in order.enumerated() {
      largest = max(largest, min(1, pValues[index] * Double(pValues.count - place)))
      adjusted[index] = largest
    }
    return adjusted
  }
}
