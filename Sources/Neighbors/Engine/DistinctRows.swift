internal import CVectorKernels
internal import VectorKernels

/// Rows that are equal in every feature, so that each is searched once.
struct DistinctRows {
  /// The first row of each group, ascending.
  let representatives: Memory<Int32>
  /// The rows of each group of two or more, ascending, by the first of them.
  let groups: [Int32: [Int32]]

  /// Groups the rows; 0 and -0 are equal.
  init(_ space: RowSpace, rowCount: Int, execution: Execution) {
    let hashes = Memory<UInt64>(count: rowCount)
    _ = execution.silent.mapBlocks(of: rowCount, size: 2048) { block in
      for row in block {
        hashes[row] = unsafe fg_hash_row(
          space.level, space.element, space.row(Int32(row)), space.columnCount)
      }
    }
    let order = Memory<Int32>(count: rowCount)
    // An open table of the rows seen first, by hash.
    let size = max(16, (rowCount * 2).nextPowerOfTwo)
    let table = Memory<Int32>(count: size, repeating: -1)
    var members: [Int32: [Int32]] = [:]
    var found = 0
    for row in 0..<Int32(rowCount) {
      var slot = Int(truncatingIfNeeded: hashes[Int(row)]) & (size - 1)
      while table[slot] >= 0 {
        let other = table[slot]
        if hashes[Int(other)] == hashes[Int(row)], space.areEqual(other, row) { break }
        slot = (slot + 1) & (size - 1)
      }
      if table[slot] < 0 {
        table[slot] = row
        order[found] = row
        found += 1
      } else {
        members[table[slot], default: [table[slot]]].append(row)
      }
    }
    representatives = Memory(count: found)
    for place in 0..<found { representatives[place] = order[place] }
    groups = members
  }
}

extension Int {
  /// The smallest power of two that is not below this number.
  fileprivate var nextPowerOfTwo: Int { 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}

extension RowSpace {
  /// Whether two rows have the same values.
  func areEqual(_ one: Int32, _ other: Int32) -> Bool {
    unsafe fg_rows_equal(level, element, row(one), row(other), columnCount) != 0
  }
}
