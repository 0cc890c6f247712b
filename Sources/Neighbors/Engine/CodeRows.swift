internal import CVectorKernels
internal import VectorKernels

/// The codes of rows, row-major, with what the tile kernels need to know of each.
final class CodeRows: @unchecked Sendable {
  let recipe: CodeRecipe
  let level: Int32
  let count: Int
  let codeBytes: Int
  let codes: Memory<UInt8>
  /// Half the squared norm; int32, or the bits of a float.
  let half: Memory<Int32>
  /// What a column starts from.
  let start: Memory<Int32>
  /// What rounding may have taken off, in code units.
  let slack: Memory<Float>
  /// 1 where the squared norm is odd, so that whole distances can be told from halves.
  let odd: Memory<UInt8>

  var isReal: Bool { recipe.form == .floats || recipe.form == .bfloats }

  init(recipe: CodeRecipe, level: Int32, count: Int) {
    self.recipe = recipe
    self.level = level
    self.count = count
    codeBytes = recipe.codeBytes(step: Int(fg_tile_shape_of(recipe.kind, level).step_bytes))
    codes = Memory(count: count * codeBytes)
    half = Memory(count: count)
    start = Memory(count: count)
    slack = Memory(count: count)
    odd = Memory(count: count, repeating: 0)
  }

  /// The address of a row's codes.
  @inline(__always)
  func address(_ place: Int) -> UnsafeRawPointer {
    unsafe UnsafeRawPointer(codes.base + place * codeBytes)
  }

  /// How far a row at a place reaches: what the tile kernels hold a pair's value against.
  ///
  /// - Parameters:
  ///   - limit: The quantity up to which rows are sought.
  ///   - place: Where the row's codes are.
  ///   - bounds: What the quantity is.
  /// - Returns: A reach in code units, rounded up.
  @inline(__always)
  func reach(_ limit: Double, place: Int, bounds: DistanceBounds) -> Float {
    let reach = (recipe.isSquared ? bounds.radius(limit) : limit) * recipe.reachUnit
    let sum = reach + Double(slack[place])
    // Rounded up, also where it is 0 or beyond single precision.
    return Float(min(sum + abs(sum) * 0x1p-22 + 1e-37, 1e30))
  }

  /// Moves every row to another place: the one at `order[place]` comes to `place`.
  func permute(_ order: Memory<Int32>) {
    let bytes = Memory<UInt8>(count: codeBytes)
    let isDone = Memory<Bool>(count: count, repeating: false)
    for first in 0..<count where !isDone[first] {
      // One cycle of the permutation, with one row kept aside.
      unsafe bytes.base.update(from: codes.base + first * codeBytes, count: codeBytes)
      let aside = (half[first], start[first], slack[first], odd[first])
      var place = first
      while true {
        isDone[place] = true
        let source = Int(order[place])
        if source == first { break }
        unsafe (codes.base + place * codeBytes).update(
          from: codes.base + source * codeBytes, count: codeBytes)
        (half[place], start[place], slack[place], odd[place]) =
          (half[source], start[source], slack[source], odd[source])
        place = source
      }
      unsafe (codes.base + place * codeBytes).update(from: bytes.base, count: codeBytes)
      (half[place], start[place], slack[place], odd[place]) = aside
    }
  }

  /// Fills the columns of a strip from consecutive places.
  func fill(_ strip: PackedStrip, from first: Int, count: Int) {
    unsafe strip.pack(address(first), count: count)
    unsafe strip.start.base.update(from: start.base + first, count: count)
    strip.setSlack(slack, from: first)
    strip.pad(isReal: isReal)
  }
}
