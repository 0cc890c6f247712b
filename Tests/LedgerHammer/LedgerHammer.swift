import LabelLedger
import LedgerSQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A client that writes to a ledger without pause, for the scripts that kill it, fill its disk and turn its clock.
///
///     LedgerHammer append LEDGER COUNT BATCH SEED   labels in batches of 1 to BATCH, a line for each acknowledged
///     LedgerHammer serve LEDGER                     takes commands from standard input, a line of answer for each
///     LedgerHammer speed LEDGER WHAT [COUNT]        single, batch, proof, open, structure or signatures
///
/// The private folder is the one that `FLIPGUARD_HOME` names, and the labels are those of the actor `ann`.
@main
enum LedgerHammer {
  static func main() {
    do { try run(Array(CommandLine.arguments.dropFirst())) } catch {
      try? Stream.error.write("error: \(error)\n")
      exit(EXIT_FAILURE)
    }
  }

  private static func run(_ arguments: [String]) throws {
    switch (arguments.first, arguments.count) {
    case ("append", 5):
      guard let count = Int(arguments[2]), let batch = Int(arguments[3]), batch > 0,
        let seed = UInt64(arguments[4])
      else { throw Refusal("COUNT, BATCH and SEED are numbers") }
      try append(to: arguments[1], count, batch, seed)
    case ("serve", 2): try serve(arguments[1])
    case ("speed", 3...4):
      try Speed(ledger: arguments[1], count: arguments.count == 4 ? Int(arguments[3]) : nil)
        .measure(arguments[2])
    default: throw Refusal("usage: LedgerHammer append|serve|speed LEDGER ...")
    }
  }

  /// Appends until the count is reached or somebody kills it; publishes now and then.
  private static func append(
    to path: String, _ count: Int, _ batch: Int, _ seed: UInt64
  ) throws {
    var random = SplitMix64(state: seed)
    var hammered = try HammeredLedger(path)
    try Stream.output.write("ready\n")
    var done = 0
    while done < count {
      let size = Int.random(in: 1...batch, using: &random)
      try tell(hammered.append(size))
      done += size
      if Int.random(in: 0..<8, using: &random) == 0 { try hammered.publish() }
    }
  }

  private static func tell(_ receipts: [Receipt]) throws {
    try Stream.output.write(
      receipts.map { "\($0.entry.index) \($0.entry.leafHash)\n" }.joined())
  }

  /// Does what it is told line by line, and goes on after an error.
  private static func serve(_ path: String) throws {
    var hammered = try HammeredLedger(path)
    try Stream.output.write("ready\n")
    while let line = readLine() {
      do {
        switch line {
        case "append":
          let entry = try hammered.append(1)[0].entry
          try Stream.output.write("ok \(entry.index) \(entry.leafHash)\n")
        case "publish":
          try hammered.publish()
          try Stream.output.write("ok\n")
        case "read":
          let size = try hammered.storage.read { reader in
            let size = try reader.size()
            _ = try reader.entries(0..<size)
            return size
          }
          try Stream.output.write("ok \(size)\n")
        default: throw Refusal("'\(line)' is no command; allowed: append, publish, read")
        }
      } catch let refusal as Refusal { throw refusal } catch {
        try Stream.output.write("error \(error)\n")
      }
    }
  }
}

/// A small generator with a seed, so that a run can be repeated (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
