import Flipguard
import FlipguardTestSupport
import Foundation
import Testing

/// What is written beside the code names everything that is listed in it.
@Suite struct DocumentationTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  private static let cards =
    Attacks.all.map { "attack-\($0.id)" } + Detectors.all.map { "detector-\($0.id)" }
    + Sanitizers.all.map { "sanitizer-\($0.id)" } + RobustLearners.all.map { "learner-\($0.id)" }
    + Certificates.all.map { "certificate-\($0.id)" }

  /// What puts figures on all labels together is no method of a list.
  private static let calibrations = ["false-discovery-control", "flip-rate"].map {
    "calibration-\($0)"
  }

  @Test(arguments: cards)
  func `every method has a card with all its parts`(name: String) throws {
    let card = try Self.text("Documentation/Methods/\(name).md")
    let (kind, id) = try #require(name.split(separator: "-", maxSplits: 1).map(String.init).pair)
    #expect(card.hasPrefix("# \(kind.capitalized) `\(id)`"))
    // Robust learners give models and certificates radii, not scores; a learner is used from Swift.
    let own =
      switch kind {
      case "learner": ["What is guaranteed", "In Swift"]
      case "certificate": ["What is guaranteed", "On the command line"]
      default: ["Scores", "On the command line"]
      }
    for part in ["Formula", "Source", "Parameters", "Cost", "When it fails"] + own {
      #expect(card.contains("\n## \(part)\n"), "\(name) lacks '\(part)'")
    }
    #expect(try Self.text("README.md").contains("(Documentation/Methods/\(name).md)"))
  }

  @Test func `no card is about something else`() throws {
    let folder = Self.root.appending(path: "Documentation/Methods").path()
    let found = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(found) == Set((Self.cards + Self.calibrations).map { "\($0).md" } + ["README.md"]))
  }

  @Test func `every format and bundled set is described`() throws {
    let files = try Self.text("Documentation/Files.md")
    for name in DataFormats.all.flatMap(\.fileExtensions) where !name.hasPrefix("idx") {
      #expect(files.contains("`.\(name)`"), "\(name)")
    }
    let notice = try Self.text("NOTICE")
    for set in BundledDataset.allCases {
      #expect(notice.contains(set.rawValue) || notice.contains(set.citation.suffix(30)))
    }
  }

  private static let pages =
    [
      "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "Documentation/Files.md",
      "Documentation/Neighbors.md", "Documentation/Benchmark.md", "Benchmarks/PROTOCOL.md",
      "Documentation/Reproduction.md",
      "Documentation/Methods/README.md",
    ] + (cards + calibrations).map { "Documentation/Methods/\($0).md" }

  @Test(arguments: pages)
  func `links lead to files`(page: String) throws {
    let folder = Self.root.appending(path: page).deletingLastPathComponent()
    for link in try Self.text(page).matches(of: /\]\(([^)#\s]+)\)/).map(\.1)
    where !link.hasPrefix("https:") {
      let target = folder.appending(path: String(link)).standardized.path()
      #expect(FileManager.default.fileExists(atPath: target), "\(link)")
    }
  }

  @Test func `the README shows the snippet as it is compiled`() throws {
    let snippet = try Self.text("Snippets/AttackAndDefend.swift")
    #expect(
      try Self.text("README.md")
        .contains("<!-- Snippets/AttackAndDefend.swift -->\n```swift\n\(snippet)```\n"))
  }
}

extension [String] {
  fileprivate var pair: (String, String)? { count == 2 ? (self[0], self[1]) : nil }
}
