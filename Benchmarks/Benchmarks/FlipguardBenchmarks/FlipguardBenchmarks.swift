import Benchmark
import Flipguard

/// Deterministic data: uniform features, with class 1 shifted.
private func clusters(rowCount: Int, featureCount: Int) throws -> Dataset {
  var generator = SeededGenerator(seed: 1, key: "benchmarks")
  let classes = (0..<rowCount).map { $0 % 2 }
  let elements = classes.flatMap { label in
    (0..<featureCount).map { _ in Float(generator.unitInterval() + 0.3 * Double(label)) }
  }
  return try Dataset(
    features: Matrix(rowCount: rowCount, columnCount: featureCount, elements: elements),
    labels: Labels(classIndices: classes, classNames: ["0", "1"]))
}

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .peakMemoryResident], maxDuration: .seconds(5), maxIterations: 100)

  Benchmark("Greedy attack, 100 rows, 30 features, 20 flips") { benchmark in
    let data = try clusters(rowCount: 100, featureCount: 30)
    let problem = AttackProblem(features: data.features, labels: data.labels)
    benchmark.startMeasurement()
    blackHole(
      try GreedyLabelFlip().craft(problem, budget: .count(20), seed: 1, execution: Execution()))
  }

  Benchmark("Exact neighbors, 2,000 x 50") { benchmark in
    let data = try clusters(rowCount: 2_000, featureCount: 50)
    benchmark.startMeasurement()
    blackHole(try ExactNeighbors.graph(of: data.features, count: 10))
  }

  Benchmark("Sanitizer's vote, 2,000 rows") { benchmark in
    let data = try clusters(rowCount: 2_000, featureCount: 50)
    let evidence = Evidence(
      neighborGraph: try ExactNeighbors.graph(of: data.features, count: 10))
    benchmark.startMeasurement()
    blackHole(try KNNSanitizer().sanitize(data.labels, evidence: evidence))
  }

  Benchmark("CSV, 20,000 x 32 in memory") { benchmark in
    var generator = SeededGenerator(seed: 2, key: "benchmarks")
    let lines = (0..<20_000).map { row in
      (0..<32).map { _ in "0.\(generator.below(1_000_000))," }.joined() + "\(row % 2)\n"
    }
    let bytes = Array(lines.joined().utf8)
    benchmark.startMeasurement()
    blackHole(
      try CSVFormat().read(
        ByteReader(bytes: bytes, name: "benchmark.csv"), options: ReadOptions(),
        execution: Execution()))
  }
}
