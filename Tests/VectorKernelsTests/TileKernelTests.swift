import CMatrixUnitModel
import CVectorKernels
import LabelData
import Testing
import VectorKernels

/// Every tile kernel against the plain sum that it stands for.
@Suite struct TileKernelTests {
  /// One kernel: those of the processor, and the one for matrix units on a model of the unit.
  struct Kernel: CustomTestStringConvertible, Sendable {
    let kind: fg_code_kind
    /// `nil` for the model.
    let level: InstructionSet?

    var testDescription: String {
      "\(["bytes", "floats", "absolute", "largest", "unequal", "bits", "bfloats"][Int(kind.rawValue)]) "
        + (level?.name ?? "model of a matrix unit")
    }

    var shape: fg_tile_shape {
      level.map { fg_tile_shape_of(kind, $0.rawValue) } ?? model_tile_shape(kind)
    }

    func pack(_ codes: [UInt8], _ codeBytes: Int, _ count: Int, into packed: inout [UInt8]) {
      guard let level else {
        return unsafe model_tile_pack(kind, codes, codeBytes, count, &packed)
      }
      unsafe fg_tile_pack(kind, level.rawValue, codes, codeBytes, count, &packed)
    }

    func scan(_ panel: inout fg_panel) -> Int {
      guard let level else { return unsafe model_tile_scan(kind, &panel) }
      return unsafe fg_tile_scan(kind, level.rawValue, &panel)
    }

    func settle(_ panel: inout fg_panel, _ half: UnsafeMutableRawPointer) {
      guard let level else { return }
      unsafe fg_tile_reaches(kind, level.rawValue, &panel, half)
    }

    static let all: [Kernel] =
      [
        fg_code_bytes, fg_code_floats, fg_code_absolute, fg_code_largest, fg_code_unequal,
        fg_code_bits, fg_code_bfloats,
      ].flatMap { kind in
        InstructionSet.available.map { Kernel(kind: kind, level: $0) }
      } + [fg_code_bytes, fg_code_bfloats].map { Kernel(kind: $0, level: nil) }
  }

  /// Small whole numbers, so that sums of floats are exact too.
  private struct Codes {
    let bytes: [UInt8]
    let values: [[Double]]

    init(_ kernel: Kernel, rows: Int, codeBytes: Int, _ generator: inout SeededGenerator) {
      var bytes: [UInt8] = []
      var values: [[Double]] = []
      for _ in 0..<rows {
        switch kernel.kind {
        case fg_code_bytes:
          let row = (0..<codeBytes).map { _ in UInt8(generator.below(256)) }
          bytes += row
          values.append(row.map { Double($0) - 128 })
        case fg_code_bits:
          let row = (0..<codeBytes).map { _ in UInt8(generator.below(256)) }
          bytes += row
          values.append(row.flatMap { byte in (0..<8).map { Double(byte >> $0 & 1) } })
        case fg_code_bfloats:
          let row = (0..<codeBytes / 2).map { _ in Float(generator.below(9)) - 4 }
          for value in row {
            bytes += [16, 24].map { UInt8(truncatingIfNeeded: value.bitPattern >> $0) }
          }
          values.append(row.map(Double.init))
        default:
          let row = (0..<codeBytes / 4).map { _ in Float(generator.below(9)) - 4 }
          for value in row {
            bytes += (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
          }
          values.append(row.map(Double.init))
        }
      }
      self.bytes = bytes
      self.values = values
    }
  }

  private func plain(_ kind: fg_code_kind, _ a: [Double], _ b: [Double]) -> Double {
    switch kind {
    case fg_code_bytes, fg_code_floats, fg_code_bfloats: zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    case fg_code_absolute: -zip(a, b).reduce(0) { $0 + abs($1.0 - $1.1) }
    case fg_code_largest: -zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
    default: -Double(zip(a, b).count { $0 != $1 })
    }
  }

  @Test(arguments: Kernel.all, [(1, 1), (3, 5), (8, 48), (7, 101)])
  func `tells the pairs that reach their limit, and no value is wrong`(
    kernel: Kernel, size: (rows: Int, columns: Int)
  ) {
    var generator = SeededGenerator(seed: UInt64(size.rows * 1000 + size.columns))
    let shape = kernel.shape
    let isReal = kernel.kind != fg_code_bytes && kernel.kind != fg_code_bits
    for steps in [1, 2, 9, isReal ? 300 : 5] {
      let codeBytes = steps * max(4, Int(shape.step_bytes))
      let rowCount = min(size.rows, Int(shape.rows))
      let rows = Codes(kernel, rows: rowCount, codeBytes: codeBytes, &generator)
      let columns = Codes(kernel, rows: size.columns, codeBytes: codeBytes, &generator)
      let width = Int(shape.columns)
      let padded = (size.columns + width - 1) / width * width
      var packed = [UInt8](repeating: 0, count: padded * codeBytes * Int(shape.spread))
      kernel.pack(columns.bytes, codeBytes, size.columns, into: &packed)
      func word(_ value: Double) -> Int32 {
        isReal ? Int32(bitPattern: Float(value).bitPattern) : Int32(value)
      }
      func value(_ word: Int32) -> Double {
        isReal ? Double(Float(bitPattern: UInt32(bitPattern: word))) : Double(word)
      }
      let starts = columns.values.map { row -> Double in
        let bias = kernel.kind == fg_code_bytes ? Double(shape.bias) * row.reduce(0, +) : 0
        return kernel.kind == fg_code_largest ? 0 : Double(generator.below(50)) - bias
      }
      let start =
        starts.map(word)
        + Array(
          repeating: isReal ? word(-3e38) : FG_START_NEVER, count: padded - size.columns)
      let halves = (0..<rowCount).map { _ in Double(generator.below(100)) }
      let expected = rows.values.map { row in
        columns.values.enumerated().map { column, other in
          let bias = kernel.kind == fg_code_bytes ? Double(shape.bias) * other.reduce(0, +) : 0
          return plain(kernel.kind, row, other) + starts[column] + bias
        }
      }
      for isSquared in [false, true] {
        for isSymmetric in [false, true] {
          // About a third of the pairs are within reach.
          let spread = expected.flatMap(\.self).map(abs).max() ?? 1
          func reach() -> Float {
            let half = Double(generator.below(1000)) / 1500 * spread
            return Float(isSquared ? (2 * half).squareRoot() : half - spread / 3)
          }
          let rowReach = (0..<rowCount).map { _ in reach() }
          let columnReach =
            (0..<size.columns).map { _ in reach() }
            + Array(repeating: -1e30, count: padded - size.columns)
          let rowSlack = (0..<rowCount).map { _ in Float(generator.below(3)) }
          let tileSlack = [Float](repeating: 1, count: padded / width)
          let half = halves.map(word)
          var scratch = [UInt8](
            repeating: 0, count: Int(shape.rows) * codeBytes * Int(shape.spread))
          var hits = [fg_hit](repeating: fg_hit(), count: Int(shape.rows) * padded)
          var values = [Int32](repeating: 0, count: Int(shape.rows) * padded)
          var columnHalf = [Int32](repeating: 0, count: padded)
          let found = unsafe rows.bytes.withUnsafeBufferPointer { rowCodes in
            unsafe packed.withUnsafeBufferPointer { packed in
              unsafe start.withUnsafeBufferPointer { start in
                unsafe columnReach.withUnsafeBufferPointer { columnReach in
                  unsafe tileSlack.withUnsafeBufferPointer { tileSlack in
                    unsafe half.withUnsafeBufferPointer { half in
                      unsafe rowReach.withUnsafeBufferPointer { rowReach in
                        unsafe rowSlack.withUnsafeBufferPointer { rowSlack in
                          unsafe scratch.withUnsafeMutableBufferPointer { scratch in
                            unsafe hits.withUnsafeMutableBufferPointer { hits in
                              unsafe columnHalf.withUnsafeMutableBufferPointer { columnHalf in
                                var panel = unsafe fg_panel()
                                unsafe panel.codes = rowCodes.baseAddress
                                unsafe panel.code_bytes = codeBytes
                                unsafe panel.row_count = rowCount
                                unsafe panel.packed = packed.baseAddress
                                unsafe panel.column_count = size.columns
                                unsafe panel.column_start = UnsafeRawPointer(start.baseAddress)
                                unsafe panel.column_reach =
                                  isSymmetric ? columnReach.baseAddress : nil
                                unsafe panel.tile_slack = tileSlack.baseAddress
                                unsafe panel.row_half = UnsafeRawPointer(half.baseAddress)
                                unsafe panel.row_reach = rowReach.baseAddress
                                unsafe panel.row_slack = rowSlack.baseAddress
                                unsafe panel.squares = isSquared ? 1 : 0
                                unsafe panel.scratch = scratch.baseAddress
                                unsafe panel.hits = hits.baseAddress
                                // Half of the rows have more slack than the halves were made for.
                                unsafe panel.half_slack = kernel.level == nil ? -1 : 1
                                unsafe panel.column_half = UnsafeRawPointer(columnHalf.baseAddress)
                                if isSymmetric, let address = columnHalf.baseAddress {
                                  unsafe kernel.settle(&panel, UnsafeMutableRawPointer(address))
                                }
                                let count = unsafe kernel.scan(&panel)
                                unsafe values.withUnsafeMutableBytes {
                                  unsafe panel.values = $0.baseAddress
                                  _ = unsafe kernel.scan(&panel)
                                }
                                return count
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
          let told = Set(hits.prefix(found).map { [Int($0.row), Int($0.column)] })
          #expect(told.count == found)
          for row in 0..<rowCount {
            for column in 0..<size.columns {
              let sum = expected[row][column]
              #expect(value(values[row * padded + column]) == sum)
              func limit(_ reach: Float, _ slack: Float) -> Double {
                let whole = Double(reach + slack)
                return halves[row] - (isSquared ? max(0, whole) * max(0, whole) / 2 : Double(reach))
              }
              let own = limit(rowReach[row], 1)
              let other = isSymmetric ? limit(columnReach[column], rowSlack[row]) : .infinity
              let isTold = told.contains([row, column])
              if sum >= min(own, other) { #expect(isTold) }
              // What need not be told is told only just beside the limit, or for the slack of other rows.
              let most = isSymmetric ? limit(columnReach[column], 2) : .infinity
              if sum < min(own, most) - 3 - spread * 0x1p-18 { #expect(!isTold) }
            }
          }
          for hit in hits.prefix(found) {
            #expect(value(hit.value) == expected[Int(hit.row)][Int(hit.column)])
          }
        }
      }
    }
  }
}
