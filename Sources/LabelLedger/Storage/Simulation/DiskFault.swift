/// How often a simulated device fails, each from 0 for never to 1 for always.
public struct DiskFaultRates: Hashable, Sendable {
  /// Of writes: acknowledged, but they never reach the platter.
  public var lostWrites = 0.0
  /// Of writes: acknowledged, but they reach the platter at another place.
  public var misdirectedWrites = 0.0
  /// Of writes: refused.
  public var writeErrors = 0.0
  /// Of reads: refused.
  public var readErrors = 0.0
  /// Of flushes: refused, with nothing or some of the cache on the platter.
  public var flushErrors = 0.0
  /// Of flushes: acknowledged without doing anything.
  public var ignoredFlushes = 0.0
  /// Of flushes: after it one bit on the platter turns over.
  public var bitFlips = 0.0

  /// A device that never fails.
  public init() {}
}

/// Something that a simulated device did wrong.
public enum DiskFault: Hashable, Sendable {
  /// A write was acknowledged and never reached the platter.
  case lostWrite(sector: Int)
  /// A write was acknowledged and reached another sector.
  case misdirectedWrite(sector: Int, reached: Int)
  /// A write was refused.
  case writeError(sector: Int)
  /// A read was refused.
  case readError(sector: Int)
  /// A flush was refused.
  case flushError
  /// A flush was acknowledged and did nothing.
  case ignoredFlush
  /// A bit on the platter turned over; bit 0 is the lowest of the sector's first byte.
  case bitFlip(sector: Int, bit: Int)
  /// The power failed, and of so many sectors in the cache some were lost.
  case powerLoss(cached: Int, written: Int)
  /// When the power failed only the first bytes of a sector were written.
  case tornWrite(sector: Int, written: Int)

  /// Whether the device acknowledged something that it did not do.
  public var isLie: Bool {
    switch self {
    case .lostWrite, .misdirectedWrite, .ignoredFlush: true
    case .writeError, .readError, .flushError, .bitFlip, .powerLoss, .tornWrite: false
    }
  }
}
