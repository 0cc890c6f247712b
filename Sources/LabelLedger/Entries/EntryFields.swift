/// The fields that some kinds of entry have and others have not.
struct EntryFields: OptionSet {
  let rawValue: UInt16

  static let example = Self(rawValue: 1 << 0)
  static let exampleDigest = Self(rawValue: 1 << 1)
  static let label = Self(rawValue: 1 << 2)
  static let approval = Self(rawValue: 1 << 3)
  static let key = Self(rawValue: 1 << 4)
  static let opening = Self(rawValue: 1 << 5)
  static let seal = Self(rawValue: 1 << 6)

  /// Each field and where it stands.
  static let paths: [(field: Self, path: String)] = [
    (.example, "subject.example"), (.exampleDigest, "subject.exampleDigest"), (.label, "label"),
    (.approval, "approval"), (.key, "key"), (.opening, "opening"), (.seal, "seal"),
  ]
}

extension EntryKind {
  /// The fields that an entry of this kind must have, and those that it may have besides.
  ///
  /// Fields that every kind may have are not listed. Hidden labels are fixed without naming the example, or they would not be hidden.
  var fields: (needed: EntryFields, allowed: EntryFields) {
    switch self {
    case .labelGiven, .labelProposed: ([.example, .label], [.exampleDigest])
    case .labelApplied, .labelRetracted: ([.example, .label], [.exampleDigest, .approval])
    case .labelApproved, .labelRejected: ([.example, .approval], [.exampleDigest, .label])
    case .exampleRegistered: ([.example], [.exampleDigest])
    case .quarantineOpened, .quarantineUpheld, .quarantineReleased, .goldRevealed, .goldRetired,
      .alarmRaised, .alarmCleared, .breakglassUsed, .erasureRecorded:
      ([], [.example, .exampleDigest])
    case .goldCommitted, .scanCompleted, .batchImported, .batchExported, .roundScreened,
      .grantProposed, .grantApplied, .grantRevoked, .policyProposed, .policyApplied, .ledgerFrozen:
      ([], [])
    case .snapshotSealed: ([.seal], [])
    case .keyAdded, .keyRotated, .keyRevoked: ([.key], [])
    case .ledgerOpened: ([.opening], [])
    }
  }
}
