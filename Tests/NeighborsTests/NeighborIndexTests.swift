import FlipguardTestSupport
import LabelData
import Neighbors
import Testing
import VectorKernels

@Suite struct NeighborIndexTests {
  private func part(_ rows: FeatureRows, _ range: Range<Int>) -> FeatureRows {
    FeatureRows(rows.matrix(rows: range))
  }

  /// Floats of any data, of which the first rows are the reference and all are asked for.
  @Test(arguments: HardData.all, DistanceMetric.allCases)
  func `finds what a sort of all distances finds`(data: HardData, metric: DistanceMetric) throws {
    guard data.allows(metric) else { return }
    let all = FeatureRows(data.rows.matrix(rows: 0..<data.rows.rowCount))
    let reference = part(all, 0..<(all.rowCount + 1) / 2)
    let plain = PlainNeighbors(reference, metric)
    for instructions in InstructionSet.available {
      let index = try NeighborIndex(reference, metric: metric, instructionSet: instructions)
      for count in Set([1, min(9, reference.rowCount)]) {
        let found = try index.neighbors(of: all, count: count)
        for row in stride(from: 0, to: all.rowCount, by: max(1, all.rowCount / 9)) {
          let expected = plain.sorted(all.row(row).map(Double.init), except: nil).prefix(count)
          #expect(found.neighbors(of: row).elementsEqual(expected.map { Int32($0.row) }))
          #expect(found.distances(of: row).elementsEqual(expected.map { Float($0.distance) }))
        }
      }
    }
  }

  @Test(arguments: HardData.all, DistanceMetric.allCases)
  func `finds all within a distance`(data: HardData, metric: DistanceMetric) throws {
    guard data.allows(metric) else { return }
    let plain = PlainNeighbors(data.rows, metric)
    let index = try NeighborIndex(data.rows, metric: metric)
    // The distance of a neighbor is within it.
    let radius = plain.sorted(row: 0)[min(5, data.rows.rowCount - 2)].distance
    let found = try index.neighbors(of: data.rows, within: radius)
    for row in stride(from: 0, to: data.rows.rowCount, by: max(1, data.rows.rowCount / 9)) {
      let expected = plain.sorted(data.rows.row(row).map(Double.init), except: nil)
        .prefix { $0.distance <= radius }
      #expect(found.neighbors(of: row).elementsEqual(expected.map { Int32($0.row) }))
      #expect(found.distances(of: row).elementsEqual(expected.map { Float($0.distance) }))
    }
  }

  @Test(arguments: [DistanceMetric.euclidean, .cosine, .innerProduct, .manhattan])
  func `rows come and go`(metric: DistanceMetric) throws {
    let matrix = try SyntheticData.clusters(rowCount: 900, featureCount: 5, seed: 8).features
    var elements = matrix.elements
    // A row that is nothing like those that the codes were made for.
    for column in 0..<5 { elements[899 * 5 + column] *= 1e15 }
    let all = FeatureRows(Matrix(rowCount: 900, columnCount: 5, elements: elements))
    let index = try NeighborIndex(part(all, 0..<400), metric: metric)
    #expect(try index.add(part(all, 400..<401)) == 400..<401)
    #expect(try index.add(part(all, 401..<900)) == 401..<900)
    let gone = Set([0, 3, 399, 400, 401, 898])
    for row in gone { index.remove(row: row) }
    #expect(index.liveCount == 894)
    let plain = PlainNeighbors(all, metric)
    for row in [0, 5, 400, 700, 899] {
      let found = try index.neighbors(of: part(all, row..<row + 1), count: 8)
      let expected = plain.sorted(all.row(row).map(Double.init), except: nil)
        .filter { !gone.contains($0.row) }.prefix(8)
      #expect(found.neighbors(of: 0).elementsEqual(expected.map { Int32($0.row) }))
    }
  }

  @Test func `bad input is refused by name and changes nothing`() throws {
    let index = try NeighborIndex(FeatureRows(Matrix(rows: [[1, 2], [3, 4]])))
    #expect(throws: NeighborError.neighborCount(given: 3, rowCount: 3)) {
      try index.neighbors(of: FeatureRows(Matrix(rows: [[1, 1]])), count: 3)
    }
    #expect(throws: NeighborError.notFinite(row: 0, column: 1, value: .infinity)) {
      try index.add(FeatureRows(Matrix(rows: [[1, .infinity]])))
    }
    #expect(index.rowCount == 2)
    let found = try index.neighbors(of: FeatureRows(Matrix(rows: [[1, 1]])), count: 2)
    #expect(found.indices == [0, 1])
  }
}
