extension NeighborSearch.Recall: LosslessStringConvertible {
  /// Reads `auto`, `exact` or a number above 0 and below 1; `nil` for anything else.
  public init?(_ text: String) {
    switch text {
    case "auto": self = .automatic
    case "exact": self = .exact
    default:
      guard let share = Double(text), share > 0, share < 1 else { return nil }
      self = .atLeast(share)
    }
  }

  /// `auto`, `exact` or the number.
  public var description: String {
    switch self {
    case .automatic: "auto"
    case .exact: "exact"
    case .atLeast(let share): "\(share)"
    }
  }
}
