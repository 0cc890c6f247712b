internal import LabelContracts
internal import LabelDefenses

/// A detector or baseline with the number of trusted rows that it is given: what is compared.
public struct BenchmarkMethod: Codable, Hashable, Sendable {
  /// Name of the detector or of the baseline.
  public let name: String
  /// Number of trusted rows that it is given.
  public let trusted: Int

  /// Makes a method.
  public init(name: String, trusted: Int) {
    self.name = name
    self.trusted = trusted
  }

  /// As tables call it.
  var title: String { trusted == 0 ? name : "\(name) (\(trusted) trusted)" }

  /// Whether it is a baseline and no detector.
  var isBaseline: Bool { BenchmarkBaseline(rawValue: name) != nil }
}

extension BenchmarkRow {
  /// The detector or baseline with its trusted rows.
  var who: BenchmarkMethod { BenchmarkMethod(name: method, trusted: trusted) }
}

extension BenchmarkResults {
  /// The methods that were run, baselines first, each in the order of the results.
  var methods: [BenchmarkMethod] {
    var seen = Set<BenchmarkMethod>()
    let all = rows.map(\.who).filter { seen.insert($0).inserted }
    return all.filter(\.isBaseline) + all.filter { !$0.isBaseline }
  }

  /// The attacks that flipped labels, in the order of the plan.
  var attacks: [String] {
    let flipping = Set(rows.lazy.filter { $0.flips > 0 }.map(\.attack))
    return plan.attacks.filter(flipping.contains)
  }

  /// The data sets that gave rows, in their order.
  var datasets: [String] {
    let found = Set(rows.map(\.dataset))
    return sources.map(\.name).filter(found.contains)
  }
}
