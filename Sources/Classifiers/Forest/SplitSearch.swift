/// The search for the best cut of one node, a feature at a time.
///
/// The best cut has the least Gini impurity `1 - sum of squared class shares` after it, weighted by the sizes of the
/// two parts; that is the largest `sum of squared class counts / size`, added over both. Counts are whole numbers and
/// their squares are added as such, so neither order nor method matters. Among equal cuts the first feature
/// considered wins, then the lowest cut.
struct SplitSearch {
  /// A cut of one feature.
  struct Cut: Equatable {
    let feature: Int
    /// The largest code of the first part.
    let last: Int
    /// The smallest code of the second part.
    let next: Int
    /// The sum that is largest for the best cut.
    let score: Double
  }

  /// The best cut so far of the node.
  private(set) var best: Cut?
  /// Number of draws in the node.
  private(set) var drawCount = 0
  /// Sum of the squared class counts of the node.
  private var squares = 0
  /// The classes in the node.
  private(set) var present: [Int] = []

  private let smallestLeaf: Int
  /// For each class the draws in the node.
  private let totals: Scratch<Int>
  /// For each class the draws before the cut; all 0 between features.
  private let firsts: Scratch<Int>
  /// The code of each row of the node, above its class and draws.
  private var keys: Scratch<UInt64>
  private var spare: Scratch<UInt64>
  private let counts = Scratch<UInt32>(count: CodedFeature.mostCodes, repeating: 0)
  /// Draws of each code and class.
  private var table = Scratch<UInt32>(count: 0, repeating: 0)

  /// Makes a search with memory for nodes of some size.
  ///
  /// - Parameters:
  ///   - mostRows: The most rows of a node.
  ///   - classCount: Number of classes, K.
  ///   - smallestLeaf: The fewest draws of a part.
  init(mostRows: Int, classCount: Int, smallestLeaf: Int) {
    self.smallestLeaf = smallestLeaf
    totals = Scratch(count: classCount, repeating: 0)
    firsts = Scratch(count: classCount, repeating: 0)
    keys = Scratch(count: mostRows, repeating: 0)
    spare = Scratch(count: mostRows, repeating: 0)
  }

  /// Whether no cut can be better than the best so far: both of its parts are pure.
  var isPerfect: Bool { best?.score == Double(drawCount) }

  /// Number of draws of a class in the node.
  func draws(ofClass label: Int) -> Int { totals[label] }

  /// Counts the classes of a node.
  mutating func begin(_ rows: Scratch<DrawnRow>, _ range: Range<Int>) {
    for label in present { totals[label] = 0 }
    present.removeAll(keepingCapacity: true)
    best = nil
    drawCount = 0
    for place in range {
      let target = rows[place].target
      let (label, draws) = (DrawnRow.label(ofTarget: target), DrawnRow.draws(ofTarget: target))
      if totals[label] == 0 { present.append(label) }
      totals[label] += draws
      drawCount += draws
    }
    squares = present.reduce(0) { $0 + totals[$1] * totals[$1] }
  }

  /// Considers all cuts of a feature.
  ///
  /// - Parameters:
  ///   - feature: Its number.
  ///   - coded: Its codes.
  ///   - rows: The rows.
  ///   - range: Where those of the node lie, the same that `begin` was told.
  /// - Returns: Whether the feature has more than one value in the node.
  mutating func consider(
    _ feature: Int, _ coded: CodedFeature, _ rows: Scratch<DrawnRow>, _ range: Range<Int>
  ) -> Bool {
    switch coded.codes {
    case .narrow(let codes): consider(feature, codes, rows, range)
    case .wide(let codes): consider(feature, codes, rows, range)
    }
  }

  @inline(__always)
  private mutating func consider<Code: FixedWidthInteger & BitwiseCopyable>(
    _ feature: Int, _ codes: Scratch<Code>, _ rows: Scratch<DrawnRow>, _ range: Range<Int>
  ) -> Bool {
    var (smallest, largest) = (Code.max, Code.min)
    let (keys, start) = (keys, range.lowerBound)
    for place in 0..<range.count {
      let row = rows[start &+ place]
      let code = codes[Int(row.row)]
      smallest = min(smallest, code)
      largest = max(largest, code)
      keys[place] = UInt64(truncatingIfNeeded: code) << 32 | UInt64(row.target)
    }
    guard smallest < largest else { return false }
    let codes = Int(smallest)...Int(largest)
    if codes.count * totals.count <= range.count {
      tabulate(feature, codes, rowCount: range.count)
    } else {
      sweep(feature, codes, rowCount: range.count)
    }
    return true
  }

  // MARK: Many rows for each code and class

  /// Adds up the draws of each code and class, and tries the cut behind each code.
  private mutating func tabulate(_ feature: Int, _ codes: ClosedRange<Int>, rowCount: Int) {
    let (keys, firsts, totals) = (keys, firsts, totals)
    let classCount = totals.count
    let size = codes.count * classCount
    if table.count < size { table = Scratch(count: size, repeating: 0) }
    let table = table
    for place in 0..<size { table[place] = 0 }
    for place in 0..<rowCount {
      let target = UInt32(truncatingIfNeeded: keys[place])
      let code = Int(keys[place] >> 32) &- codes.lowerBound
      table[code &* classCount &+ DrawnRow.label(ofTarget: target)] &+= target & 255
    }
    var cuts = cutSweep
    for code in codes {
      let start = (code - codes.lowerBound) * classCount
      var isPresent = false
      for label in 0..<classCount {
        let draws = Int(table[start + label])
        guard draws > 0 else { continue }
        cuts.move(draws, label, firsts, totals)
        isPresent = true
      }
      if isPresent { cuts.close(code) }
    }
    finish(feature, cuts)
  }

  // MARK: Few rows

  /// The most rows that are sorted by insertion.
  private static let fewRows = 12

  /// Sorts the rows by code and tries the cut behind each.
  private mutating func sweep(_ feature: Int, _ codes: ClosedRange<Int>, rowCount: Int) {
    sort(codes, rowCount: rowCount)
    let (keys, firsts, totals) = (keys, firsts, totals)
    var cuts = cutSweep
    var code = codes.lowerBound
    for place in 0..<rowCount {
      let key = keys[place]
      if Int(key >> 32) != code {
        cuts.close(code)
        code = Int(key >> 32)
      }
      let target = UInt32(truncatingIfNeeded: key)
      cuts.move(
        DrawnRow.draws(ofTarget: target), DrawnRow.label(ofTarget: target), firsts, totals)
    }
    cuts.close(code)
    finish(feature, cuts)
  }

  /// Orders the first keys by their codes.
  private mutating func sort(_ codes: ClosedRange<Int>, rowCount: Int) {
    if rowCount <= Self.fewRows {
      KeySort.insertion(keys, count: rowCount)
      return
    }
    let base = UInt64(codes.lowerBound) << 32
    if codes.count <= max(256, 2 * rowCount) {
      let digit = KeySort.Digit(base: base, shift: 32, mask: 0xFFFF_FFFF)
      KeySort.pass(
        keys, count: rowCount, by: digit, digitCount: codes.count, counts: counts, into: spare)
      swap(&keys, &spare)
      return
    }
    let low = KeySort.Digit(base: base, shift: 32, mask: 255)
    let high = KeySort.Digit(base: base, shift: 40, mask: 255)
    KeySort.pass(
      keys, count: rowCount, by: low, digitCount: 256, counts: counts, into: spare)
    KeySort.pass(
      spare, count: rowCount, by: high, digitCount: 256, counts: counts, into: keys)
  }

  // MARK: Both

  private var cutSweep: CutSweep {
    CutSweep(
      drawCount: drawCount, squares: squares, smallestLeaf: smallestLeaf,
      bestScore: best?.score ?? -1)
  }

  private mutating func finish(_ feature: Int, _ cuts: CutSweep) {
    for label in present { firsts[label] = 0 }
    if let codes = cuts.bestCodes {
      best = Cut(feature: feature, last: codes.last, next: codes.next, score: cuts.bestScore)
    }
  }
}
