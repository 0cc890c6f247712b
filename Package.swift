// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "flipguard",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Flipguard", targets: ["Flipguard"]),
    .executable(name: "flipguard", targets: ["FlipguardCommand"]),
    .library(name: "LabelLedger", targets: ["LabelLedger"]),
    .library(name: "LedgerSQLite", targets: ["LedgerSQLite"]),
    .executable(name: "flipguard-ledger", targets: ["FlipguardLedgerCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .target(name: "CVectorKernels"),
    .target(name: "VectorKernels", dependencies: ["CVectorKernels"]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "ArrayFiles", dependencies: ["VectorKernels", "CZlib"]),
    .target(
      name: "Neighbors", dependencies: ["VectorKernels", "CVectorKernels", "ArrayFiles"]),
    .target(name: "CBundledData", exclude: ["Files"]),
    .target(name: "LabelData", dependencies: ["VectorKernels", "ArrayFiles", "CBundledData"]),
    .target(name: "Classifiers", dependencies: ["LabelData", "Neighbors", "VectorKernels"]),
    .target(
      name: "LabelContracts",
      dependencies: ["Classifiers", "LabelData", "Neighbors", "VectorKernels"]),
    .target(
      name: "LabelAttacks",
      dependencies: ["LabelContracts", "Classifiers", "LabelData", "Neighbors", "VectorKernels"]),
    .target(
      name: "LabelDefenses",
      dependencies: [
        "LabelContracts", "Classifiers", "LabelData", "Neighbors", "VectorKernels",
      ]),
    .target(
      name: "LabelCertificates",
      dependencies: ["LabelContracts", "Classifiers", "LabelData", "Neighbors", "VectorKernels"]),
    .target(
      name: "Experiments",
      dependencies: [
        "LabelAttacks", "LabelDefenses", "LabelCertificates", "LabelContracts", "Classifiers",
        "LabelData", "Neighbors",
        "ArrayFiles", "VectorKernels",
      ]),
    .target(
      name: "Flipguard",
      dependencies: [
        "Experiments", "LabelAttacks", "LabelDefenses", "LabelCertificates", "LabelContracts",
        "Classifiers", "LabelData", "Neighbors", "ArrayFiles", "VectorKernels",
      ]),
    .executableTarget(
      name: "FlipguardCommand",
      dependencies: [
        "Flipguard", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "LabelLedger", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
    .target(
      name: "LedgerSQLite",
      dependencies: ["LabelLedger", .product(name: "GRDB", package: "GRDB.swift")]),
    .executableTarget(
      name: "FlipguardLedgerCommand",
      dependencies: [
        "LabelLedger", "LedgerSQLite",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "FlipguardTestSupport", dependencies: ["LabelData", "VectorKernels", "ArrayFiles"],
      path: "Tests/FlipguardTestSupport"),
    .target(name: "CMatrixUnitModel", path: "Tests/CMatrixUnitModel"),
    .testTarget(
      name: "VectorKernelsTests",
      dependencies: [
        "VectorKernels", "CVectorKernels", "CMatrixUnitModel", "FlipguardTestSupport", "LabelData",
      ]),
    .testTarget(
      name: "NeighborsTests",
      dependencies: [
        "Neighbors", "ArrayFiles", "LabelData", "VectorKernels", "FlipguardTestSupport",
      ]),
    .testTarget(
      name: "ClassifiersTests",
      dependencies: [
        "Classifiers", "LabelData", "Neighbors", "VectorKernels", "FlipguardTestSupport",
      ]),
    .testTarget(
      name: "LabelAttacksTests",
      dependencies: [
        "LabelAttacks", "LabelContracts", "Classifiers", "LabelData", "Neighbors", "VectorKernels",
        "FlipguardTestSupport",
      ]),
    .testTarget(
      name: "LabelDefensesTests",
      dependencies: [
        "LabelDefenses", "LabelContracts", "Classifiers", "LabelData", "Neighbors", "VectorKernels",
        "FlipguardTestSupport",
      ]),
    .testTarget(
      name: "LabelCertificatesTests",
      dependencies: [
        "LabelCertificates", "LabelAttacks", "LabelDefenses", "LabelContracts", "Classifiers",
        "LabelData", "Neighbors", "VectorKernels", "FlipguardTestSupport",
      ]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "LabelAttacks", "LabelDefenses", "LabelCertificates", "LabelContracts",
        "Classifiers", "LabelData", "Neighbors", "VectorKernels", "ArrayFiles",
        "FlipguardTestSupport",
      ]),
    .testTarget(
      name: "FlipguardCommandTests",
      dependencies: [
        "FlipguardCommand", "Flipguard", "FlipguardTestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "LedgerTestSupport", dependencies: ["LabelLedger"], path: "Tests/LedgerTestSupport"),
    .executableTarget(
      name: "LedgerHammer", dependencies: ["LedgerSQLite", "LabelLedger"],
      path: "Tests/LedgerHammer"),
    .executableTarget(
      name: "LedgerFuzz", dependencies: ["LabelLedger"], path: "Tests/LedgerFuzz"),
    .testTarget(
      name: "LabelLedgerTests",
      dependencies: [
        "LabelLedger", "LedgerTestSupport", .product(name: "Crypto", package: "swift-crypto"),
      ], exclude: ["Vectors"]),
    .testTarget(
      name: "LedgerSQLiteTests",
      dependencies: [
        "LedgerSQLite", "LabelLedger", "LedgerTestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "FlipguardLedgerCommandTests",
      dependencies: [
        "FlipguardLedgerCommand", "LedgerSQLite", "LabelLedger",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(
      name: "ArrayFilesTests", dependencies: ["ArrayFiles", "FlipguardTestSupport"],
      exclude: ["Vectors"]),
    .testTarget(
      name: "LabelDataTests",
      dependencies: ["LabelData", "ArrayFiles", "VectorKernels", "FlipguardTestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

/// Only who builds the documentation needs the plugin for it.
if Context.environment["FLIPGUARD_DOCUMENTATION"] != nil {
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}

/// Every target of ours is built alike: warnings are errors, and unsafe memory is marked where it is used.
for target in package.targets where target.type != .system {
  if ["CVectorKernels", "CBundledData", "CMatrixUnitModel"].contains(target.name) {
    target.cSettings = [.treatAllWarnings(as: .error)]
  } else {
    target.swiftSettings = [
      .treatAllWarnings(as: .error),
      .strictMemorySafety(),
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
  }
}
