// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "flipguard-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "flipguard", path: "../"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "PeerTimings",
      dependencies: [
        .product(name: "Flipguard", package: "flipguard"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
