extension Matrix {
  /// The rows that have the same values: each group ascending, groups by their first row; 0 and -0 are equal.
  ///
  /// - Complexity: O(n · d).
  public var equalRows: [[Int]] {
    var groups: [[Int]] = []
    var groupOfRow: [ArraySlice<Float>: Int] = [:]
    for row in 0..<rowCount {
      if let group = groupOfRow[self.row(row)] {
        groups[group].append(row)
      } else {
        groupOfRow[self.row(row)] = groups.count
        groups.append([row])
      }
    }
    return groups
  }
}
