/// How many neighbors carry each class; classes without votes are left out.
///
/// Memory is that of the classes voted for, at most k, however many classes there are.
public struct ClassVotes: Equatable, Sendable {
  /// The votes of one class.
  public struct Entry: Equatable, Sendable {
    /// The class index.
    public let label: Int
    /// Number of neighbors that carry it; 1 or more.
    public let count: Int
  }

  /// The classes voted for, ascending.
  public let entries: [Entry]

  /// Counts votes.
  ///
  /// - Parameter labels: The class index of each voter, in any order.
  /// - Complexity: O(k · c) for k voters of c classes.
  public init(_ labels: some Sequence<Int>) {
    var entries: [Entry] = []
    for label in labels {
      // Few classes get votes, so they are found by walking: no copy of the voters has to be sorted.
      let place = entries.firstIndex { $0.label >= label } ?? entries.count
      if place < entries.count, entries[place].label == label {
        entries[place] = Entry(label: label, count: entries[place].count + 1)
      } else {
        entries.insert(Entry(label: label, count: 1), at: place)
      }
    }
    self.entries = entries
  }

  /// Number of votes for a class; 0 or more.
  public subscript(label: Int) -> Int { entries.first { $0.label == label }?.count ?? 0 }

  /// Number of voters.
  public var total: Int { entries.reduce(0) { $0 + $1.count } }

  /// The largest number of votes for one class; 0 without voters.
  public var largest: Int { entries.reduce(0) { max($0, $1.count) } }
}
