/// A statement of the paper in words, judged by what was measured.
///
/// No number here is the paper's: the criteria are ours, and stand beside the verdict.
public struct PaperClaim: Equatable, Sendable {
  /// What was measured about one subject of the claim.
  public struct Finding: Equatable, Sendable {
    /// What it is about, as a data set or a poisoning rate.
    public let subject: String
    /// The measured values in words.
    public let measured: String
    /// Whether they meet the criterion.
    public let agrees: Bool
  }

  /// The claim in words.
  public let statement: String
  /// What we count as agreement.
  public let criterion: String
  /// One finding for each subject that was measured.
  public let findings: [Finding]

  /// Number of findings that agree.
  public var agreeingCount: Int { findings.count(where: \.agrees) }
}

extension PaperClaim {
  /// How far above the clean error still counts as similar, and how much a defense may cost: 5 points.
  static let tolerance = 0.05
  /// How many times the clean error an attack must reach.
  static let growth = 2.5

  /// All claims, judged by these results. A subject that was not measured has no finding.
  public static func all(in results: PaperResults) -> [PaperClaim] {
    [
      attackHurts(results), defenseHolds(results), slightlyWorse(results), smallCost(results),
      largerK(results), largerEta(results),
    ]
  }

  private static func attackHurts(_ results: PaperResults) -> PaperClaim {
    PaperClaim(
      statement: "Flipping labels makes the test error grow strongly on all three data sets.",
      criterion:
        "Without defense the error at a poisoning rate of 20 % is at least \(growth) times the clean error.",
      findings: PaperSetting.headlines.compactMap { setting in
        guard let clean = results.error(setting, .none, at: 0),
          let attacked = results.error(setting, .none, at: 0.2)
        else { return nil }
        let factor = clean > 0 ? " (\((attacked / clean).text(digits: 1)) times)" : ""
        return Finding(
          subject: setting.name,
          measured: "\(clean.percentText()) clean, \(attacked.percentText()) attacked\(factor)",
          agrees: attacked > clean && attacked >= growth * clean)
      })
  }

  private static func defenseHolds(_ results: PaperResults) -> PaperClaim {
    PaperClaim(
      statement:
        "With the defense the error stays similar to the clean error on BreastCancer and SpamBase.",
      criterion:
        "The defended error at 20 % is at most 5 percentage points above the error without attack and defense.",
      findings: [PaperSetting.headlines[0], PaperSetting.headlines[2]].compactMap { setting in
        defended(setting, results) { excess in excess <= tolerance }
      })
  }

  private static func slightlyWorse(_ results: PaperResults) -> PaperClaim {
    PaperClaim(
      statement: "With the defense the error is slightly worse than the clean error on MNIST.",
      criterion:
        "The defended error at 20 % is above the error without attack and defense, by at most 5 percentage points.",
      findings: [defended(PaperSetting.headlines[1], results) { (0...tolerance).contains($0) }]
        .compactMap(\.self))
  }

  private static func defended(
    _ setting: PaperSetting, _ results: PaperResults, agrees: (Double) -> Bool
  ) -> Finding? {
    guard let clean = results.error(setting, .none, at: 0),
      let defended = results.error(setting, .knn, at: 0.2)
    else { return nil }
    return Finding(
      subject: setting.name,
      measured:
        "\(clean.percentText()) clean, \(defended.percentText()) defended at 20\u{202F}% (\(points(defended - clean)))",
      agrees: agrees(defended - clean))
  }

  private static func smallCost(_ results: PaperResults) -> PaperClaim {
    PaperClaim(
      statement: "Without an attack the defense costs a little.",
      criterion:
        "At 0 % the defended error is above the undefended one, by at most 5 percentage points.",
      findings: PaperSetting.headlines.compactMap { setting in
        guard let plain = results.error(setting, .none, at: 0),
          let defended = results.error(setting, .knn, at: 0)
        else { return nil }
        return Finding(
          subject: setting.name,
          measured:
            "\(plain.percentText()) undefended, \(defended.percentText()) defended (\(points(defended - plain)))",
          agrees: (0...tolerance).contains(defended - plain))
      })
  }

  /// A difference of two errors in percentage points, with its sign.
  private static func points(_ difference: Double) -> String {
    let text = (difference * 100).text(digits: 1)
    return (text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : "+" + text) + " points"
  }
}
