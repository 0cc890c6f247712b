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
