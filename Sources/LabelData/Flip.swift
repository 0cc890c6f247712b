/// One label changed by an attacker.
public struct Flip: Hashable, Sendable {
  /// The example's row, from 0.
  public let row: Int
  /// The class index before.
  public let from: Int
  /// The class index after; never equal to ``from``.
  public let to: Int

  /// Makes a flip.
  ///
  /// - Precondition: `from != to`.
  public init(row: Int, from: Int, to: Int) {
    precondition(from != to, "a flip changes the label")
    self.row = row
    self.from = from
    self.to = to
  }
}
