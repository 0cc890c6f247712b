import Testing

@testable import Experiments

/// Golden numbers of scipy 1.17.1: `scipy.stats.norm`, `t`, `chi2` and `studentized_range` (df = inf).
@Suite struct DistributionTests {
  @Test func `the normal distribution`() {
    for (x, expected) in [
      (-8, 6.22096057427174e-16), (-3, 0.0013498980316300933), (-0.5, 0.3085375387259869), (0, 0.5),
      (1.96, 0.9750021048517795), (5, 0.9999997133484281),
    ] { #expect(NormalDistribution.cumulative(x).isClose(to: expected), "\(x)") }
  }

  @Test func `Student's distribution`() {
    for (t, freedom, expected) in [
      (0, 3, 0.5), (1.5, 1, 0.8128329581890011), (2.776445105, 4, 0.9749999999949402),
      (-0.7, 9, 0.2508095196080725), (30, 2, 0.9994453686590201), (2, 1000, 0.9771148267533741),
    ] {
      let found = StudentDistribution(freedom: Double(freedom)).cumulative(t)
      #expect(found.isClose(to: expected), "\(t), \(freedom)")
    }
    for (share, freedom, expected) in [
      (0.975, 1, 12.706204736174694), (0.975, 2, 4.302652729749462),
      (0.975, 4, 2.7764451051977934), (0.975, 30, 2.0422724563012378),
      (0.975, 1000, 1.9623390808264083), (0.6, 4, 0.2707222947075976),
      (0.9995, 4, 8.610301581379522), (0.025, 9, -2.262157162798205),
    ] {
      let found = StudentDistribution(freedom: Double(freedom)).quantile(share)
      #expect(found.isClose(to: expected, relative: 1e-10), "\(share), \(freedom)")
    }
  }

  @Test func `the chi-square distribution`() {
    for (x, freedom, expected) in [
      (0.5, 1, 0.47950012218695337), (3.84, 1, 0.05004352124870519), (12.3, 7, 0.0911148860003131),
      (40, 5, 1.493367900050393e-07), (2, 10, 0.9963401531726563), (0, 3, 1),
    ] {
      let found = ChiSquareDistribution(freedom: Double(freedom)).survival(x)
      #expect(found.isClose(to: expected), "\(x), \(freedom)")
    }
  }

  @Test func `the studentized range`() {
    for (q, count, expected) in [
      (1, 2, 0.5204998778130465), (3.5, 5, 0.9036615360345732), (4.8, 16, 0.9446887733176731),
    ] {
      let found = StudentizedRange(count: count).cumulative(q)
      #expect(found.isClose(to: expected, relative: 1e-10), "\(q), \(count)")
    }
    // Over the square root of 2, as Demšar (2006) tabulates them: 1.960, 2.343, 2.728, 3.164.
    for (count, expected) in [
      (2, 1.9599639845400534), (3, 2.343700586378409), (5, 2.7277743708703763),
      (10, 3.163683577053373), (25, 3.6578606730719927),
    ] {
      let found = StudentizedRange(count: count).quantile(0.95) / 2.0.squareRoot()
      #expect(found.isClose(to: expected, relative: 1e-7), "\(count)")
    }
    #expect(
      (StudentizedRange(count: 10).quantile(0.9) / 2.0.squareRoot())
        .isClose(to: 2.9198888400615384, relative: 1e-7))
  }
}
