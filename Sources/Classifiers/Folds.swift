/// A division of rows into folds, each to be held out once while the others are trained on.
public struct Folds: Equatable, Sendable {
  /// Number of folds, F.
  public let count: Int
  /// The fold, `0..<count`, that each row is held out with; `nil` for a row that is trained on every time.
  public let foldOfRow: [Int?]

  /// Makes a division.
  ///
  /// - Precondition: folds are in `0..<count`.
  public init(count: Int, foldOfRow: [Int?]) {
    precondition(
      foldOfRow.allSatisfy { $0.map { (0..<count).contains($0) } ?? true }, "a fold each")
    self.count = count
    self.foldOfRow = foldOfRow
  }

  /// The rows of a fold, ascending.
  public func heldOut(_ fold: Int) -> [Int] {
    foldOfRow.indices.filter { foldOfRow[$0] == fold }
  }

  /// The rows that are trained on while a fold is held out, ascending.
  public func training(_ fold: Int) -> [Int] {
    foldOfRow.indices.filter { foldOfRow[$0] != fold }
  }

  /// The rows that are never held out, ascending.
  public var alwaysTraining: [Int] { foldOfRow.indices.filter { foldOfRow[$0] == nil } }
}
