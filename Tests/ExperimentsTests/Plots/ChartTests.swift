import Testing

@testable import Experiments

struct ChartTests {
  static let hostile = "<script>\"'&\u{0}"

  static let line = LineChart(
    title: hostile, summary: hostile, xTitle: hostile, yTitle: hostile,
    series: (0..<9).map { index in
      LineChart.Series(
        name: "\(hostile) \(index)",
        points: (0...20).map {
          LineChart.Point(x: Double($0), y: Double(index + $0), standardError: 0.5)
        })
    })
  static let scatter = ScatterChart(
    title: hostile, summary: hostile, xTitle: hostile, yTitle: hostile,
    groups: [
      ScatterChart.Group(
        name: hostile,
        points: [
          ScatterChart.Point(x: -1, y: 2), ScatterChart.Point(x: 3, y: 4, isMarked: true),
        ]),
      ScatterChart.Group(name: "empty", points: []),
    ], markName: hostile)
  static let bar = BarChart(
    title: hostile, summary: hostile, countName: hostile, partName: hostile,
    bars: [BarChart.Bar(name: hostile, count: 1200, part: 3)])
  static let interval = IntervalChart(
    title: hostile, summary: hostile, xTitle: hostile, markName: hostile, plainName: hostile,
    reference: 0,
    entries: [
      IntervalChart.Entry(name: hostile, value: -0.2, low: -0.3, high: -0.1, isMarked: true),
      IntervalChart.Entry(name: "short", value: 0.1, low: -0.05, high: 0.25, isMarked: false),
    ])

  static let histogram = HistogramChart(
    title: hostile, summary: hostile, xTitle: hostile, yTitle: hostile, partName: hostile,
    restName: hostile, border: (0.6, hostile), values: [0, 0.04, 0.05, 0.5, 1, 1],
    isPart: [true, true, true, false, false, true])
  static let matrix = MatrixChart(
    title: hostile, summary: hostile, rowTitle: hostile, columnTitle: hostile,
    names: [hostile, "b"],
    fields: [
      [.init(count: 0, expected: nil), .init(count: 7, expected: 2)],
      [.init(count: 3, expected: 0), .init(count: 0, expected: nil)],
    ])

  static let drawings = [
    line.svg(identifier: "a b\"<"), scatter.svg(identifier: "s"), bar.svg(identifier: "b"),
    interval.svg(identifier: "i"),
    LineChart(title: "", summary: "", xTitle: "", yTitle: "", series: []).svg(identifier: "e"),
    ScatterChart(title: "", summary: "", xTitle: "", yTitle: "", groups: [], markName: "")
      .svg(identifier: "e"),
    BarChart(title: "", summary: "", countName: "", partName: "", bars: []).svg(identifier: "e"),
    IntervalChart(
      title: "", summary: "", xTitle: "", markName: "", plainName: "", reference: nil, entries: []
    ).svg(identifier: "e"),
    histogram.svg(identifier: "h"), matrix.svg(identifier: "m"),
    HistogramChart(
      title: "", summary: "", xTitle: "", yTitle: "", partName: "", restName: "", border: nil,
      values: [], isPart: []
    ).svg(identifier: "e"),
    MatrixChart(
      title: "", summary: "", rowTitle: "", columnTitle: "", names: [], fields: []
    ).svg(identifier: "e"),
  ]

  @Test func `bins hold the values from their lower end on, and the last one 1`() {
    #expect(Self.histogram.parts == [2, 1] + [Int](repeating: 0, count: 17) + [1])
    #expect(Self.histogram.rests[10] == 1 && Self.histogram.rests[19] == 1)
    #expect(Self.histogram.rests.reduce(0, +) == 2)
  }

  @Test func `fields step with each doubling of the ratio`() {
    let steps = [(0, 1.0), (2, 2), (3, 2), (4, 2), (8, 2), (16, 2), (1, 0)].map {
      MatrixChart.Field(count: $0.0, expected: $0.1).step
    }
    #expect(steps == [0, 0, 1, 2, 3, 4, 4])
    #expect(MatrixChart.Field(count: 5, expected: nil).step == 0)
  }

  @Test(arguments: drawings.indices)
  func `charts are well-formed, described, and hold no script`(index: Int) {
    let svg = Self.drawings[index]
    let check = XMLCheck(svg)
    #expect(check.fault == nil)
    #expect(check.elementCounts["script"] == nil)
    #expect(check.elementCounts["title"] == 1 && check.elementCounts["desc"] == 1)
    #expect(!svg.contains("nan") && !svg.contains("inf"))
  }

  @Test func `two drawings in one page share no id`() {
    let first = XMLCheck(Self.line.svg(identifier: "first")).ids
    let second = XMLCheck(Self.line.svg(identifier: "second")).ids
    #expect(first.count == 2)
    #expect(Set(first).isDisjoint(with: second))
  }

  @Test func `styles differ in color, dash and shape alike`() {
    let styles = (0..<ChartStyle.count).map { ChartStyle(index: $0) }
    #expect(Set(styles.map(\.color)).count == ChartStyle.count)
    #expect(Set(styles.map(\.dashes)).count == ChartStyle.count)
    #expect(Set(styles.map(\.shape)).count == ChartStyle.count)
  }

  @Test func `positions lie where the axes say`() {
    let area = PlotArea(
      x: AxisTicks(from: 0, through: 20), y: AxisTicks(from: 0, through: 40), bottom: 300)
    #expect(area.x(0) == area.left)
    #expect(area.x(20) == area.right)
    #expect(area.y(0) == area.bottom)
    #expect(area.y(40) == area.top)
    #expect(area.y(10) > area.y(30))
  }

  @Test func `long names are cut at an ellipsis`() {
    #expect(ChartFrame.shortened("abcdefgh", toWidth: 50, letter: 10) == "abcd\u{2026}")
    #expect(ChartFrame.shortened("abcde", toWidth: 50, letter: 10) == "abcde")
  }
}
