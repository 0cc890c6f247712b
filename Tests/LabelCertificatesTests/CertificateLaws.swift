import Classifiers
import FlipguardTestSupport
import LabelCertificates
import LabelContracts
import LabelData
import Testing
import VectorKernels

/// The laws of ``Certificate``, run on every member of ``Certificates/all``.
@Suite struct CertificateLaws {
  /// Options that divide a handful of rows.
  static let options = {
    var options = Certificates.Options()
    options.classifier.neighborCount = 3
    options.classifier.graphNeighborCount = 2
    options.classifier.cellCount = 2
    options.classifier.treeCount = 5
    options.classifier.smallestLeaf = 2
    options.classifier.regularization = 0.5
    options.partCount = 3
    options.spread = 2
    return options
  }()

  static let ids = Certificates.all.map(\.id)

  private func entry(_ id: String) throws -> Certificates.Entry {
    try #require(Certificates.all.first { $0.id == id })
  }

  /// Threats of the parts that a member claims to withstand.
  private func threats(
    _ entry: Certificates.Entry, rowCount: Int, classCount: Int, seed: UInt64
  ) -> [LabelThreat] {
    var generator = SeededGenerator(seed: seed, key: "threats")
    let changes = Set(
      (0..<classCount).map { LabelThreat.ClassChange(from: $0, to: ($0 + 1) % classCount) })
    let costs = LabelThreat.Unit.costs((0..<rowCount).map { _ in 1 + generator.below(3) })
    let groups = LabelThreat.Unit.groups(
      LabelGroups((0..<rowCount).map { "\($0 % 3)" }))
    let trusted = Set(generator.permutation(count: rowCount).prefix(2))
    let all: [(parts: Set<Certificates.ThreatPart>, threat: LabelThreat)] = [
      ([], .anyLabels),
      ([.trustedRows], LabelThreat(trustedRows: trusted)),
      ([.allowedChanges], LabelThreat(allowedChanges: changes)),
      ([.costs], LabelThreat(unit: costs)),
      ([.groups], LabelThreat(unit: groups)),
      ([.trustedRows, .groups], LabelThreat(trustedRows: trusted, unit: groups)),
      (
        [.trustedRows, .allowedChanges, .costs],
        LabelThreat(trustedRows: trusted, allowedChanges: changes, unit: costs)
      ),
    ]
    return all.filter { $0.parts.isSubset(of: entry.threats) }.map(\.threat)
  }

  @Test func `every member has its own name`() {
    #expect(Set(Self.ids).count == Self.ids.count && !Self.ids.isEmpty)
    #expect(Certificates.all.allSatisfy { !$0.summary.isEmpty })
  }

  @Test(arguments: ids, [false, true])
  func `no change within the radius changes the prediction`(id: String, tied: Bool) throws {
    let entry = try entry(id)
    let classCount = entry.isBinary ? 2 : 3
    let rowCount = entry.isBinary ? 6 : 5
    for seed in 1...(tied ? 1 : 2) as ClosedRange<UInt64> {
      let (features, labels) = try SyntheticData.grid(
        rowCount: rowCount, featureCount: 2, levels: tied ? 3 : 100_000, classCount: classCount,
        seed: seed)
      let (queries, _) = try SyntheticData.grid(
        rowCount: 3, featureCount: 2, levels: tied ? 3 : 100_000, classCount: classCount,
        seed: seed + 100)
      func certified(_ labels: Labels, _ threat: LabelThreat) throws -> [CertifiedPrediction] {
        try entry.make(Self.options).certify(
          CertificateProblem(
            features: features, labels: labels, queries: queries, threat: threat),
          seed: 4, execution: .serial)
      }
      let all = try Relabelling.all(labels).map { changed in
        (
          changed: changed,
          predicted: try certified(changed.labels, .anyLabels).map(\.predictedLabel)
        )
      }
      let byLabels = Dictionary(
        uniqueKeysWithValues: all.map { ($0.changed.labels.classIndices, $0.predicted) })
      for threat in threats(entry, rowCount: rowCount, classCount: classCount, seed: seed) {
        let allowed = all.filter { $0.changed.isAllowed(by: threat) }
        let found = try certified(labels, threat)
        #expect(found.count == 3)
        for (query, found) in found.enumerated() {
          #expect(byLabels[labels.classIndices]?[query] == found.predictedLabel)
          guard found.predictedLabel != nil else {
            #expect(found == .abstention)
            continue
          }
          let fewest =
            allowed
            .filter { $0.predicted[query] != found.predictedLabel }
            .filter { !entry.mayFallSilent || $0.predicted[query] != nil }
            .map { threat.count($0.changed.flips) }.min()
          let radius = fewest.map { $0 - 1 } ?? threat.total(rowCount: rowCount)
          #expect(found.radius <= radius && found.radius >= 0)
          if let attack = found.attack {
            let changed = labels.applying(attack)
            #expect(Set(attack.map(\.row)).count == attack.count)
            #expect(
              attack.allSatisfy {
                $0.from == labels[$0.row] && threat.allows(row: $0.row, from: $0.from, to: $0.to)
              })
            #expect(byLabels[changed.classIndices]?[query] != found.predictedLabel)
            #expect(threat.count(attack) > found.radius)
          }
          // Scores in a tie may cost radius where they are not whole numbers.
          if entry.isExact {
            #expect((found.attack == nil) == (fewest == nil))
            if !tied {
              #expect(found.radius == radius)
              #expect(found.attack.map(threat.count) == fewest)
            }
          }
        }
      }
    }
  }

  @Test(arguments: ids)
  func `is the same on any number of threads`(id: String) throws {
    let entry = try entry(id)
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 3, classCount: entry.isBinary ? 2 : 3, separation: 2, seed: 2)
    let problem = CertificateProblem(
      features: features, labels: labels, queries: features.selecting(rows: 0..<20))
    for options in [Certificates.Options(), Self.options] {
      let certificate = try entry.make(options)
      let found = try certificate.certify(problem, seed: 3, execution: .serial)
      #expect(
        try certificate.certify(problem, seed: 3, execution: Execution(threadCount: 3)) == found)
      let right = (0..<20).count { found[$0].predictedLabel == labels[$0] }
      #expect(right > 10)
      var silent = options
      silent.namesAttacks = false
      let unnamed = try entry.make(silent).certify(problem, seed: 3, execution: .serial)
      #expect(unnamed.map(\.radius) == found.map(\.radius))
      #expect(unnamed.map(\.predictedLabel) == found.map(\.predictedLabel))
      #expect(unnamed.allSatisfy { $0.attack == nil })
    }
  }

  @Test(arguments: ids)
  func `more trusted rows never lower the radius of an exact member`(id: String) throws {
    let entry = try entry(id)
    guard entry.threats.contains(.trustedRows), entry.isExact else { return }
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 30, featureCount: 2, classCount: entry.isBinary ? 2 : 3, separation: 2, seed: 5)
    let queries = features.selecting(rows: 0..<6)
    var radii = [Int](repeating: -1, count: 6)
    for count in [0, 5, 15, 25, 30] {
      let threat = LabelThreat(trustedRows: Set((0..<count).map { $0 * 7 % 30 }))
      let found = try entry.make(Self.options).certify(
        CertificateProblem(features: features, labels: labels, queries: queries, threat: threat),
        seed: 1, execution: .serial
      ).map(\.radius)
      #expect(zip(found, radii).allSatisfy { $0 >= $1 })
      radii = found
    }
    #expect(radii.allSatisfy { $0 == 30 || $0 == -1 })
  }

  @Test(arguments: ids)
  func `threats that it does not withstand are refused`(id: String) throws {
    let entry = try entry(id)
    let (features, labels) = try SyntheticData.clusters(rowCount: 8, featureCount: 2, seed: 5)
    let threats: [Certificates.ThreatPart: LabelThreat] = [
      .trustedRows: LabelThreat(trustedRows: [1]),
      .allowedChanges: LabelThreat(allowedChanges: [.init(from: 0, to: 1)]),
      .costs: LabelThreat(unit: .costs([1, 2, 1, 2, 1, 2, 1, 2])),
      .groups: LabelThreat(unit: .groups(LabelGroups((0..<8).map { "\($0 % 2)" }))),
    ]
    for (part, threat) in threats {
      let problem = CertificateProblem(
        features: features, labels: labels, queries: features, threat: threat)
      let certificate = try entry.make(Self.options)
      if entry.threats.contains(part) {
        #expect(try certificate.certify(problem, seed: 1, execution: .serial).count == 8)
      } else {
        #expect(throws: CertificateError.self) {
          try certificate.certify(problem, seed: 1, execution: .serial)
        }
      }
    }
  }

  @Test(arguments: ids)
  func `degenerate data are certified or refused by name`(id: String) throws {
    let entry = try entry(id)
    let two = try SyntheticData.labels([0, 1, 1, 0, 1, 1], classCount: 2)
    let same = Matrix(rows: [[Float]](repeating: [2, -1], count: 6))
    let zeros = Matrix(rows: [[Float]](repeating: [0, 0], count: 6))
    let (features, _) = try SyntheticData.clusters(rowCount: 6, featureCount: 2, seed: 5)
    let one = try SyntheticData.labels([1, 1, 1, 1, 1, 1], classCount: 2)
    let only = try Labels(classIndices: [0, 0, 0, 0, 0, 0], classNames: ["only"])
    let single = features.selecting(rows: [0])
    let none = features.selecting(rows: [])
    let cases: [(Matrix, Labels, Matrix)] = [
      (same, two, same), (zeros, two, features), (features, one, features),
      (features, only, features), (single, one.selecting(rows: [0]), features),
      (features, two, none),
    ]
    for options in [Self.options, Certificates.Options()] {
      for (features, labels, queries) in cases {
        let problem = CertificateProblem(features: features, labels: labels, queries: queries)
        do throws(CertificateError) {
          let found = try entry.make(options).certify(problem, seed: 1, execution: .serial)
          #expect(found.count == queries.rowCount)
          #expect(found.allSatisfy { ($0.predictedLabel == nil) == ($0.radius == -1) })
          #expect(found.allSatisfy { $0.radius <= labels.count })
        } catch {
          #expect(!error.description.isEmpty)
        }
      }
    }
  }

  @Test(arguments: ids)
  func `parts that do not fit are refused`(id: String) throws {
    let entry = try entry(id)
    let (features, labels) = try SyntheticData.clusters(rowCount: 8, featureCount: 2, seed: 5)
    var spoilt = features
    spoilt[2, 1] = .infinity
    let narrow = Matrix(rows: [[1]])
    var problems = [
      CertificateProblem(
        features: features, labels: labels.selecting(rows: 0..<7), queries: features),
      CertificateProblem(
        features: features.selecting(rows: []), labels: labels.selecting(rows: []),
        queries: features),
      CertificateProblem(features: features, labels: labels, queries: narrow),
      CertificateProblem(features: spoilt, labels: labels, queries: features),
      CertificateProblem(features: features, labels: labels, queries: spoilt),
    ]
    let threats: [(Certificates.ThreatPart, LabelThreat)] = [
      (.trustedRows, LabelThreat(trustedRows: [8])),
      (.allowedChanges, LabelThreat(allowedChanges: [.init(from: 0, to: 5)])),
      (.costs, LabelThreat(unit: .costs([1, 2]))),
      (.costs, LabelThreat(unit: .costs([1, 2, 1, 2, 0, 2, 1, 2]))),
      (.groups, LabelThreat(unit: .groups(LabelGroups(["a"])))),
    ]
    for (part, threat) in threats where entry.threats.contains(part) {
      problems.append(
        CertificateProblem(features: features, labels: labels, queries: features, threat: threat))
    }
    for problem in problems {
      #expect(throws: CertificateError.self) {
        try entry.make(Self.options).certify(problem, seed: 1, execution: .serial)
      }
    }
  }
}
