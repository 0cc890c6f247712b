import LabelData
import Testing

@testable import Classifiers

@Suite struct CodedFeatureTests {
  private func codes(_ feature: CodedFeature, count: Int) -> [Int] {
    switch feature.codes {
    case .narrow(let codes): (0..<count).map { Int(codes[$0]) }
    case .wide(let codes): (0..<count).map { Int(codes[$0]) }
    }
  }

  /// The rank of every value among the distinct ones.
  private func ranks(_ values: [Float]) -> [Int] {
    let distinct = Set(values).sorted()
    return values.map { value in distinct.firstIndex(of: value) ?? -1 }
  }

  @Test func `codes are ranks, in one byte or two`() {
    var generator = SeededGenerator(seed: 1, key: "coded-feature")
    for levels in [1, 2, 256, 300] {
      let values = (0..<3 * levels).map { place in
        Float(place < levels ? place : generator.below(levels)) * 0.37 - 20
      }
      let feature = CodedFeature(values)
      #expect(codes(feature, count: values.count) == ranks(values))
      #expect(feature.count == levels)
      if case .narrow = feature.codes { #expect(levels <= 256) } else { #expect(levels > 256) }
    }
  }

  @Test func `all finite numbers have their order, and both zeros one code`() {
    let values: [Float] = [
      0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude,
      -.greatestFiniteMagnitude, 1, -1,
      Float(1).nextUp, .leastNormalMagnitude, -3,
    ]
    #expect(codes(CodedFeature(values), count: values.count) == ranks(values))
  }

  @Test func `a cut parts its neighbors, however close`() {
    let pairs: [(Float, Float)] = [
      (0, 1), (-3, 5), (1, Float(1).nextUp), (Float(1).nextDown, 1), (-.leastNonzeroMagnitude, 0),
      (0, .leastNonzeroMagnitude),
      (-.greatestFiniteMagnitude, .greatestFiniteMagnitude),
      (Float.greatestFiniteMagnitude.nextDown, .greatestFiniteMagnitude),
    ]
    for (low, high) in pairs {
      let threshold = CodedFeature([high, low]).threshold(after: 0, before: 1)
      #expect(low <= threshold && threshold < high)
    }
    #expect(CodedFeature([4, 1, 2]).threshold(after: 0, before: 2) == 2.5)
  }

  @Test func `more values than codes share bins of about equal size`() {
    let n = 70_000
    // Ascending, so that the row is the rank; the first ten thousand rows are alike.
    let values = (0..<n).map { Float(max($0, 9_999)) }
    let feature = CodedFeature(values)
    let codes = codes(feature, count: n)
    #expect(feature.count <= CodedFeature.mostCodes)
    #expect(codes[0] == 0 && codes[9_999] == 0 && codes[n - 1] == feature.count - 1)
    var isAscending = true
    var largest = 0
    var size = 0
    for row in 10_000..<n {
      isAscending = isAscending && (0...1).contains(codes[row] - codes[row - 1])
      size = codes[row] == codes[row - 1] && row > 10_000 ? size + 1 : 1
      largest = max(largest, size)
    }
    #expect(isAscending && largest <= 2)
  }

  @Test func `of many distinct values all that fit have codes of their own`() {
    let n = CodedFeature.mostCodes + 5
    let exact = CodedFeature((0..<n).map { Float(min($0, CodedFeature.mostCodes - 1)) })
    #expect(exact.count == CodedFeature.mostCodes)
    let binned = CodedFeature((0..<n).map { Float($0) })
    #expect(binned.count < n)
    let cut = binned.threshold(after: 0, before: 1)
    #expect(cut == 0.5 || cut == 1.5)
  }
}
