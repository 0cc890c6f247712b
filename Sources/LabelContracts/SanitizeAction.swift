/// What is done about a label that is taken for wrong.
public enum SanitizeAction: String, CaseIterable, Sendable {
  /// It is replaced by the label that the row probably has.
  case relabel
  /// Its row is left out.
  case remove
  /// Nothing changes, but every row gets a weight: the probability that its label is right.
  case weight
  /// For each row what is expected to help most: another label, no row, or nothing.
  case auto
  /// It stays, and is listed.
  case flag
}
