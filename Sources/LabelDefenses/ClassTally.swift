/// What speaks for each class, added up for one row after another in the same memory.
struct ClassTally {
  private var weights: [Double]
  /// The classes that anything was added to.
  private var named: [Int] = []
  /// The sum over all classes.
  private(set) var total = 0.0

  /// A tally in which nothing speaks for any class.
  init(classCount: Int) {
    weights = [Double](repeating: 0, count: classCount)
  }

  /// Adds a weight, above 0, to a class.
  mutating func add(_ weight: Double, to label: Int) {
    if weights[label] == 0 { named.append(label) }
    weights[label] += weight
    total += weight
  }

  /// Takes everything back.
  ///
  /// - Complexity: O(classes that anything was added to).
  mutating func clear() {
    for label in named { weights[label] = 0 }
    named.removeAll(keepingCapacity: true)
    total = 0
  }

  /// What speaks for a class; 0 or more.
  subscript(label: Int) -> Double { weights[label] }

  /// A class's share of the sum, 0...1; 1 where the sum is 0, as nothing speaks against the class.
  func share(of label: Int) -> Double { total == 0 ? 1 : weights[label] / total }

  /// The class that most speaks for; among equals the row's own if it is one of them, else the lowest.
  func leader(own: Int) -> Int { Self.leader(among: named, own: own) { weights[$0] } }

  /// The same for weights that lie elsewhere, of classes in any order.
  static func leader(
    among classes: some Sequence<Int>, own: Int, _ weight: (Int) -> Double
  ) -> Int {
    classes.reduce(own) { leader, label in
      let (some, most) = (weight(label), weight(leader))
      return some > most || (some == most && leader != own && label < leader) ? label : leader
    }
  }
}
