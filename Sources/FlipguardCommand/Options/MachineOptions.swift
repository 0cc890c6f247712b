internal import ArgumentParser
internal import Flipguard

/// The kernel of the support vector machine that is attacked.
enum MachineKernel: String, ExpressibleByArgument, CaseIterable {
  case linear
  case rbf
}

/// The cost of the support vector machine that is attacked.
enum MachineCost: ExpressibleByArgument, Equatable {
  /// A number above 0.
  case given(Double)
  /// The best of several, by cross-validation.
  case crossValidated

  /// How the latter is asked for.
  static let tuned = "cv"

  init?(argument: String) {
    if argument == Self.tuned {
      self = .crossValidated
      return
    }
    guard let cost = Double(argument), cost > 0, cost.isFinite else { return nil }
    self = .given(cost)
  }
}

extension AttackOptions {
  /// The support vector machine that is attacked, as far as it is known without data.
  var machine: SupportVectorMachine {
    var machine = SupportVectorMachine()
    if kernel == .rbf { machine.kernel = .radial(rate: gamma) }
    if case .given(let cost) = svmCost { machine.cost = cost }
    return machine
  }

  /// The support vector machine that is attacked, chosen by cross-validation where that is asked for.
  ///
  /// - Throws: ``/Classifiers/ClassifierError`` where rows cannot be held out or learnt from.
  func machine(
    for features: Matrix, _ labels: Labels, _ common: CommonOptions
  ) throws -> SupportVectorMachine {
    guard svmCost == .crossValidated else { return machine }
    return try machine.tuned(
      features, labels, seed: common.seed, execution: Execution(threadCount: common.threads))
  }

  /// What is known of the machine without data, in words.
  var machineWords: [String] {
    let cost =
      svmCost == .crossValidated ? "svm cost by cross-validation" : "svm cost \(machine.cost)"
    let words = [cost, "kernel \((kernel ?? .linear).rawValue)"]
    return words + (gamma.map { ["gamma \($0)"] } ?? [])
      + (defense.candidates.map { ["candidates \($0)"] } ?? [])
  }
}
