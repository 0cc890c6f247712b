import LabelContracts
import LabelData
import LabelDefenses

/// What a scan's `summary.json` tells of the conclusions.
struct ConclusionsSummary: Encodable {
  /// The share of wrong labels.
  struct Rate: Encodable {
    let estimate: Double?
    let low: Double?
    let high: Double?
    let level: Double?
    let basis: String?
    let unknown: String?
  }

  /// Labels that are wrong with known confidence.
  struct Discoveries: Encodable {
    let count: Int
    let level: Double
    let smallestRate: Double
    let trustedCount: Int

    private enum CodingKeys: String, CodingKey {
      case count, level
      case smallestRate = "smallest_rate"
      case trustedCount = "trusted_count"
    }
  }

  /// A test for a kind.
  struct Test: Encodable {
    let kind: String
    let pValue: Double
    let isFound: Bool
    let evidence: String

    private enum CodingKeys: String, CodingKey {
      case kind, evidence
      case pValue = "p_value"
      case isFound = "is_found"
    }
  }

  /// The effect of a repair on some rows.
  struct Effect: Encodable {
    let repair: String
    let on: String
    let rows: Int
    let errorBefore: Double
    let errorAfter: Double
    let low: Double
    let high: Double
    let pValue: Double

    private enum CodingKeys: String, CodingKey {
      case repair, on, rows, low, high
      case errorBefore = "error_before"
      case errorAfter = "error_after"
      case pValue = "p_value"
    }
  }

  /// A region that cannot be judged.
  struct Region: Encodable {
    let rows: [Int]
    let label: String
    let agreement: Double
    let elsewhere: String
  }

  let rate: Rate?
  let discoveries: Discoveries?
  let expectedPrecision: Double?
  let kinds: [String]?
  let tests: [Test]?
  let classifier: String?
  let effects: [Effect]?
  let regions: [Region]?
  let ambiguousCount: Int?
  let askedRows: [Int]?
  let gaps: [String]?

  private enum CodingKeys: String, CodingKey {
    case rate, discoveries, kinds, tests, classifier, effects, regions, gaps
    case expectedPrecision = "expected_precision"
    case ambiguousCount = "ambiguous_count"
    case askedRows = "asked_rows"
  }

  /// Takes what is known.
  init(_ result: ScanResult, _ statistics: ScanStatistics) {
    let conclusions = result.conclusions
    rate = conclusions.rate.map { rate in
      switch rate {
      case .estimated(let estimate, let interval, let level, let basis):
        Rate(
          estimate: estimate, low: interval.lowerBound, high: interval.upperBound, level: level,
          basis: basis, unknown: nil)
      case .notIdentifiable(let why):
        Rate(estimate: nil, low: nil, high: nil, level: nil, basis: nil, unknown: why)
      }
    }
    discoveries = conclusions.discoveries.map {
      Discoveries(
        count: $0.count, level: $0.level, smallestRate: $0.smallestRate,
        trustedCount: $0.trustedCount)
    }
    expectedPrecision = statistics.precision?.amongIssues
    kinds = conclusions.kinds.map { $0.kinds.map(\.rawValue) }
    tests = conclusions.kinds.map { kinds in
      kinds.tests.map {
        Test(
          kind: $0.kind.rawValue, pValue: $0.pValue, isFound: $0.isFound,
          evidence: result.sentence($0))
      }
    }
    classifier = conclusions.classifierName
    effects = conclusions.effects.isEmpty ? nil : conclusions.effects.flatMap(Self.effects)
    regions = conclusions.regions.map { regions in
      regions.map { region in
        Region(
          rows: region.rows.map(result.rows.fileRow),
          label: result.rows.labels.classNames[region.label], agreement: region.agreement,
          elsewhere: result.rows.labels.classNames[region.farLabel])
      }
    }
    let ambiguous = result.issues.isAmbiguous.count { $0 }
    ambiguousCount = ambiguous > 0 ? ambiguous : nil
    askedRows =
      conclusions.askedRows.isEmpty ? nil : conclusions.askedRows.map(result.rows.fileRow)
    gaps = conclusions.gaps.isEmpty ? nil : conclusions.gaps
  }

  private static func effects(_ effect: RepairEffect) -> [Effect] {
    let seen = [
      ("trusted", effect.trusted), ("unflagged", effect.unflagged), ("given", effect.given),
    ]
    return seen.compactMap { name, comparison in
      comparison.map {
        Effect(
          repair: effect.repair.rawValue, on: name, rows: $0.rowCount, errorBefore: $0.errorBefore,
          errorAfter: $0.errorAfter, low: $0.interval.lowerBound, high: $0.interval.upperBound,
          pValue: $0.pValue)
      }
    }
  }
}
