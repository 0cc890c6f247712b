/// The label of every example, as class indices, with the names of the classes.
///
/// Inside the library a class is an index `0..<classCount`; names are used where people read and write.
/// In binary mathematics class 1 counts as +1 and class 0 as -1.
public struct Labels: Equatable, Sendable {
  /// The class index of every example, each in `0..<classCount`.
  public private(set) var classIndices: [Int]
  /// The name of every class, without repetition.
  public let classNames: [String]

  /// Makes labels from class indices.
  ///
  /// - Parameters:
  ///   - classIndices: One index for each example, in `0..<classNames.count`.
  ///   - classNames: Distinct names.
  /// - Throws: ``DatasetError`` when an index has no name or a name repeats.
  public init(classIndices: [Int], classNames: [String]) throws(DatasetError) {
    var seen = Set<String>()
    for name in classNames where !seen.insert(name).inserted {
      throw .duplicateClassName(name)
    }
    if let row = classIndices.firstIndex(where: { !classNames.indices.contains($0) }) {
      throw .classIndexOutOfRange(
        row: row, index: classIndices[row], classCount: classNames.count)
    }
    self.classIndices = classIndices
    self.classNames = classNames
  }

  /// Makes labels from parts that are known to fit.
  init(checkedIndices: [Int], classNames: [String]) {
    classIndices = checkedIndices
    self.classNames = classNames
  }

  /// Makes labels from the name that each example carries.
  ///
  /// Classes are ordered by value when every name is a whole number, else by their UTF-8 bytes.
  public init(names: [String]) {
    let distinct = Set(names)
    let whole = distinct.compactMap { name in Int(name).map { (value: $0, name: name) } }
    let ordered =
      whole.count == distinct.count
      ? whole.sorted { ($0.value, $0.name) < ($1.value, $1.name) }.map(\.name)
      : distinct.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let index = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
    self.classNames = ordered
    self.classIndices = names.compactMap { index[$0] }
  }

  /// Number of examples.
  public var count: Int { classIndices.count }

  /// Number of classes, whether or not an example carries each.
  public var classCount: Int { classNames.count }

  /// The class index of one example.
  ///
  /// - Precondition: a new value lies in `0..<classCount`.
  public subscript(row: Int) -> Int {
    get { classIndices[row] }
    set {
      precondition(classNames.indices.contains(newValue), "no such class")
      classIndices[row] = newValue
    }
  }

  /// The name of one example's class.
  public func name(at row: Int) -> String { classNames[classIndices[row]] }

  /// Number of examples in each class.
  public var classSizes: [Int] {
    var sizes = [Int](repeating: 0, count: classCount)
    for index in classIndices { sizes[index] += 1 }
    return sizes
  }

  /// The rows of each class, ascending.
  ///
  /// - Complexity: O(n).
  public var rowsByClass: [[Int]] {
    var rows = [[Int]](repeating: [], count: classCount)
    for (row, index) in classIndices.enumerated() { rows[index].append(row) }
    return rows
  }

  /// The labels of the chosen examples, in the order given, with the same classes.
  public func selecting(rows: some Collection<Int>) -> Labels {
    var selected = self
    selected.classIndices = rows.map { classIndices[$0] }
    return selected
  }

  /// These labels, and others behind them.
  ///
  /// - Precondition: the same classes.
  public func appending(_ others: Labels) -> Labels {
    precondition(classNames == others.classNames, "the same classes")
    return Labels(checkedIndices: classIndices + others.classIndices, classNames: classNames)
  }

  /// The same labels with one more class, which no example carries yet.
  ///
  /// Classes are named by their numbers.
  public func addingClass() -> Labels {
    Labels(checkedIndices: classIndices, classNames: (0...classCount).map(String.init))
  }

  /// The labels after the flips of a plan.
  ///
  /// - Precondition: every flip's row and class exist.
  public func applying(_ flips: some Sequence<Flip>) -> Labels {
    var flipped = self
    for flip in flips { flipped[flip.row] = flip.to }
    return flipped
  }
}
