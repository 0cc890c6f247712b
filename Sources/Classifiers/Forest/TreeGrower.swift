internal import LabelData

/// Grows one tree, from the root down.
struct TreeGrower {
  private let features: [CodedFeature]
  private let featuresPerSplit: Int
  private let smallestLeaf: Int

  private var generator: SeededGenerator
  /// The features in an order that is shuffled a little for each node.
  private var order: [Int]
  /// The rows drawn; those of a node lie side by side.
  private let rows: Scratch<DrawnRow>
  private let spare: Scratch<DrawnRow>
  private var search: SplitSearch
  private var tree = DecisionTree()

  /// Makes what is needed to grow a tree.
  ///
  /// - Parameters:
  ///   - features: The features of the rows.
  ///   - rows: The rows drawn, at least one.
  ///   - classCount: Number of classes.
  ///   - featuresPerSplit: How many features each node considers.
  ///   - smallestLeaf: The fewest draws in a leaf.
  ///   - generator: Where the features of each node come from.
  init(
    features: [CodedFeature], rows: Scratch<DrawnRow>, classCount: Int, featuresPerSplit: Int,
    smallestLeaf: Int, generator: SeededGenerator
  ) {
    self.features = features
    self.rows = rows
    self.featuresPerSplit = featuresPerSplit
    self.smallestLeaf = smallestLeaf
    self.generator = generator
    order = Array(features.indices)
    spare = Scratch(count: rows.count, repeating: DrawnRow.none)
    search = SplitSearch(
      mostRows: rows.count, classCount: classCount, smallestLeaf: smallestLeaf)
  }

  /// Grows the tree.
  ///
  /// - Complexity: O(features per split · draws · depth).
  mutating func grow() -> DecisionTree {
    let blank = DecisionTree.Node(threshold: 0, feature: DecisionTree.Node.pureLeaf, link: 0)
    tree.nodes.append(blank)
    var open = [(node: 0, rows: 0..<rows.count)]
    while let (node, range) = open.popLast() {
      search.begin(rows, range)
      guard let cut = bestCut(range) else {
        closeLeaf(node)
        continue
      }
      let middle = divide(range, cut)
      let first = tree.nodes.count
      tree.nodes.append(blank)
      tree.nodes.append(blank)
      tree.nodes[node] = DecisionTree.Node(
        threshold: features[cut.feature].threshold(after: cut.last, before: cut.next),
        feature: Int32(cut.feature), link: UInt32(first))
      open.append((first + 1, middle..<range.upperBound))
      open.append((first, range.lowerBound..<middle))
    }
    return tree
  }

  /// The best cut among the features drawn for a node; `nil` for a leaf.
  ///
  /// Features are drawn without repetition. Those of one value in the node count as drawn, but as long as there are
  /// no others drawing goes on.
  private mutating func bestCut(_ range: Range<Int>) -> SplitSearch.Cut? {
    guard search.present.count > 1, search.drawCount >= 2 * smallestLeaf else { return nil }
    var (drawn, hasVarying) = (0, false)
    while drawn < order.count, drawn < featuresPerSplit || !hasVarying, !search.isPerfect {
      order.swapAt(drawn, drawn + generator.below(order.count - drawn))
      let feature = order[drawn]
      drawn += 1
      if search.consider(feature, features[feature], rows, range) {
        hasVarying = true
      }
    }
    return search.best
  }

  /// Brings the rows of the first part to the front, in both parts in their former order.
  ///
  /// - Returns: Where the second part starts.
  private mutating func divide(_ range: Range<Int>, _ cut: SplitSearch.Cut) -> Int {
    switch features[cut.feature].codes {
    case .narrow(let codes): divide(range, codes, last: UInt8(cut.last))
    case .wide(let codes): divide(range, codes, last: UInt16(cut.last))
    }
  }

  @inline(__always)
  private mutating func divide<Code: FixedWidthInteger & BitwiseCopyable>(
    _ range: Range<Int>, _ codes: Scratch<Code>, last: Code
  ) -> Int {
    let (rows, spare) = (rows, spare)
    var (first, second) = (range.lowerBound, 0)
    for place in range {
      let row = rows[place]
      // Writing to both sides is faster than to choose.
      let isFirst = codes[Int(row.row)] <= last
      rows[first] = row
      spare[second] = row
      first &+= isFirst ? 1 : 0
      second &+= isFirst ? 0 : 1
    }
    for place in 0..<second { rows[first + place] = spare[place] }
    return first
  }

  private mutating func closeLeaf(_ node: Int) {
    let present = search.present.sorted()
    if present.count == 1 {
      tree.nodes[node] = DecisionTree.Node(
        threshold: 0, feature: DecisionTree.Node.pureLeaf, link: UInt32(present[0]))
      return
    }
    tree.nodes[node] = DecisionTree.Node(
      threshold: 0, feature: DecisionTree.Node.mixedLeaf, link: UInt32(tree.shareStarts.count - 1))
    for label in present {
      let share = Double(search.draws(ofClass: label)) / Double(search.drawCount)
      tree.shares.append(DecisionTree.LeafShare(label: UInt32(label), share: share))
    }
    tree.shareStarts.append(UInt32(tree.shares.count))
  }
}
