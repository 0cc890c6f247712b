/// The one-to-one map from groups to classes with the largest sum of values.
///
/// The Hungarian method with potentials (Kuhn 1955, Munkres 1957), in whole numbers. Groups may be fewer than classes.
struct BestAssignment: Equatable, Sendable {
  /// The class of every group, all different.
  let classes: [Int]
  /// The sum of the values of the map.
  let total: Int

  /// Finds the map.
  ///
  /// - Parameters:
  ///   - values: A row for each group, a value for each class; at most as many rows as classes.
  ///   - forbidden: A group and a class that it may not get; `nil` for none.
  /// - Precondition: there is a map: with a forbidden class, there are two classes.
  /// - Complexity: O(groups² · classes).
  init(_ values: [[Int]], forbidding forbidden: (group: Int, label: Int)? = nil) {
    let (rows, columns) = (values.count, values.first?.count ?? 0)
    precondition(rows <= columns, "at most as many groups as classes")
    precondition(forbidden == nil || columns > 1, "another class")
    // More than all values together, so that no map has the forbidden pair unless it must.
    let penalty = 1 + values.reduce(0) { $0 + ($1.max() ?? 0) - min(0, $1.min() ?? 0) }
    func cost(_ row: Int, _ column: Int) -> Int {
      let isForbidden = forbidden.map { $0.group == row && $0.label == column } ?? false
      return -values[row][column] + (isForbidden ? 2 * penalty : 0)
    }
    // Rows and columns count from 1 here; 0 stands for none.
    var (rowPotential, columnPotential) = (
      [Int](repeating: 0, count: rows + 1), [Int](repeating: 0, count: columns + 1)
    )
    var rowOf = [Int](repeating: 0, count: columns + 1)
    for row in stride(from: 1, through: rows, by: 1) {
      rowOf[0] = row
      var column = 0
      var slack = [Int](repeating: .max, count: columns + 1)
      var from = [Int](repeating: 0, count: columns + 1)
      var isUsed = [Bool](repeating: false, count: columns + 1)
      repeat {
        isUsed[column] = true
        let current = rowOf[column]
        var (step, next) = (Int.max, 0)
        for other in 1...columns where !isUsed[other] {
          let reduced =
            cost(current - 1, other - 1) - rowPotential[current] - columnPotential[other]
          if reduced < slack[other] { (slack[other], from[other]) = (reduced, column) }
          if slack[other] < step { (step, next) = (slack[other], other) }
        }
        for other in 0...columns {
          if isUsed[other] {
            rowPotential[rowOf[other]] += step
            columnPotential[other] -= step
          } else if other > 0 {
            slack[other] -= step
          }
        }
        column = next
      } while rowOf[column] != 0
      while column != 0 {
        rowOf[column] = rowOf[from[column]]
        column = from[column]
      }
    }
    var classes = [Int](repeating: 0, count: rows)
    for column in stride(from: 1, through: columns, by: 1) where rowOf[column] > 0 {
      classes[rowOf[column] - 1] = column - 1
    }
    self.classes = classes
    total = classes.indices.reduce(0) { $0 + values[$1][classes[$1]] }
  }
}
