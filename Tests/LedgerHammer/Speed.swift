import LabelLedger
import LedgerSQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Measures one thing on a ledger and prints it as one line: what, the number of operations, the seconds that they
/// took, and the seconds of processors and the memory that the whole process took.
struct Speed {
  let ledger: String
  /// How many; `nil` for as many as the measurement usually takes.
  let count: Int?

  func measure(_ what: String) throws {
    switch what {
    case "single": try appends(batch: 1, count ?? 3_000)
    case "batch": try appends(batch: 256, count ?? 25_600)
    case "proof": try proofs(count ?? 2_000)
    case "open": try openings(count ?? 20)
    case "structure": try audit(.structure)
    case "signatures": try audit(.signatures)
    default:
      throw Refusal("'\(what)'; allowed: single, batch, proof, open, structure, signatures")
    }
  }

  private func tell(_ what: String, _ count: Int, _ seconds: Double, _ more: String = "") throws {
    var usage = rusage()
    #if canImport(Glibc)
      unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      unsafe getrusage(RUSAGE_SELF, &usage)
    #endif
    let cpu = [usage.ru_utime, usage.ru_stime]
      .reduce(0.0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    let fields = [
      "\"what\": \"\(what)\"", "\"count\": \(count)", "\"seconds\": \(seconds)",
      "\"cpu_seconds\": \(cpu)", "\"peak_mib\": \(usage.ru_maxrss / 1024)",
    ]
    try Stream.output.write("{\(fields.joined(separator: ", "))\(more)}\n")
  }

  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = Clock.nanoseconds()
    try body()
    return Double(Clock.nanoseconds() - start) / 1e9
  }

  private func appends(batch: Int, _ count: Int) throws {
    var hammered = try HammeredLedger(ledger)
    _ = try hammered.append(batch)
    let batches = (count + batch - 1) / batch
    let seconds = try Self.seconds {
      for _ in 0..<batches { _ = try hammered.append(batch) }
    }
    try tell(batch == 1 ? "single" : "batch", batches * batch, seconds)
  }

  /// Reads and makes proofs for entries spread over the whole tree, and verifies each.
  private func proofs(_ count: Int) throws {
    let folder = try LedgerFolder(opening: ledger)
    let storage = try SQLiteStorage(path: folder.storagePath, access: .read)
    let (size, root) = try storage.read { reader in
      let edge = try RightEdge(size: reader.size(), from: reader)
      return (edge.size, edge.root)
    }
    var times: [Double] = []
    var random = SplitMix64(state: 1)
    for _ in 0..<count {
      let index = UInt64.random(in: 0..<size, using: &random)
      let start = Clock.nanoseconds()
      let (proof, entry) = try storage.read { reader in
        (
          try InclusionProof.make(index: index, size: size, from: reader),
          try reader.entries(index..<(index + 1))[0]
        )
      }
      times.append(Double(Clock.nanoseconds() - start) / 1e9)
      try proof.verify(leafHash: MerkleTree.leafHash(entry.bytes), root: root)
    }
    times.sort()
    try tell(
      "proof", count, times.reduce(0, +),
      ", \"median\": \(times[count / 2]), \"p99\": \(times[count * 99 / 100])")
  }

  private func openings(_ count: Int) throws {
    var times: [Double] = []
    for _ in 0..<count {
      times.append(
        try Self.seconds {
          let hammered = try HammeredLedger(ledger)
          try hammered.storage.close()
        })
    }
    try tell("open", count, times.reduce(0, +), ", \"worst\": \(times.max() ?? 0)")
  }

  private func audit(_ depth: Fsck.Depth) throws {
    let folder = try LedgerFolder(opening: ledger)
    let storage = try SQLiteStorage(path: folder.storagePath, access: .read)
    var surroundings = Fsck.Surroundings()
    surroundings.publishedCheckpoint = try folder.publishedCheckpoint()
    surroundings.tile = { try folder.tile($0) }
    var report: FsckReport?
    let seconds = try Self.seconds {
      report = try storage.read { reader in
        try Fsck(
          verifierKey: folder.description.verifierKey, policy: folder.policy, depth: depth
        ).run(reader, with: surroundings)
      }
    }
    guard let report, report.isSound else {
      throw Refusal("not sound: \(report?.findings.first?.description ?? "")")
    }
    try tell(depth == .structure ? "structure" : "signatures", Int(report.tree.size), seconds)
  }
}
