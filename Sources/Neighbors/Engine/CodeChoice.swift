internal import CVectorKernels
internal import VectorKernels

/// Chooses the codes that will rule out pairs at the least cost, by trying them on a sample.
///
/// The choice decides how long a search takes, never what it finds.
struct CodeChoice {
  let space: RowSpace
  let extent: RowExtent
  let neighborCount: Int
  /// The rows that are searched.
  let ids: Memory<Int32>
  /// Who decides.
  var policy = Policy.cheapest

  /// Which recipes may be chosen.
  enum Policy: Hashable, Sendable {
    /// The one that costs least.
    case cheapest
    /// Single precision.
    case floats
    /// Rounded to bfloat16.
    case bfloats
    /// Whole rows, rounded.
    case rounded
    /// Heads of about this many directions, rounded.
    case head(Int)
  }

  /// Where a search in single precision takes fewer nanoseconds of one processor, trying costs more than it saves.
  private static let smallWork = 4e8

  /// The recipe, and the number of pairs for each row that it is expected to leave.
  func choose(execution: Execution) -> CodeRecipe {
    guard isSquared else { return plain(allowingBits: true) }
    let d = space.columnCount
    let n = Double(ids.count)
    let work = n * n / 2 * TileCost.nanoseconds(fg_code_floats, level: space.level, width: d)
    let sample = CodeSample(space, ids, execution: execution)
    switch policy {
    case .cheapest: if work < Self.smallWork { return bytes ?? floats(sample.center) }
    case .floats: return floats(sample.center)
    case .bfloats: return bfloats(sample.center)
    case .rounded, .head:
      let trial = CodeTrial(sample, neighborCount: neighborCount, execution: execution)
      if case .head(let width) = policy,
        let head = trial.heads(execution: execution).min(by: {
          abs($0.width - width) < abs($1.width - width)
        })
      {
        return rounded(head, sample.center)
      }
      return trial.whole.map { rounded($0, sample.center) } ?? floats(sample.center)
    }
    var options: [(cost: Double, recipe: CodeRecipe)] = []
    func consider(_ recipe: CodeRecipe, left: Double, preparation: Double) {
      options.append((cost(recipe, pairs: n * n / 2, left: n * left) + preparation, recipe))
    }
    if let bytes { consider(bytes, left: 2 * Double(neighborCount), preparation: 0) }
    consider(floats(sample.center), left: 4 * Double(neighborCount), preparation: n * Double(d))
    let trial = CodeTrial(sample, neighborCount: neighborCount, execution: execution)
    func consider(_ candidate: CodeTrial.Candidate) {
      let recipe = rounded(candidate, sample.center)
      let turning = candidate.rotation == nil ? 1 : Double(candidate.width) * 0.02
      consider(
        recipe, left: candidate.leftShare * n + 2 * Double(neighborCount),
        preparation: n * Double(d) * turning)
    }
    trial.whole.map { consider($0) }
    if let share = trial.bfloatShare {
      consider(
        // Limits are wider for most of a search than they are in the end.
        bfloats(sample.center), left: 4 * (share * n + 2 * Double(neighborCount)),
        preparation: n * Double(d))
    }
    // Heads are tried where that is a small part of the whole.
    let threads = Double(execution.threadCount)
    if let best = options.map(\.cost).min(), best / threads > 3 * trial.headCost {
      trial.heads(execution: execution).forEach { consider($0) }
    }
    return options.min { $0.cost < $1.cost }?.recipe ?? floats(sample.center)
  }

  /// The recipe for a reference that single rows are held against: whole rows, rounded where that leaves few pairs.
  func chooseForQueries(execution: Execution) -> CodeRecipe {
    // What is asked for may hold other numbers than the reference: bytes only where there can be nothing else.
    guard isSquared else { return plain(allowingBits: false) }
    if let bytes, space.element == fg_uint8 { return bytes }
    let sample = CodeSample(space, ids, execution: execution)
    let single = floats(sample.center)
    guard ids.count >= 256,
      let whole = CodeTrial(sample, neighborCount: neighborCount, execution: execution).whole
    else { return single }
    let codes = rounded(whole, sample.center)
    let (n, k) = (Double(ids.count), Double(neighborCount))
    return cost(codes, pairs: n, left: whole.leftShare * n + 2 * k)
      < cost(single, pairs: n, left: 4 * k) ? codes : single
  }

  /// Nanoseconds of one processor for ruling out pairs by their codes, and for measuring those that are left.
  private func cost(_ recipe: CodeRecipe, pairs: Double, left: Double) -> Double {
    let bytes = Double(space.rowBytes)
    // Rows come from memory where they exceed the caches.
    let measuring = 30 + bytes * (Double(ids.count) * bytes > 2e7 ? 0.1 : 0.03)
    return pairs * TileCost.nanoseconds(recipe.kind, level: space.level, width: recipe.width)
      + left * measuring
  }

  private func rounded(_ candidate: CodeTrial.Candidate, _ center: [Double]) -> CodeRecipe {
    CodeRecipe(
      form: .rounded, kind: fg_code_bytes, isSquared: true,
      isNormalized: space.metric == .cosine, width: candidate.width, center: center,
      unit: candidate.unit, reachUnit: candidate.unit * (candidate.rotation?.stretch ?? 1),
      rotation: candidate.rotation)
  }

  private var isSquared: Bool {
    [.euclidean, .squaredEuclidean, .cosine].contains(space.metric)
  }

  /// The bytes of the data themselves, where they are bytes.
  private var bytes: CodeRecipe? {
    guard extent.areBytes, space.metric != .cosine, space.element != fg_float16,
      space.columnCount <= Int(FG_MOST_WHOLE_CODES) - 64
    else { return nil }
    return CodeRecipe(
      form: .bytes, kind: fg_code_bytes, isSquared: true, isNormalized: false,
      width: space.columnCount, center: [], unit: 1, reachUnit: 1, rotation: nil)
  }

  private func bfloats(_ center: [Double]) -> CodeRecipe {
    let single = floats(center)
    return CodeRecipe(
      form: .bfloats, kind: fg_code_bfloats, isSquared: true, isNormalized: single.isNormalized,
      width: single.width, center: center, unit: single.unit, reachUnit: single.unit,
      rotation: nil)
  }

  private func floats(_ center: [Double]) -> CodeRecipe {
    // A power of two that brings the values near 1, so that their squares neither overflow nor vanish.
    let unit =
      space.metric == .cosine
      ? 1 : Self.powerOfTwo(below: 1 / max(extent.largest, Double(Float.leastNonzeroMagnitude)))
    return CodeRecipe(
      form: .floats, kind: fg_code_floats, isSquared: true, isNormalized: space.metric == .cosine,
      width: space.columnCount, center: center, unit: unit, reachUnit: unit, rotation: nil)
  }

  /// The codes of the metrics that are no distances of vectors.
  private func plain(allowingBits: Bool) -> CodeRecipe {
    let d = space.columnCount
    let none = [Double](repeating: 0, count: d)
    let unit = Self.powerOfTwo(below: 1 / max(extent.largest, Double(Float.leastNonzeroMagnitude)))
    let gamma = CodeRecipe.tileRounding(d)
    func recipe(_ kind: fg_code_kind, unit: Double, reachUnit: Double) -> CodeRecipe {
      CodeRecipe(
        form: .floats, kind: kind, isSquared: false, isNormalized: false, width: d, center: none,
        unit: unit, reachUnit: reachUnit, rotation: nil)
    }
    switch space.metric {
    case .manhattan:
      return recipe(fg_code_absolute, unit: unit, reachUnit: unit * (1 + 2 * gamma))
    case .chebyshev: return recipe(fg_code_largest, unit: unit, reachUnit: unit * (1 + 0x1p-20))
    case .hamming:
      guard extent.areBits, allowingBits else {
        return recipe(fg_code_unequal, unit: 1, reachUnit: 1)
      }
      return CodeRecipe(
        form: .bits, kind: fg_code_bits, isSquared: false, isNormalized: false, width: d,
        center: none, unit: 1, reachUnit: 1, rotation: nil)
    case .innerProduct: return recipe(fg_code_floats, unit: unit, reachUnit: unit * unit)
    case .euclidean, .squaredEuclidean, .cosine:
      preconditionFailure("distances of vectors have codes of their own")
    }
  }

  private static func powerOfTwo(below value: Double) -> Double {
    Double(sign: .plus, exponent: min(max(value.exponent, -140), 140), significand: 1)
  }
}
