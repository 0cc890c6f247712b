internal import CVectorKernels
internal import VectorKernels

/// What lists hold of a pair of rows until it is measured: a lower bound, in single precision, of a quantity that
/// grows with the distance.
///
/// A bound is cheap and lies so close below the true quantity that few rows but the nearest are ever measured.
struct DistanceBounds: Sendable {
  /// What is bounded.
  private enum Quantity {
    /// What is accumulated over the features.
    case accumulated
    /// The square root of that.
    case root
    /// The distance itself.
    case distance
  }

  let space: RowSpace
  private let quantity: Quantity
  /// Whether quantities are whole numbers that kernels give exactly.
  let isWhole: Bool
  /// Whether estimates are made in single precision.
  private let isSingle: Bool
  /// What an estimate may be off by, relative to itself and besides.
  private let relative: Double
  private let absolute: Double
  /// The length of the longest row, where errors grow with it; else 0.
  private let longest: Double
  private let roundingOfProducts: Double

  /// Bounds from the kernels' sums, where they are worth it.
  private(set) var products: ProductBounds?

  /// Up to here single precision holds all whole numbers.
  private static let mostWhole = 0x1p24

  /// - Parameters:
  ///   - space: The rows.
  ///   - recipe: Their codes.
  ///   - largest: The largest absolute value of a feature; others make estimates slower, never wrong.
  init(_ space: RowSpace, _ recipe: CodeRecipe, largest: Double) {
    self.space = space
    let d = space.columnCount
    let isSquared = space.metric == .euclidean || space.metric == .squaredEuclidean
    isWhole =
      isSquared && (recipe.form == .bytes || space.element == fg_uint8) || space.metric == .hamming
    // Squares of smaller numbers vanish in single precision.
    isSingle = !(isSquared || space.metric == .cosine) || (0x1p-40...0x1p60).contains(largest)
    // Estimates in single precision are summed in 32 lanes.
    let rounding = isSingle ? CodeRecipe.singleRounding(d / 32) : space.rounding
    let vanishing = Double(d) * (isSingle ? 0x1p-148 : 0x1p-1070)
    var longest = 0.0
    switch space.metric {
    case .euclidean, .squaredEuclidean:
      quantity = isWhole ? .accumulated : .root
      (relative, absolute) = (rounding, isWhole ? 0 : vanishing.squareRoot())
    case .manhattan: (quantity, relative, absolute) = (.accumulated, rounding, vanishing)
    case .chebyshev: (quantity, relative, absolute) = (.accumulated, 0x1p-22, vanishing)
    case .hamming: (quantity, relative, absolute) = (.accumulated, 0x1p-22, 0)
    case .cosine:
      // Lengths are those of rows whose squares single precision may not hold.
      let least = space.squaredNorms.min() ?? 1
      (quantity, relative) = (.distance, 0)
      absolute = rounding + vanishing / max(least, 1e-300) + 0x1p-48
    case .innerProduct:
      (quantity, relative, absolute) = (.distance, 0, vanishing)
      longest = (space.squaredNorms.max() ?? 0).squareRoot()
    }
    self.longest = longest
    roundingOfProducts = rounding
  }

  /// The same, with bounds from the sums of kernels where they are worth it.
  ///
  /// - Parameters:
  ///   - codes: The rows' codes, near rows close to each other.
  ///   - ids: The row at each place.
  ///   - neighborCount: k.
  /// - Returns: Bounds of the same rows.
  func trustingProducts(of codes: CodeRows, _ ids: Memory<Int32>, neighborCount: Int) -> Self {
    var other = self
    other.products = ProductBounds(codes, ids, self, neighborCount: neighborCount)
    return other
  }

  /// Whether Euclidean distances are what is bounded.
  var boundsLengths: Bool { quantity == .root }

  /// How much an estimate may be off by, relative errors aside.
  @inline(__always)
  private func error(_ one: Int32, _ other: Int32) -> Double {
    guard longest != 0 else { return absolute }
    let squares = space.squaredNorms[Int(one)] * space.squaredNorms[Int(other)]
    return absolute + roundingOfProducts * squares.squareRoot()
  }

  /// The same for any pair with a row.
  @inline(__always)
  private func error(_ row: Int32) -> Double {
    longest == 0
      ? absolute
      : absolute + roundingOfProducts * longest * space.squaredNorms[Int(row)].squareRoot()
  }

  /// The quantity of two rows but for rounding.
  @inline(__always)
  private func estimate(_ one: Int32, _ other: Int32) -> Double {
    let (a, b) = unsafe (space.row(one), space.row(other))
    if isWhole, space.element == fg_uint8, space.accumulation == fg_squared_differences {
      return unsafe fg_squared_distance(space.level, fg_uint8, a, b, space.columnCount)
    }
    if isSingle {
      let sum = unsafe Double(
        fg_estimate(space.level, space.accumulation, space.element, a, b, space.columnCount))
      if abs(sum) < 1e37 { return quantity(accumulated: sum, one, other) }
    }
    switch space.accumulation {
    case fg_squared_differences:
      return unsafe quantity(
        accumulated: fg_squared_distance(space.level, space.element, a, b, space.columnCount), one,
        other)
    case fg_products:
      return unsafe quantity(
        accumulated: fg_product(space.level, space.element, a, b, space.columnCount), one, other)
    default:
      var batch = PairBatch(
        level: space.level, columnCount: space.columnCount, element: space.element)
      unsafe batch.add(a, b, tag: (0, 0))
      var accumulated = 0.0
      batch.flush(space.accumulation) { accumulated = $1 }
      return quantity(accumulated: accumulated, one, other)
    }
  }

  @inline(__always)
  private func quantity(accumulated: Double, _ one: Int32, _ other: Int32) -> Double {
    switch quantity {
    case .accumulated: accumulated
    case .root: accumulated.squareRoot()
    case .distance: space.key(accumulated, one, other)
    }
  }

  /// A lower bound for two rows; not for codes that are the bytes themselves, which tell it exactly.
  @inline(__always)
  func lower(_ one: Int32, _ other: Int32) -> Float {
    let value = estimate(one, other)
    // Whole numbers are estimated exactly.
    if isWhole { return lower(value) }
    return lower(value - abs(value) * relative - error(one, other))
  }

  /// An upper bound for two rows.
  @inline(__always)
  func upper(_ one: Int32, _ other: Int32) -> Double {
    let value = estimate(one, other)
    return value + abs(value) * 1.1 * relative + error(one, other)
  }

  /// A lower bound of what is accumulated exactly.
  @inline(__always)
  func lower(accumulated: Double, _ one: Int32, _ other: Int32) -> Float {
    lower(quantity(accumulated: accumulated, one, other))
  }

  /// A lower bound rounded to single precision.
  @inline(__always)
  func lower(_ value: Double) -> Float {
    if isWhole, value <= Self.mostWhole { return Float(value) }
    // Rounded down, also where single precision ends.
    let below = value - abs(value) * 0x1p-22 - 0x1p-148
    return Float(min(max(below, -3.4e38), 3.4e38))
  }

  /// Whether a bound is the quantity itself.
  @inline(__always)
  func isExact(_ bound: Float) -> Bool { isWhole && Double(bound) < Self.mostWhole }

  /// What the quantity of a pair with this lower bound is at most.
  @inline(__always)
  func ceiling(_ bound: Float, _ row: Int32) -> Double {
    let value = Double(bound)
    if isExact(bound) { return value }
    guard value < 3.4e38 else { return .infinity }
    let ceiling = value + abs(value) * (2.5 * relative + 0x1p-20) + 3 * error(row) + 0x1p-146
    return products.map { max(ceiling, $0.ceiling(value)) } ?? ceiling
  }

  /// The distance that an exact bound stands for.
  func distance(exact bound: Float) -> Double { space.key(Double(bound), 0, 0) }

  /// The largest quantity that a pair within a distance can have.
  func quantity(within distance: Double) -> Double {
    let value =
      switch (space.metric, quantity) {
      case (.euclidean, .accumulated): distance * distance
      case (.squaredEuclidean, .root): distance.squareRoot()
      case (.hamming, _): distance * Double(max(1, space.columnCount))
      default: distance
      }
    return value + abs(value) * 0x1p-40
  }

  /// How far codes of squared distances reach for a quantity: the largest Euclidean distance, of unit rows for the
  /// cosine metric, that it allows.
  @inline(__always)
  func radius(_ value: Double) -> Double {
    switch quantity {
    case .accumulated: value.squareRoot() * (1 + space.rounding)
    case .root: value * (1 + space.rounding)
    case .distance: (2 * (value + space.rounding)).squareRoot() * (1 + space.rounding)
    }
  }
}
