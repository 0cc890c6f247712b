import Testing

@testable import Experiments

struct PaperClaimTests {
  private func verdicts(_ results: PaperResults) -> [[Bool]] {
    PaperClaim.all(in: results).map { $0.findings.map(\.agrees) }
  }

  @Test func `verdicts follow the criteria`() {
    #expect(
      verdicts(MadeUpResults.make()) == [
        [true, true, true],  // the attack hurts
        [false, false],  // 6.4 and 12.0 points above the clean error
        [true],  // MNIST: 3.3 points above
        [true, true, true],  // cost without attack
        [true, true],  // k
        [true, true, true],  // eta
      ])
  }

  @Test func `values on the other side turn every verdict`() {
    let harmless: MadeUpResults.Errors = [
      .none: (0.1, 0.2), .knn: (0.09, 0.12), .trustedOnly: (0.3, 0.3),
    ]
    let results = MadeUpResults.make(
      breastcancer: harmless,
      mnist17: [.none: (0.1, 0.2), .knn: (0.2, 0.05), .trustedOnly: (0.3, 0.3)],
      spambase: harmless, figure2a: MadeUpResults.figure2a(growing: false),
      figure2b: MadeUpResults.figure2b(weakening: false))
    #expect(
      verdicts(results) == [
        [false, false, false],
        [true, true],
        [false],  // better than clean is not slightly worse
        [false, false, false],  // no cost twice, ten points once
        [false, false],
        [false, false, false],
      ])
  }

  @Test func `what was not measured is not judged`() {
    let results = MadeUpResults.make(figure2a: [], figure2b: [])
    let claims = PaperClaim.all(in: results)
    #expect(claims.count == 6)
    #expect(claims[4].findings.isEmpty && claims[5].findings.isEmpty)
  }

  @Test func `trusted examples alone are compared with the defense`() {
    let baselines = TrustedBaseline.all(in: MadeUpResults.make())
    #expect(baselines.map(\.setting.dataset) == ["breastcancer", "mnist17", "spambase"])
    #expect(baselines.map(\.trustedIsBetter) == [true, true, true])
    let worse = MadeUpResults.make(mnist17: [
      .none: (0.015, 0.371), .knn: (0.034, 0.048), .trustedOnly: (0.06, 0.06),
    ])
    #expect(TrustedBaseline.all(in: worse).map(\.trustedIsBetter) == [true, false, true])
  }

  @Test func `a cell is inside its band up to the edge`() {
    func cell(_ measured: Double) -> ReferenceCell {
      ReferenceCell(
        figure: "1", dataset: "spambase", scaling: "none", defense: .none, poisoningRate: 0,
        measured: measured, reference: 0.1, band: 0.03)
    }
    #expect(cell(0.13).isInside)
    #expect(cell(0.07).isInside)
    #expect(!cell(0.1301).isInside)
    #expect(!cell(0.0699).isInside)
  }
}
