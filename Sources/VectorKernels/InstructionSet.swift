internal import CVectorKernels

/// What a processor can compute with, from the plainest to the most able; each includes those before it.
///
/// Results are the same on all, but for those of an approximate search for neighbors, which may differ from one to another.
public enum InstructionSet: Int32, CaseIterable, Comparable, Sendable {
  /// What every processor of the architecture has: SSE2 or NEON.
  case baseline = 0
  /// AVX2 and FMA.
  case avx2 = 1
  /// AVX-512 F, BW, DQ and VL.
  case avx512 = 2
  /// AVX-512 with VNNI: products of bytes.
  case vnni = 3
  /// Matrix tiles of bytes: AMX-INT8.
  case amx = 4

  /// The name that messages and the override use.
  public var name: String { "\(self)" }

  /// The most able one that this processor has and the user allows.
  ///
  /// The variable `FLIPGUARD_INSTRUCTIONS` of the environment lowers it, as in `FLIPGUARD_INSTRUCTIONS=avx2`; a name
  /// that is unknown or above what the processor has changes nothing here, and is refused by the program.
  public static let best: InstructionSet =
    InstructionSet(rawValue: fg_instruction_level()) ?? .baseline

  /// Those that this processor has, the plainest first.
  public static var available: [InstructionSet] { allCases.filter { $0 <= best } }

  /// Whether the first is the plainer one.
  public static func < (left: InstructionSet, right: InstructionSet) -> Bool {
    left.rawValue < right.rawValue
  }
}
