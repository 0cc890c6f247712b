import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelCertificates
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

/// Every certificate of ``Certificates/all`` against every attack of ``Attacks/all``.
///
/// The attacker is told the queries and their right classes, which is more than any attacker knows.
@Suite struct AttackedCertificatesTests {
  /// Data, queries and the flips of every attack.
  struct Battle: Sendable {
    let features: Matrix
    let labels: Labels
    let queries: (features: Matrix, labels: Labels)
    /// Flips with the attack's name, no set of flips twice.
    let plans: [(attack: String, flips: [Flip])]
  }

  static let budgets = [1, 3, 8]
  private static let battles = [2, 3].map { classCount in
    Result { try battle(classCount: classCount) }
  }

  private static let attackOptions = Attacks.Options(
    learner: LinearHinge(epochs: 3), source: 1, target: 0, neighborCount: 5,
    defenses: [.sanitizer(KNNSanitizer(neighborCount: 5))], restarts: 0, candidateCount: 3,
    supportVectors: SupportVectorMachine(cost: 0.1, tolerance: 0.05), pairedCandidates: 8,
    logistic: LogisticDescent(steps: 5))

  private static let certificateOptions = {
    var options = Certificates.Options()
    options.classifier.neighborCount = 11
    options.classifier.graphNeighborCount = 5
    // The smaller these are, the sooner equations are solved.
    options.classifier.landmarkCount = 20
    options.classifier.reach = 0.8
    options.classifier.voterCount = 11
    options.classifier.cellCount = 4
    options.classifier.treeCount = 5
    options.classifier.smallestLeaf = 8
    options.partCount = 15
    options.spread = 2
    return options
  }()

  private static func battle(classCount: Int) throws -> Battle {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 3, classCount: classCount, separation: 3, seed: 3)
    let queries = try SyntheticData.clusters(
      rowCount: 8, featureCount: 3, classCount: classCount, separation: 3, seed: 4)
    let problem = AttackProblem(
      features: features, labels: labels, validation: queries,
      neighborGraph: try ExactNeighbors.graph(of: features, count: 10, execution: .serial))
    var plans: [(String, [Flip])] = []
    var seen: Set<[Flip]> = []
    func add(_ name: String, _ flips: [Flip]) {
      let ordered = flips.sorted { $0.row < $1.row }
      if !flips.isEmpty, seen.insert(ordered).inserted { plans.append((name, ordered)) }
    }
    func first(_ count: Int) -> AttackProblem {
      AttackProblem(
        features: features.selecting(rows: 0..<count), labels: labels.selecting(rows: 0..<count),
        validation: queries)
    }
    for entry in Attacks.all {
      let attack = try entry.make(attackOptions)
      // One that tries every plan is let loose on the first rows alone, with few flips.
      let problem = entry.mostRows.map(first) ?? problem
      let budgets = entry.mostRows == nil ? budgets : [1, 3]
      let problems =
        try entry.isTargeted
        ? (0..<queries.labels.count).map { try problem.judged(on: .rows([$0])) } : [problem]
      for problem in problems {
        do throws(AttackError) {
          if entry.plansNest {
            let plan = try attack.craft(
              problem, budget: .count(budgets.max() ?? 0), seed: 1, execution: .serial)
            for budget in budgets { add(entry.id, plan.prefix(budget).flips) }
          } else {
            for budget in budgets {
              let plan = try attack.craft(
                problem, budget: .count(budget), seed: 1, execution: .serial)
              add(entry.id, plan.flips)
            }
          }
        } catch {
          // An attack that takes two classes says so.
          guard classCount > 2, entry.summary.contains("two classes") else { throw error }
        }
      }
    }
    return Battle(features: features, labels: labels, queries: queries, plans: plans)
  }

  @Test(arguments: [2, 3]) func `every attack takes part`(classCount: Int) throws {
    let battle = try Self.battles[classCount - 2].get()
    let absent = Attacks.all.filter { entry in !battle.plans.contains { $0.attack == entry.id } }
    #expect(
      absent.allSatisfy { classCount > 2 && $0.summary.contains("two classes") },
      "\(absent.map(\.id))")
    #expect(Set(battle.plans.map(\.flips.count)).isSuperset(of: Self.budgets))
  }

  @Test(arguments: Certificates.all.map(\.id), [2, 3])
  func `no attack within the radius changes a prediction`(id: String, classCount: Int) throws {
    let entry = try #require(Certificates.all.first { $0.id == id })
    if entry.isBinary, classCount > 2 { return }
    let battle = try Self.battles[classCount - 2].get()
    let certificate = try entry.make(Self.certificateOptions)
    func certify(_ labels: Labels) throws -> [CertifiedPrediction] {
      try certificate.certify(
        CertificateProblem(
          features: battle.features, labels: labels, queries: battle.queries.features),
        seed: 5, execution: .serial)
    }
    let before = try certify(battle.labels)
    var withstood = 0
    var changed = 0
    for (attack, flips) in battle.plans {
      let after = try certify(battle.labels.applying(flips))
      for (query, (one, other)) in zip(before, after).enumerated()
      where one.predictedLabel != nil {
        let isSame =
          one.predictedLabel == other.predictedLabel
          || entry.mayFallSilent && other.predictedLabel == nil
        if flips.count <= one.radius {
          withstood += 1
          #expect(
            isSame,
            "\(attack) changes prediction \(query), of radius \(one.radius), by \(flips.count) flips"
          )
        } else if !isSame {
          changed += 1
        }
      }
    }
    // Something is certified, and some attack beyond a radius hits, so the comparison is not idle.
    #expect(withstood > 0)
    if entry.isExact { #expect(changed > 0) }
  }

  /// The attack and the certificate of a classifier that is linear in the labels find the same number on their own.
  @Test(arguments: LabelLinears.all.map(\.id), [2, 3])
  func `the fewest flips are one more than the radius`(id: String, classCount: Int) throws {
    let battle = try Self.battles[classCount - 2].get()
    let certified = try #require(Certificates.all.first { $0.id == id }).make(
      Self.certificateOptions
    ).certify(
      CertificateProblem(
        features: battle.features, labels: battle.labels, queries: battle.queries.features),
      seed: 5, execution: .serial)
    let victim = try #require(LabelLinears.all.first { $0.id == id }).make(
      Self.certificateOptions.classifier)
    let attack = TargetedFlip(victim: .labelLinear(victim))
    for (query, found) in certified.enumerated() {
      guard let predicted = found.predictedLabel else { continue }
      let truth = try Labels(classIndices: [predicted], classNames: battle.labels.classNames)
      let problem = AttackProblem(
        features: battle.features, labels: battle.labels,
        validation: (battle.queries.features.selecting(rows: [query]), truth))
      let plan = try attack.craft(problem, budget: .count(60), seed: 5, execution: .serial)
      guard found.radius < battle.labels.count else {
        #expect((plan.steps.last?.objective ?? -1) < 0)
        continue
      }
      #expect(plan.flips.count == found.radius + 1, "prediction \(query)")
    }
  }
}
