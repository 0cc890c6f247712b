internal import CVectorKernels
internal import VectorKernels

/// Turns rows of features into codes.
struct CodeEncoder: Sendable {
  let recipe: CodeRecipe
  let space: RowSpace

  /// The codes of some rows, in the order given.
  func encode(_ ids: Memory<Int32>, execution: Execution) -> CodeRows {
    let rows = CodeRows(recipe: recipe, level: space.level, count: ids.count)
    _ = execution.silent.mapBlocks(of: ids.count, size: 512) { block in
      let worker = Worker(self)
      for place in block { worker.encode(place: place, id: ids[place], of: self, into: rows) }
      worker.finish(of: self, into: rows)
    }
    return rows
  }

  /// Makes room for the rounding of products, which grows with the length of both rows.
  ///
  /// - Parameters:
  ///   - rows: The codes, whose slack is the length of each row so far.
  ///   - longest: Length of the longest other row, in code units.
  func widenSlack(_ rows: CodeRows, longest: Float) {
    guard space.metric == .innerProduct else { return }
    let factor = Float(1.1 * CodeRecipe.tileRounding(recipe.width)) * longest
    for place in 0..<rows.count where rows.slack[place].isFinite { rows.slack[place] *= factor }
  }

  /// What one thread needs to encode rows: they are turned into the head a panel at a time.
  private final class Worker {
    private let prepared: Memory<Float>
    private let bytes: Memory<UInt8>
    private let strip: PackedStrip?
    private let panel: PanelRows?
    private let heads: Memory<Float>
    private let panelRows: Int
    private var waiting: [Int] = []

    init(_ encoder: CodeEncoder) {
      let recipe = encoder.recipe
      let d = encoder.space.columnCount
      if let rotation = recipe.rotation {
        let strip = PackedStrip(
          kind: fg_code_floats, level: encoder.space.level, codeBytes: d * 4,
          capacity: recipe.width)
        unsafe strip.pack(UnsafeRawPointer(rotation.basis.base), count: recipe.width)
        let panel = strip.panel()
        panelRows = panel.capacity
        self.panel = panel
        heads = Memory(count: panelRows * strip.paddedCount)
        self.strip = strip
      } else {
        strip = nil
        panel = nil
        panelRows = 1
        heads = Memory(count: 1)
      }
      prepared = Memory(count: panelRows * d + 16)
      bytes = Memory(count: d)
    }

    func encode(place: Int, id: Int32, of encoder: CodeEncoder, into rows: CodeRows) {
      let (recipe, space) = (encoder.recipe, encoder.space)
      let d = space.columnCount
      let target = unsafe rows.codes.base + place * rows.codeBytes
      switch recipe.form {
      case .bytes:
        unsafe target.initialize(repeating: 128, count: rows.codeBytes)
        if space.element == fg_uint8 {
          unsafe target.update(
            from: space.row(id).assumingMemoryBound(to: UInt8.self), count: d)
        } else {
          let isWhole = unsafe fg_convert_to_bytes(
            space.level, space.row(id).assumingMemoryBound(to: Float.self), d, target)
          precondition(isWhole == 1, "bytes were promised")
        }
        finishBytes(
          unsafe fg_sum_codes(space.level, target, rows.codeBytes), place, rows, slack: 0)
      case .bits:
        unsafe target.initialize(repeating: 0, count: rows.codeBytes)
        for column in 0..<d where space.isOne(id, column) {
          unsafe target[column >> 3] |= 1 << UInt8(column & 7)
        }
        (rows.half[place], rows.start[place], rows.slack[place]) = (0, 0, 0.5)
      case .rounded, .bfloats, .floats:
        let start = unsafe prepared.base + waiting.count * d
        let length = recipe.isNormalized ? space.squaredNorms[Int(id)].squareRoot() : 1
        unsafe recipe.center.withUnsafeBufferPointer { center in
          unsafe fg_prepare_row(
            space.level, space.element, space.row(id), 1 / length, center.baseAddress, recipe.unit,
            d, start)
        }
        guard strip != nil else {
          unsafe finish(UnsafePointer(start), error: 0, place, encoder, rows)
          return
        }
        waiting.append(place)
        if waiting.count == panelRows { finish(of: encoder, into: rows) }
      }
    }

    /// Turns the rows that wait into their heads.
    func finish(of encoder: CodeEncoder, into rows: CodeRows) {
      guard let strip, let panel, !waiting.isEmpty else { return }
      let d = encoder.space.columnCount
      unsafe strip.values(
        UnsafeRawPointer(prepared.base), waiting.count, panel,
        into: UnsafeMutableRawPointer(heads.base))
      for (row, place) in waiting.enumerated() {
        let values = unsafe prepared.base + row * d
        let length = unsafe fg_product(encoder.space.level, fg_float32, values, values, d)
          .squareRoot()
        // Each of the head's products is a sum of d terms in single precision.
        let error =
          CodeRecipe.tileRounding(d) * length * Double(encoder.recipe.width).squareRoot()
        unsafe finish(
          UnsafePointer(heads.base + row * strip.paddedCount), error: error, place, encoder,
          rows)
      }
      waiting.removeAll(keepingCapacity: true)
    }

    /// Rounds the values that codes are made of; `error` is what these may already be off by.
    private func finish(
      _ values: UnsafePointer<Float>, error: Double, _ place: Int, _ encoder: CodeEncoder,
      _ rows: CodeRows
    ) {
      let recipe = encoder.recipe
      let level = encoder.space.level
      let width = recipe.width
      let target = unsafe rows.codes.base + place * rows.codeBytes
      let norm = unsafe fg_product(level, fg_float32, values, values, width)
      // Preparing a feature rounds it once to single precision.
      let prepared = norm.squareRoot() * 0x1.1p-24 + Double(encoder.space.columnCount) * 0x1p-126
      if recipe.form == .rounded {
        let rounded = unsafe fg_round_codes(level, values, width, target)
        unsafe (target + width).initialize(repeating: 128, count: rows.codeBytes - width)
        finishBytes(
          rounded, place, rows, slack: rounded.residual * (1 + 0x1p-18) + error + prepared)
        return
      }
      if recipe.form == .bfloats, norm < 1e28 {
        unsafe finishBfloats(values, error: error + prepared, place, encoder, rows)
        return
      }
      let codes = unsafe UnsafeMutableRawPointer(target).assumingMemoryBound(to: Float.self)
      let gamma = CodeRecipe.tileRounding(width)
      if !recipe.isSquared, !(norm < (recipe.kind == fg_code_floats ? 1e28 : 1e60)) {
        // Beyond single precision: every pair with this row is measured.
        unsafe codes.initialize(repeating: 0, count: width)
        rows.half[place] = 0
        rows.start[place] = Self.bits(3e38)
        rows.slack[place] = .infinity
      } else if recipe.kind != fg_code_floats {
        unsafe codes.update(from: values, count: width)
        rows.half[place] = 0
        rows.start[place] = 0
        rows.slack[place] = Float(Double(width) * 0x1p-140)
      } else if norm < 1e28 {
        unsafe codes.update(from: values, count: width)
        rows.half[place] = Self.bits(recipe.isSquared ? norm / 2 * (1 - 1.1 * gamma) : 0)
        rows.start[place] = Self.bits(recipe.isSquared ? -norm / 2 * (1 - 2.2 * gamma) : 0)
        rows.slack[place] =
          recipe.isSquared
          ? Float(prepared + error) * (1 + 0x1p-22) : Float(norm.squareRoot()) * (1 + 0x1p-22)
      } else {
        unsafe target.initialize(repeating: 0, count: rows.codeBytes)
        rows.half[place] = 0
        rows.start[place] = 0
        rows.slack[place] = .infinity
      }
    }

    private func finishBfloats(
      _ values: UnsafePointer<Float>, error: Double, _ place: Int, _ encoder: CodeEncoder,
      _ rows: CodeRows
    ) {
      let (level, width) = (encoder.space.level, encoder.recipe.width)
      let target = unsafe rows.codes.base + place * rows.codeBytes
      unsafe target.initialize(repeating: 0, count: rows.codeBytes)
      let codes = unsafe UnsafeMutableRawPointer(target).assumingMemoryBound(to: UInt16.self)
      let residual = unsafe fg_round_bfloats(level, values, width, codes)
      let norm = (0..<width).reduce(0.0) {
        let value = unsafe Double(Float(bitPattern: UInt32(codes[$1]) << 16))
        return $0 + value * value
      }
      // Matrix units add all products one after the other, and products below 2^-126 may vanish.
      let gamma = CodeRecipe.singleRounding(width)
      let vanishing = Double(width) * 0x1p-126
      rows.half[place] = Self.bits(norm / 2 * (1 - 1.1 * gamma) - vanishing)
      rows.start[place] = Self.bits(-norm / 2 * (1 - 2.2 * gamma))
      rows.slack[place] =
        Float(residual * (1 + 0x1p-14) + Double(width).squareRoot() * 0x1p-73 + error)
        * (1 + 0x1p-22)
    }

    private func finishBytes(
      _ rounded: fg_rounded, _ place: Int, _ rows: CodeRows, slack: Double
    ) {
      let half = Int32(truncatingIfNeeded: rounded.sum_of_squares / 2)
      let bias = Int64(fg_tile_shape_of(rows.recipe.kind, rows.level).bias)
      rows.half[place] = half
      rows.start[place] = Int32(truncatingIfNeeded: -Int64(half) - bias * rounded.sum)
      rows.slack[place] = Float(slack) * (1 + 0x1p-22)
      rows.odd[place] = UInt8(truncatingIfNeeded: rounded.sum_of_squares & 1)
    }

    private static func bits(_ value: Double) -> Int32 {
      Int32(bitPattern: Float(value).bitPattern)
    }
  }
}

extension RowSpace {
  /// Whether a value of data of zeros and ones is one.
  func isOne(_ row: Int32, _ column: Int) -> Bool {
    switch element {
    case fg_uint8: unsafe self.row(row).load(fromByteOffset: column, as: UInt8.self) != 0
    case fg_float16:
      unsafe self.row(row).loadUnaligned(fromByteOffset: column * 2, as: UInt16.self) & 0x7FFF != 0
    default:
      unsafe self.row(row).loadUnaligned(fromByteOffset: column * 4, as: Float.self) != 0
    }
  }
}
