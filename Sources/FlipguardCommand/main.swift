import Flipguard
let arguments = CommandLine.arguments
let n = Int(arguments[1])!, d = Int(arguments[2])!, budget = Int(arguments[3])!, threads = Int(arguments[4])!
func gauss(_ g: inout SeededGenerator) -> Float { Float((0..<12).reduce(-6.0) { s, _ in s + g.unitInterval() }) }
let sep: Float = Float(arguments[5])!
func make(_ n: Int, _ k: UInt64) -> (Matrix, Labels) {
  var g = SeededGenerator(seed: k)
  let y = (0..<n).map { $0 % 2 }
  let x = y.flatMap { c in (0..<d).map { k in gauss(&g) * (d > 100 ? 0.3 : 1) + (k < 5 ? (c == 1 ? sep : -sep) : 0) } }
  return (Matrix(rowCount: n, columnCount: d, elements: x), try! Labels(classIndices: y, classNames: ["a", "b"]))
}
let (x, y) = make(n, 1), (vx, vy) = make(n, 2)
let problem = AttackProblem(features: x, labels: y, validation: (vx, vy))
let clock = ContinuousClock()
print(instructionSet)
let t = clock.measure { let p = try! GreedyLabelFlip().craft(problem, budget: .count(budget), seed: 1, execution: Execution(threadCount: threads))
  print(p.initialObjective!, p.steps.last!.objective!) }
print("attack", t)
let m = try! LinearHinge().fit(x, y, seed: 1)
let t2 = clock.measure { for i in 0..<20 { var z = y; z[i] = 1 - z[i]; let w = try! LinearHinge().fit(x, z, seed: 1); _ = w.meanHingeLoss(vx, vy) } }
print("plain per training", t2 / 20, m.error(vx, vy))
