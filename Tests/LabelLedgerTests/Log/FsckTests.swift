import LedgerTestSupport
import Testing

@testable import LabelLedger

struct FsckTests {
  private static let scene = Result { try TamperingScene(imported: 20) }
  private static let tallScene = Result { try TamperingScene(imported: 260) }

  @Test func `A ledger that nobody touched is sound`() throws {
    for scene in try [Self.scene.get(), Self.tallScene.get()] {
      #expect(try scene.copy.findings() == [])
      #expect(try scene.copy.findings(.structure) == [])
    }
    #expect(Tampering.allCases.count >= 30)
  }

  @Test(arguments: Tampering.allCases)
  func `Tampering is found`(tampering: Tampering) throws {
    let scene = try tampering.needsTiles ? Self.tallScene.get() : Self.scene.get()
    let findings = try tampering.copy(in: scene).findings()
    #expect(
      findings.contains { tampering.isExpected($0, in: scene) }, "\(findings.prefix(5))")
    #expect(findings.allSatisfy { !$0.description.isEmpty })
  }

  @Test func `A ledger rewritten whole with its own key is found by the guard alone`() throws {
    let scene = try Self.scene.get()
    var copy = try Tampering.rewrittenWhole.copy(in: scene)
    #expect(try copy.findings() == [.guarded(scene.copy.guarded, stored: copy.tree)])
    copy.guarded = copy.tree
    #expect(try copy.findings() == [])
  }

  @Test func `A ledger rewritten whole is found by a client with an older checkpoint`() throws {
    let scene = try Self.scene.get()
    let held = scene.held
    let forged = try Tampering.rewrittenWhole.copy(in: scene)
    for copy in [scene.copy, forged] {
      let tree = copy.tree
      let proof = try ConsistencyProof.make(oldSize: held.size, newSize: tree.size, from: copy)
      let isForged = refuses { try proof.verify(oldRoot: held.root, newRoot: tree.root) }
      #expect(isForged == (tree != scene.copy.tree))
    }
  }

  @Test func `A ledger rewritten whole is found by its witness, which keeps the evidence`() throws {
    let scene = try Self.scene.get()
    let key = try SampleLedger.signer().verifierKey
    let rules = WitnessRules(logs: [WitnessRules.Log(origin: key.name, keys: [key])])
    let forged = try Tampering.rewrittenWhole.copy(in: scene)
    for copy in [scene.copy, forged] {
      let store = MemoryWitnessStore()
      let witness = try Witness(
        key: SignerKey(name: "witness.example/w1", seed: [UInt8](repeating: 3, count: 32)),
        rules: rules, store: store, clock: { 1 })
      let first = try WitnessRequest(
        oldSize: 0, proof: [], note: SignedNote(parsing: scene.held.note))
      #expect(try witness.answer(first.bytes).status == .cosigned)
      let proof = try ConsistencyProof.make(
        oldSize: scene.held.size, newSize: copy.tree.size, from: copy)
      let second = try WitnessRequest(
        oldSize: scene.held.size, proof: proof.hashes, note: SignedNote(parsing: copy.published))
      let isForged = copy.tree != scene.copy.tree
      #expect(try witness.answer(second.bytes).status == (isForged ? .inconsistent : .cosigned))
      #expect(store.evidence.count == (isForged ? 1 : 0))
    }
  }

  @Test func `Every node is audited, of every level`() throws {
    let scene = try Self.tallScene.get()
    var generator = SeededGenerator(seed: 5)
    let levels = Dictionary(grouping: scene.copy.nodes.keys, by: \.level)
    #expect(levels.count == 9)
    for (_, positions) in levels {
      for position in positions.shuffled(using: &generator).prefix(3) {
        var copy = scene.copy
        copy.nodes[position] = Hash(of: [1])
        #expect(try copy.findings(.structure).contains(.node(position)))
      }
    }
  }

  @Test func `A storage that cannot be read further, and tiles that cannot be made, are told`()
    throws
  {
    let scene = try Self.tallScene.get()
    let disk = try SimulatedDisk(formatting: SimulatedDevice(sectorCount: 20_000, seed: 1))
    let sample = try SampleLedger(on: disk, members: [TamperingScene.ann])
    for number in 0..<40 {
      try sample.take(TamperingScene.ann.draft(.record(label: "cat"), LabelName.example(number)))
    }
    let sectors = disk.device.writtenSectors
    disk.changeDevice { device in
      for sector in sectors.dropFirst(sectors.count / 2) { device.flip(bit: 9, ofSector: sector) }
    }
    let findings = try sample.findings()
    #expect(
      findings.contains { finding in
        if case .unreadable = finding { true } else { false }
      }, "\(findings.prefix(3))")
    // With a node of a tile missing the tile cannot be made to compare with.
    var copy = scene.copy
    copy.nodes[NodePosition(level: 8, index: 0)] = nil
    let found = try copy.findings()
    #expect(found.contains(.node(NodePosition(level: 8, index: 0))))
    #expect(
      found.contains { finding in
        if case .tile(let path) = finding { path.kind == .hashes(level: 1) } else { false }
      })
  }

  @Test func `A ledger of another origin is told, also where it has the same key`() throws {
    let scene = try Self.scene.get()
    let other = try SampleLedger.signer("example.com/other").verifierKey
    let report = try Fsck(verifierKey: other, policy: .offline).run(scene.copy)
    #expect(
      report.findings.contains { finding in
        if case .signature(0, _) = finding { true } else { false }
      })
    #expect(
      report.findings.contains { finding in
        if case .checkpointNote = finding { true } else { false }
      })
  }

  @Test func `A guard that moves while the audit goes on is not behind`() throws {
    let scene = try Self.scene.get()
    let copy = scene.copy
    var surroundings = Fsck.Surroundings()
    surroundings.guarded = SignedTree(size: scene.held.size, root: scene.held.root)
    let fsck = try Fsck(verifierKey: SampleLedger.signer().verifierKey, policy: .offline)
    #expect(
      try fsck.run(copy, with: surroundings).findings == [
        .guardBehind(
          SignedTree(size: scene.held.size, root: scene.held.root), signed: copy.tree.size)
      ])
    surroundings.guardedLater = { copy.guarded }
    #expect(try fsck.run(copy, with: surroundings).findings == [])
  }

  @Test func `The audit lists a thousand findings and counts the rest`() throws {
    var report = FsckReport()
    for index in 0..<1200 as Range<UInt64> { report.add(.leafHash(index)) }
    #expect(report.findings.count == FsckReport.findingLimit)
    #expect(report.findingCount == 1200)
    #expect(!report.isSound)
  }
}
