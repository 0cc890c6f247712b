/// The nearest point of a box on a plane: `0 <= a_i <= c` with `sum_i s_i a_i = 0`, every s_i +1 or -1.
///
/// It is `clip(v_i - nu s_i)` for the multiplier nu with which the sum is 0; the sum falls as nu rises, so nu is found by
/// bisection until its interval is shorter than 2⁻⁵² of the largest value; so the sum is 0 but for n times that.
enum BoxProjection {
  /// Projects.
  ///
  /// - Parameters:
  ///   - point: v.
  ///   - signs: s, as many.
  ///   - bound: c, above 0.
  /// - Returns: The nearest point.
  /// - Complexity: O(n) for each of 53 halvings.
  static func project(_ point: [Double], signs: [Double], bound: Double) -> [Double] {
    // Beyond these every coordinate is at the end of the box that is lowest or highest along its sign.
    let reach = point.reduce(0) { max($0, abs($1)) } + bound
    var (low, high) = (-reach, reach)
    while high - low > 0x1p-52 * reach {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      var sum = 0.0
      for index in point.indices {
        sum += signs[index] * min(bound, max(0, point[index] - middle * signs[index]))
      }
      if sum > 0 { low = middle } else { high = middle }
    }
    return point.indices.map { min(bound, max(0, point[$0] - high * signs[$0])) }
  }
}
