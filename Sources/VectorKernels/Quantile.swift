/// A quantile of some values.
///
/// - Parameters:
///   - sorted: One value or more, ascending.
///   - share: 0...1.
/// - Returns: The value below which that share of all lies, interpolated linearly between the nearest two.
package func quantile(ofSorted sorted: [Double], _ share: Double) -> Double {
  let place = share * Double(sorted.count - 1)
  let lower = Int(place)
  let upper = min(lower + 1, sorted.count - 1)
  return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
}
