internal import CVectorKernels
internal import VectorKernels

/// How rows of features become codes, by which the tile kernels rule out pairs.
///
/// With squares, a row x becomes codes c with `|P (x - m) * unit - c| <= slack`, where P has orthonormal rows, so that
/// rows at a distance r have codes at most `r * unit + slack + slack'` apart. Else codes accumulate the negative
/// distance itself, times `unit`, and slack is what may be missing.
struct CodeRecipe: Sendable {
  /// What codes are made of.
  enum Form: Sendable {
    /// The bytes of the data, exact.
    case bytes
    /// Features, or their head, rounded to 8 bits.
    case rounded
    /// Features rounded to bfloat16.
    case bfloats
    /// Features in single precision.
    case floats
    /// One bit for each feature, of data of zeros and ones.
    case bits
  }

  let form: Form
  let kind: fg_code_kind
  /// Whether codes bound squared Euclidean distances.
  let isSquared: Bool
  /// Whether rows are divided by their length first.
  let isNormalized: Bool
  /// Codes of a row: d, or the width of the head.
  let width: Int
  /// What is taken off every feature before it is multiplied.
  let center: [Double]
  /// Code units in a unit of the data.
  let unit: Double
  /// What a distance is multiplied by to be one of codes, with room for the rounding of their sums.
  let reachUnit: Double
  /// The head that features are turned into, if they are.
  let rotation: HeadRotation?

  /// A sentence's middle: what pairs are ruled out by.
  var summary: String {
    let what =
      switch form {
      case .bytes: "bytes, exact"
      case .rounded: "8-bit codes"
      case .bfloats: "bfloat16"
      case .floats: "single precision"
      case .bits: "packed bits"
      }
    return rotation == nil
      ? what : "\(what) of the first \(width) of \(center.count) rotated features"
  }

  /// Bytes of a row's codes where kernels take `step` bytes at a time.
  func codeBytes(step: Int) -> Int {
    let bytes =
      switch form {
      case .bytes, .rounded: width
      case .bfloats: width * 2
      case .floats: width * 4
      case .bits: (width + 7) / 8
      }
    return max(1, (bytes + step - 1) / step) * step
  }

  /// Rounding of a sum in single precision, relative to its terms; generous.
  static func singleRounding(_ count: Int) -> Double {
    let error = 1.1 * Double(count + 16) * 0x1p-24
    return error / max(0.05, 1 - error)
  }

  /// Rounding of what the tile kernels sum in single precision, relative to its terms; generous.
  static func tileRounding(_ count: Int) -> Double {
    let block = Int(FG_SUM_BLOCK)
    return singleRounding(min(count, block) + count / block)
  }
}
