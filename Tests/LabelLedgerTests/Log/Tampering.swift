import LabelLedger
import LedgerTestSupport

/// What somebody can do to a ledger whose files they can write and whose own key they hold.
///
/// Each comes with what the audit must find. Wherever that makes it harder to find, they also move the guard and sign the checkpoints again.
enum Tampering: String, CaseIterable {
  // Entries, without the trouble of covering it.
  case byteOfEntry, entryAndLeafHash, swappedRows, missingRow, lastRowDropped, rowAfterTheLast
  // Entries, with hashes made to fit and checkpoints signed again.
  case signatureByte, labelChangedBehindTheActor, actorSignatureDropped, firstDropped
  case middleDropped, reordered, duplicated, inserted, stolenKeyRewritesTheLast, noEntry
  case openedByAnotherKey, signedByAStranger
  // Entries that the ledger's key alone, or a key that is out of use, cannot stand for.
  case approvedByRevokedKey, approvedUnderAnotherName, appliedWithoutApproval, appliedByHand
  case withheldApplication, approvalOfAnotherExample, answeredForAnother, backdated, brokenChain
  case wrongPolicy, repeatedRequest, afterTheFreeze, keyBackInUse, serviceKind, sealOfTheFuture
  // What is kept for quick reading.
  case headChanged, headAdded, answerChanged, proposalGainsAnApprover, actorRewound, keyTaken
  case keyRevived, requestForgotten, frozenInState, historyHidden
  // The tree.
  case leafNode, innerNode, topNode, nodeBeyondTheTree
  // Checkpoints and the guard.
  case storedRoot, largerCheckpoint, checkpointByAnotherKey, checkpointOfAnotherOrigin
  case publishedFork, publishedByte, guardOfAnotherRoot, guardBehind, guardForgot, rolledBack
  case rewrittenWhole
  // Published files and notes.
  case tileByte, bundleByte, truncatedTile, missingTile, missingBundle, tallTile, noteReplaced
  case noteCut, noteAdded

  /// Whether it takes a ledger of more than one tile.
  var needsTiles: Bool {
    switch self {
    case .topNode, .tileByte, .truncatedTile, .tallTile: true
    default: false
    }
  }

  /// Whether a finding is the one that is due.
  func isExpected(_ finding: FsckFinding, in scene: TamperingScene) -> Bool {
    switch (self, finding) {
    case (.byteOfEntry, .leafHash(let index)): index == UInt64(scene.firstLabel)
    case (.entryAndLeafHash, .node(let position)), (.leafNode, .node(let position)):
      position == NodePosition(level: 0, index: UInt64(scene.firstLabel))
    case (.swappedRows, .node(let position)): position.level == 0
    case (.missingRow, .missingEntries), (.lastRowDropped, .checkpointSize),
      (.rolledBack, .guarded), (.rewrittenWhole, .guarded), (.guardOfAnotherRoot, .guarded),
      (.guardBehind, .guardBehind), (.guardForgot, .guardBehind):
      true
    case (.rowAfterTheLast, .node(let position)):
      position == NodePosition(level: 0, index: UInt64(scene.copy.entries.count))
    case (.signatureByte, .signature(let index, _)),
      (.labelChangedBehindTheActor, .signature(let index, _)):
      index == UInt64(scene.firstLabel)
    case (.openedByAnotherKey, .signature(let index, _)): index == 0
    case (.signedByAStranger, .signature(let index, _)):
      index == UInt64(scene.copy.entries.count)
    case (.noEntry, .malformedEntry(let index, _)): index == UInt64(scene.firstLabel)
    case (.stolenKeyRewritesTheLast, .guarded): true
    case (_, .rule(let index, let violation)):
      isExpected(violation, at: Int(index), in: scene)
    case (.headChanged, .state), (.headAdded, .state), (.answerChanged, .state),
      (.proposalGainsAnApprover, .state), (.actorRewound, .state), (.keyTaken, .state),
      (.keyRevived, .state), (.requestForgotten, .state), (.frozenInState, .state):
      true
    case (.historyHidden, .history(_, let example)): example == TamperingScene.cat(0)
    case (.innerNode, .node(let position)): position == NodePosition(level: 3, index: 2)
    case (.topNode, .node(let position)): position == NodePosition(level: 8, index: 0)
    case (.nodeBeyondTheTree, .extraNodes(let level)): level == 1
    case (.storedRoot, .checkpointNote(let size, _)),
      (.checkpointByAnotherKey, .checkpointNote(let size, _)),
      (.checkpointOfAnotherOrigin, .checkpointNote(let size, _)):
      size == UInt64(scene.copy.entries.count)
    case (.publishedByte, .checkpointNote(let size, _)): size == nil
    case (.largerCheckpoint, .checkpointSize(let signed, let stored)): signed == stored + 1
    case (.publishedFork, .checkpointRoot(let size, _, _)): size == 5
    case (.tileByte, .tile(let path)), (.truncatedTile, .tile(let path)):
      path.kind == .hashes(level: 0) && !path.isPartial
    case (.tallTile, .tile(let path)): path.kind == .hashes(level: 1)
    case (.bundleByte, .tile(let path)): path.kind == .entries
    case (.missingTile, .missingTile(let path)): path.kind == .hashes(level: 0)
    case (.missingBundle, .missingTile(let path)): path.kind == .entries
    case (.noteReplaced, .note(let index)), (.noteCut, .note(let index)):
      index == UInt64(scene.noted)
    case (.noteAdded, .note(let index)): index == UInt64(scene.firstLabel)
    default: false
    }
  }

  private func isExpected(
    _ violation: RuleViolation, at index: Int, in scene: TamperingScene
  ) -> Bool {
    let end = scene.copy.entries.count
    switch (self, violation) {
    case (.actorSignatureDropped, .unsigned): return index == scene.firstLabel
    case (.firstDropped, .notOpened): return index == 0
    case (.middleDropped, .chain), (.reordered, .chain): return true
    case (.inserted, .chain): return index > scene.firstLabel
    case (.approvedByRevokedKey, .key(let actor, _)): return index == end && actor == "eve"
    case (.approvedUnderAnotherName, .key(let actor, _)): return index == end && actor == "bob-2"
    case (.appliedWithoutApproval, .notApproved(let people, _)): return index == end && people == 1
    case (.duplicated, .time), (.appliedByHand, .noProposal), (.answeredForAnother, .unsigned),
      (.backdated, .time),
      (.brokenChain, .chain), (.wrongPolicy, .policy), (.repeatedRequest, .idempotencyKey),
      (.keyBackInUse, .keyKnown), (.serviceKind, .kind), (.sealOfTheFuture, .sealSize),
      (.approvalOfAnotherExample, .otherSubject):
      return index == end
    case (.withheldApplication, .withheld): return index == end
    case (.afterTheFreeze, .frozen): return index == end + 1
    default: return false
    }
  }
}
