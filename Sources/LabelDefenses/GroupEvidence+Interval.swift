extension GroupEvidence {
  /// The range that the rate lies in with a probability of 95 %, 2.5 % on either side.
  ///
  /// - Complexity: O(d) for d labels that disagree, some dozens of times.
  public var interval: ClosedRange<Double> {
    let total = Self.priorCount + count
    let wrong = Int((errorRate * Double(total)).rounded())
    let beta = (a: wrong, b: total - wrong)
    func rate(exceededWith probability: Double) -> Double {
      var (low, high) = (0.0, 1.0)
      // Halved until the ends are as near as single precision tells them apart.
      for _ in 0..<30 {
        let middle = (low + high) / 2
        if Self.probability(beta: beta, isAbove: middle) > probability {
          low = middle
        } else {
          high = middle
        }
      }
      return (low + high) / 2
    }
    return rate(exceededWith: 0.975)...rate(exceededWith: 0.025)
  }
}
