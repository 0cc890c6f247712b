// Flips a tenth of the labels of a bundled data set, finds them and repairs them.
import Flipguard

let data = try BundledDataset.breastcancer.load()
let features = Scaling.standardize.fit(data.features).apply(to: data.features)

// An attacker flips the labels that harm a linear classifier most.
let plan = try GreedyLabelFlip().craft(
  AttackProblem(features: features, labels: data.labels),
  budget: .poisoningRate(0.1), seed: 1, execution: Execution())
let given = data.labels.applying(plan.flips)

// The defender holds every given label against those of the row's ten nearest neighbors.
let graph = try ExactNeighbors.graph(of: features, count: 10)
let evidence = Evidence(neighborGraph: graph)
let issues = try KNNAgreement(neighborCount: 10).detect(given, evidence: evidence)
let sanitized = try KNNSanitizer(neighborCount: 10).sanitize(given, evidence: evidence)

func wrongCount(_ labels: Labels) -> Int {
  zip(labels.classIndices, data.labels.classIndices).count { $0 != $1 }
}

let worst = issues.rowsWorstFirst[0]
print("worst row: \(worst), label score \(issues.labelScores[worst])")
print("wrong labels: \(wrongCount(given)) given, \(wrongCount(sanitized.labels)) sanitized")
