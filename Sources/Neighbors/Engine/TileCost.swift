internal import CVectorKernels

/// What a pair costs in the tile kernels, in nanoseconds on a processor of 2023; only ratios count.
enum TileCost {
  static func nanoseconds(_ kind: fg_code_kind, level: Int32, width: Int) -> Double {
    let isBytes = kind == fg_code_bytes
    if kind == fg_code_bfloats, fg_has_bfloats(level) != 0 {
      return ((level == 4 ? 0.02 : 0.15) * Double((width + 31) / 32 * 32) + 1.6) / 16
    }
    // For sixteen pairs: each code, and what is done when all are summed.
    let (code, end): (Double, Double) =
      switch (level, isBytes) {
      case (4, true): (0.006, 3)
      case (3, true): (0.07, 1.6)
      case (2, true): (0.19, 1.6)
      case (1, true): (0.19, 4.5)
      case (_, true): (0.5, 10)
      case (2..., false): (0.3, 1.6)
      case (1, false): (0.33, 4.5)
      default: (1, 10)
      }
    let step = level == 4 && isBytes ? (width + 63) / 64 * 64 : width
    return (Double(step) * code + end) / 16
  }
}
