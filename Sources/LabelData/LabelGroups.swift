/// Where each label comes from: an annotator, a batch, a source.
public struct LabelGroups: Equatable, Sendable {
  /// The group of every row, each in `0..<names.count`.
  public let groupIndices: [Int]
  /// The name of every group, without repetition, in the order of their UTF-8 bytes.
  public let names: [String]

  /// Makes groups from the name that each row carries.
  public init(_ rowNames: [String]) {
    names = Set(rowNames).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    groupIndices = rowNames.compactMap { index[$0] }
  }

  /// Makes groups from a code for each row; names that no row carries are left out.
  ///
  /// - Parameters:
  ///   - codes: The place in `names` of each row's group.
  ///   - names: Distinct names, in any order.
  /// - Precondition: every code is the place of a name.
  public init(codes: some Collection<Int>, names: [String]) {
    var isUsed = [Bool](repeating: false, count: names.count)
    for code in codes { isUsed[code] = true }
    let order = names.indices.filter { isUsed[$0] }.sorted {
      names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8)
    }
    var place = [Int](repeating: 0, count: names.count)
    for (index, code) in order.enumerated() { place[code] = index }
    self.names = order.map { names[$0] }
    groupIndices = codes.map { place[$0] }
  }

  /// The groups of the chosen rows, in the order given; a group that none of them has is left out.
  public func selecting(rows: some Collection<Int>) -> LabelGroups {
    LabelGroups(codes: rows.map { groupIndices[$0] }, names: names)
  }

  /// Number of rows.
  public var count: Int { groupIndices.count }

  /// The rows of each group, ascending.
  ///
  /// - Complexity: O(n).
  public var rowsByGroup: [[Int]] {
    var rows = [[Int]](repeating: [], count: names.count)
    for (row, group) in groupIndices.enumerated() { rows[group].append(row) }
    return rows
  }
}
