import LabelContracts
import LabelData
import VectorKernels

/// Rows of a scan in the plane in which the scaled features vary most.
struct ScanPlane: Sendable {
  /// A row that is drawn.
  struct Point: Equatable, Sendable {
    let row: Int
    let position: SIMD2<Double>
  }

  /// Most points drawn that are no issues.
  static let backgroundLimit = 4000
  /// Most issues drawn.
  static let issueLimit = 2000
  /// Most rows that the plane is found from.
  static let sampleLimit = 10_000

  /// The plane.
  let components: PrincipalComponents
  /// Number of rows that it was found from: all, or a seeded sample of ``sampleLimit``.
  let sampleCount: Int
  /// What is drawn that is no issue: all, or a seeded sample of ``backgroundLimit``; ascending.
  let background: [Point]
  /// The issues drawn: all, or the worst ``issueLimit``; worst first.
  let issues: [Point]

  /// Finds the plane and places the rows.
  ///
  /// - Complexity: O(n) beside the d columns of the rows that are sampled or drawn.
  init(of features: Matrix, _ result: ScanResult, execution: Execution) {
    let scaling = result.pictureScaling.fit(features)
    let sample = Self.sampled(
      Array(0..<features.rowCount), Self.sampleLimit, result.seed, "scan/plane")
    let components = PrincipalComponents(
      of: scaling.apply(to: features.selecting(rows: sample)), seed: result.seed,
      execution: execution)
    func points(_ rows: [Int]) -> [Point] {
      let scaled = scaling.apply(to: features.selecting(rows: rows))
      return rows.enumerated().map {
        Point(row: $1, position: components.position(of: scaled.row($0)))
      }
    }
    self.components = components
    sampleCount = sample.count
    issues = points(
      Array(result.rowsWorstFirst.prefix(min(result.issues.issueCount, Self.issueLimit))))
    background = points(
      Self.sampled(
        result.issues.isLabelIssue.indices.filter { !result.issues.isLabelIssue[$0] },
        Self.backgroundLimit, result.seed, "scan/picture"))
  }

  /// The rows, or so many of them at random; ascending.
  private static func sampled(
    _ rows: [Int], _ limit: Int, _ seed: UInt64, _ key: String
  ) -> [Int] {
    guard rows.count > limit else { return rows }
    var generator = SeededGenerator(seed: seed, key: key)
    var rows = rows
    generator.shuffle(&rows)
    return rows.prefix(limit).sorted()
  }
}
