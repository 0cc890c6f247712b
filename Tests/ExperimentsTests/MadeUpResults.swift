@testable import Experiments

/// Results that nobody measured, with the shape of real ones.
enum MadeUpResults {
  /// Error without attack, and at 20 %, of each defense.
  typealias Errors = [PaperDefense: (clean: Double, attacked: Double)]

  static let breastcancer: Errors = [
    .none: (0.039, 0.322), .knn: (0.053, 0.103), .trustedOnly: (0.04, 0.04),
  ]
  static let mnist17: Errors = [
    .none: (0.015, 0.371), .knn: (0.034, 0.048), .trustedOnly: (0.016, 0.016),
  ]
  static let spambase: Errors = [
    .none: (0.112, 0.39), .knn: (0.15, 0.232), .trustedOnly: (0.113, 0.113),
  ]

  static func make(
    breastcancer: Errors = breastcancer, mnist17: Errors = mnist17, spambase: Errors = spambase,
    figure2a: [ErrorPoint] = figure2a(), figure2b: [ErrorPoint] = figure2b(),
    explanation: String? = "The scaling differs."
  ) -> PaperResults {
    PaperResults(
      seed: 1, version: "0.1.0", elapsedSeconds: 41.25, splitCount: 10, settings: PaperSettings(),
      table1: table1,
      figure1: figure1("breastcancer", "standardize", breastcancer)
        + figure1("mnist17", "none", mnist17) + figure1("spambase", "standardize", spambase)
        + figure1("breastcancer", "minmax", breastcancer)
        + figure1("spambase", "binarize", spambase),
      figure2a: figure2a, figure2b: figure2b,
      chosenK: [0, 0.1, 0.2].map {
        ChosenK(
          dataset: "breastcancer", scaling: "standardize", poisoningRate: $0, meanK: 3 + 40 * $0)
      },
      comparisons: [
        ReferenceCell(
          figure: "1", dataset: "mnist17", scaling: "none", defense: .knn, poisoningRate: 0.2,
          measured: 0.05, reference: 0.048, band: 0.03),
        ReferenceCell(
          figure: "2a", dataset: "breastcancer", scaling: "standardize", defense: .knn, k: 3,
          eta: 0.5, poisoningRate: 0.3, measured: 0.4, reference: 0.259, band: 0.065,
          explanation: explanation),
      ],
      trials: [
        PaperTrial(
          figure: "1", dataset: "mnist17", scaling: "none", split: 0, defense: .none, flips: 5,
          poisoningRate: 0.05, error: 0.125),
        PaperTrial(
          figure: "2a", dataset: "breastcancer", scaling: "standardize", split: 9, defense: .knn,
          k: 25, eta: 0.5, flips: 30, poisoningRate: 0.3, error: 0.25),
      ])
  }

  static let table1 = [
    row("breastcancer", Table1Counts(rows: 569, features: 30, positive: 212, negative: 357)),
    row("mnist17", Table1Counts(rows: 13007, features: 784, positive: 6742, negative: 6265)),
    row("spambase", Table1Counts(rows: 4100, features: 54, positive: 1657, negative: 2443)),
  ]

  private static func row(_ dataset: String, _ counts: Table1Counts) -> Table1Row {
    Table1Row(
      dataset: dataset, positiveName: "P", negativeName: "N", measured: counts, expected: counts)
  }

  static func figure1(_ dataset: String, _ scaling: String, _ errors: Errors) -> [ErrorPoint] {
    PaperDefense.allCases.flatMap { defense in
      (0...20).map { flips in
        let (clean, attacked) = errors[defense] ?? (0, 0)
        let share = (Double(flips) / 20).squareRoot()
        return ErrorPoint(
          dataset: dataset, scaling: scaling, defense: defense, flips: flips,
          poisoningRate: Double(flips) / 100, meanError: clean + (attacked - clean) * share,
          standardError: 0.004 + 0.02 * share, trials: 10)
      }
    }
  }

  /// Larger k: worse at 0, better at 30 %. With `growing` false it is the other way round.
  static func figure2a(growing: Bool = true) -> [ErrorPoint] {
    let plain = (0...30).map { figure2Point(.none, k: nil, eta: nil, flips: $0, 0.04, 0.4) }
    let ks = growing ? [3, 5, 10, 15, 25] : [25, 15, 10, 5, 3]
    return plain
      + ks.enumerated().flatMap { index, k in
        (0...30).map { flips in
          figure2Point(
            .knn, k: k, eta: 0.5, flips: flips, 0.06 + 0.01 * Double(index),
            0.26 - 0.022 * Double(index))
        }
      }
  }

  /// Larger eta: worse at 30 %. With `weakening` false it is the other way round.
  static func figure2b(weakening: Bool = true) -> [ErrorPoint] {
    let plain = (0...30).map { figure2Point(.none, k: nil, eta: nil, flips: $0, 0.04, 0.4) }
    let etas = weakening ? [0.5, 0.6, 0.7, 0.8, 0.9, 1.0] : [1.0, 0.9, 0.8, 0.7, 0.6, 0.5]
    return plain
      + etas.enumerated().flatMap { index, eta in
        (0...30).map { flips in
          figure2Point(
            .knn, k: 10, eta: eta, flips: flips, 0.07 - 0.005 * Double(index),
            0.2 + 0.04 * Double(index))
        }
      }
  }

  private static func figure2Point(
    _ defense: PaperDefense, k: Int?, eta: Double?, flips: Int, _ clean: Double, _ attacked: Double
  ) -> ErrorPoint {
    ErrorPoint(
      dataset: "breastcancer", scaling: "standardize", defense: defense, k: k, eta: eta,
      flips: flips, poisoningRate: Double(flips) / 100,
      meanError: clean + (attacked - clean) * Double(flips) / 30, standardError: 0.01, trials: 10)
  }
}
