// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "flipguard-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "flipguard", path: "../"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "PeerTimings",
      dependencies: [
        .product(name: "Flipguard", package: "flipguard"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "LedgerTimings",
      dependencies: [
        .product(name: "LabelLedger", package: "flipguard"),
        .product(name: "LedgerSQLite", package: "flipguard"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "FlipguardBenchmarks",
      dependencies: [
        .product(name: "Flipguard", package: "flipguard"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/FlipguardBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
