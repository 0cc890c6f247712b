extension Snapshot {
  /// The labels that may be sealed, and how many may not, by their status.
  ///
  /// - Parameter heads: The heads of one data set, ascending by example.
  /// - Returns: The snapshot of the accepted labels, and the counts of the others.
  /// - Throws: ``SnapshotError``.
  public static func accepted(
    _ heads: [Head]
  ) throws(SnapshotError) -> (snapshot: Snapshot, excluded: [Identifier: UInt64]) {
    var rows: [Row] = []
    var excluded: [Identifier: UInt64] = [:]
    for head in heads {
      if head.status == .accepted, let label = head.label {
        rows.append(
          Row(
            example: head.example, exampleDigest: head.exampleDigest, label: label,
            leafHash: head.entry.leafHash))
      } else {
        excluded[head.status.name, default: 0] += 1
      }
    }
    return (try Snapshot(rows: rows), excluded)
  }
}

extension Head.Status {
  /// The status as seals name it.
  public var name: Identifier {
    switch self {
    case .accepted: "accepted"
    case .quarantined: "quarantined"
    case .retracted: "retracted"
    }
  }
}
