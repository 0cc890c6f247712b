import Experiments
import Testing

/// Golden numbers of scipy 1.17.1: `scipy.stats.wilcoxon`.
@Suite struct WilcoxonSignedRankTests {
  @Test func `few differences are tested exactly`() {
    // method="exact"
    let ten = [0.12, -0.03, 0.08, 0.21, 0.05, -0.11, 0.02, 0.3, 0.17, 0.04]
    let test = WilcoxonSignedRank(ten)
    #expect(test.rankSums == (47, 8) && test.pValue == 0.048828125)
    #expect(WilcoxonSignedRank(Array(ten.prefix(5))).pValue == 0.125)
    let other = WilcoxonSignedRank(ten.map(-))
    #expect(other.rankSums == (8, 47) && other.pValue == test.pValue)
  }

  @Test func `ties share ranks, and the probability is that of all signs`() {
    // By counting all 2^9 signs of the mid-ranks.
    let tied = [1.0, -1, 2, 3, 1, 0, 2, -3, 4, 5]
    let test = WilcoxonSignedRank(tied)
    #expect(test.count == 9 && test.rankSums.above == 36.5 && test.pValue == 0.12109375)
    let all = 1 << 9
    var counted = 0
    let ranks = [2.0, 2, 4.5, 6.5, 2, 4.5, 6.5, 8, 9]
    for signs in 0..<all {
      let sum = ranks.indices.reduce(0.0) { $0 + (signs >> $1 & 1 == 1 ? ranks[$1] : 0) }
      if min(sum, 45 - sum) <= 8.5 { counted += 1 }
    }
    #expect(test.pValue == Double(counted) / Double(all))
  }

  @Test func `many differences are tested by the normal approximation`() {
    // x = numpy.round(numpy.sin(numpy.arange(1, 61)) * 0.3 + 0.05, 3)
    // method="asymptotic", correction=False
    let test = WilcoxonSignedRank(Self.waves)
    #expect(test.count == 60 && test.rankSums.below == 620)
    #expect(test.pValue.isClose(to: 0.029878679497872696, relative: 1e-9))
  }

  @Test func `no difference is no evidence`() {
    #expect(WilcoxonSignedRank([]).pValue == 1)
    #expect(WilcoxonSignedRank([0, 0]).pValue == 1)
    #expect(WilcoxonSignedRank([0.3]).pValue == 1)
  }

  private static let waves = [
    0.302, 0.323, 0.092, -0.177, -0.238, -0.034, 0.247, 0.347, 0.174, -0.113, -0.25, -0.111,
    0.176, 0.347, 0.245, -0.036, -0.238, -0.175, 0.095, 0.324, 0.301, 0.047, -0.204, -0.222,
    0.01, 0.279, 0.337, 0.131, -0.149, -0.246, -0.071, 0.215, 0.35, 0.209, -0.078, -0.248,
    -0.143, 0.139, 0.339, 0.274, 0.002, -0.225, -0.2, 0.055, 0.305, 0.321, 0.087, -0.18,
    -0.236, -0.029, 0.251, 0.346, 0.169, -0.118, -0.25, -0.106, 0.181, 0.348, 0.241, -0.041,
  ]
}
