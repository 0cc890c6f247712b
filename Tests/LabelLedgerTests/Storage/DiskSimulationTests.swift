import Foundation
import LedgerTestSupport
import Testing

/// How many seeds; a full run sets FLIPGUARD_SIMULATION_SEEDS to 10,000 or more.
private let seedCount =
  ProcessInfo.processInfo.environment["FLIPGUARD_SIMULATION_SEEDS"].flatMap { Int($0) } ?? 200

struct DiskSimulationTests {
  @Test(arguments: 0..<8)
  func `A ledger on a failing disk loses nothing unseen`(part: Int) throws {
    var outcomes: [DiskSimulation.Outcome: Int] = [:]
    for seed in stride(from: part, to: seedCount, by: 8) {
      var simulation = try DiskSimulation(seed: UInt64(seed))
      outcomes[try simulation.run(), default: 0] += 1
    }
    // Faults must happen, and must not be all that happens.
    #expect(outcomes[.sound, default: 0] > 0)
    #expect(outcomes[.found, default: 0] + outcomes[.lost, default: 0] > 0)
  }
}
