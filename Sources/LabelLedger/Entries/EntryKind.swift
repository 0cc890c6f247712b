/// What an entry records.
public enum EntryKind: String, CaseIterable, Hashable, Sendable {
  /// An example is known from here on.
  case exampleRegistered = "example.registered"
  /// An annotator gave a label.
  case labelGiven = "label.given"
  /// Somebody asks to change a label, or to take it back.
  case labelProposed = "label.proposed"
  /// Somebody agrees with a proposal.
  case labelApproved = "label.approved"
  /// A proposed label is in force.
  case labelApplied = "label.applied"
  /// Somebody refuses a proposal.
  case labelRejected = "label.rejected"
  /// A label is taken back.
  case labelRetracted = "label.retracted"
  /// Labels must not be used until somebody has looked.
  case quarantineOpened = "quarantine.opened"
  /// A quarantine stays.
  case quarantineUpheld = "quarantine.upheld"
  /// A quarantine ends.
  case quarantineReleased = "quarantine.released"
  /// A hidden label is fixed by its hash.
  case goldCommitted = "gold.committed"
  /// A hidden label is told.
  case goldRevealed = "gold.revealed"
  /// A hidden label is out of use.
  case goldRetired = "gold.retired"
  /// Detectors ran.
  case scanCompleted = "scan.completed"
  /// A monitor raises an alarm.
  case alarmRaised = "alarm.raised"
  /// An alarm is over.
  case alarmCleared = "alarm.cleared"
  /// A snapshot is sealed.
  case snapshotSealed = "snapshot.sealed"
  /// Labels came from another system.
  case batchImported = "batch.imported"
  /// Labels went to another system.
  case batchExported = "batch.exported"
  /// The updates of a round of federated learning were screened.
  case roundScreened = "round.screened"
  /// Somebody asks for a permission.
  case grantProposed = "grant.proposed"
  /// A permission is in force.
  case grantApplied = "grant.applied"
  /// A permission is over.
  case grantRevoked = "grant.revoked"
  /// An actor has a key.
  case keyAdded = "key.added"
  /// An actor has another key instead.
  case keyRotated = "key.rotated"
  /// A key is out of use.
  case keyRevoked = "key.revoked"
  /// Somebody asks for another policy.
  case policyProposed = "policy.proposed"
  /// Another policy is in force.
  case policyApplied = "policy.applied"
  /// Rules were set aside in an emergency.
  case breakglassUsed = "breakglass.used"
  /// Something outside the log was deleted for good.
  case erasureRecorded = "erasure.recorded"
  /// The ledger begins.
  case ledgerOpened = "ledger.opened"
  /// The ledger ends.
  case ledgerFrozen = "ledger.frozen"
}

extension EntryKind: FieldValue {}
