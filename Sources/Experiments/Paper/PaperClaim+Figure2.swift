extension PaperClaim {
  static func largerK(_ results: PaperResults) -> PaperClaim {
    let ks = Set(results.figure2a.compactMap(\.k)).sorted()
    func finding(at rate: Double, largerIsBetter: Bool) -> Finding? {
      guard let small = ks.first, let large = ks.last, small < large else { return nil }
      func error(_ k: Int) -> Double? {
        results.figure2a.first { $0.k == k && $0.isAt(rate) }?.meanError
      }
      guard let ofSmall = error(small), let ofLarge = error(large) else { return nil }
      return Finding(
        subject: "poisoning rate \(rate.percentText(digits: 0))",
        measured:
          "\(ofSmall.percentText()) with k = \(small), \(ofLarge.percentText()) with k = \(large)",
        agrees: largerIsBetter ? ofLarge < ofSmall : ofSmall < ofLarge)
    }
    return PaperClaim(
      statement: "A larger k is better at high poisoning rates, a smaller k at low ones.",
      criterion:
        "Of the smallest and the largest k, the smallest has the lower error at 0 %, and the largest at 30 %.",
      findings: [
        finding(at: 0, largerIsBetter: false), finding(at: 0.3, largerIsBetter: true),
      ].compactMap(\.self))
  }

  static func largerEta(_ results: PaperResults) -> PaperClaim {
    let findings = [0.1, 0.2, 0.3].compactMap { rate -> Finding? in
      let points = results.figure2b
        .filter { $0.eta != nil && $0.isAt(rate) }
        .sorted { ($0.eta ?? 0) < ($1.eta ?? 0) }
      guard let first = points.first, let last = points.last, points.count > 1 else { return nil }
      let neverFalls = zip(points, points.dropFirst()).allSatisfy {
        $1.meanError >= $0.meanError - etaSlack
      }
      let values = points.map { ($0.meanError * 100).text(digits: 1) }.joined(separator: ", ")
      return Finding(
        subject: "poisoning rate \(rate.percentText(digits: 0))",
        measured:
          "errors from eta = \(first.eta ?? 0) to \(last.eta ?? 0): \(values)\u{202F}%",
        agrees: neverFalls && last.meanError > first.meanError)
    }
    return PaperClaim(
      statement: "A larger confidence threshold (eta) weakens the defense.",
      criterion:
        "The error with the largest eta is above that with the smallest, and from one eta to the next it never falls by more than 1 percentage point.",
      findings: findings)
  }

  /// How far the error may fall from one threshold to the next: 1 point.
  private static let etaSlack = 0.01
}
