internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// How scores stand for the classes that labels carry, in examples that were checked.
///
/// Two classes are told apart by one score, positive for the second; more by one for each against the rest.
struct ClassOutputs: Sendable {
  /// The classes that some label carries, ascending; two or more.
  let presentClasses: [Int]
  /// Number of all classes.
  let classCount: Int

  /// Checks examples.
  ///
  /// - Throws: ``DefenseError/classifier(_:)`` where a classifier could not learn from them, or fewer than two classes
  ///   are carried.
  init(_ features: Matrix, _ labels: Labels) throws(DefenseError) {
    presentClasses = try learning { () throws(ClassifierError) in
      let present = try TrainingExamples(features, labels, weights: nil).presentClasses
      guard present.count >= 2 else { throw .tooFewClasses(present.count) }
      return present
    }
    classCount = labels.classCount
  }

  /// Number of scores.
  var count: Int { presentClasses.count == 2 ? 1 : presentClasses.count }

  /// +1 for the rows that a score should be positive for, -1 for the others.
  func signs(_ labels: Labels, output: Int) -> [Double] {
    labels.signs(positive: presentClasses[presentClasses.count == 2 ? 1 : output])
  }

  /// Learns each score, a score a thread.
  ///
  /// - Throws: ``DefenseError/classifier(_:)`` with the first fault.
  func map<Learnt: Sendable>(
    _ execution: Execution,
    _ learn: @Sendable (_ output: Int) -> Result<Learnt, ClassifierError>
  ) throws(DefenseError) -> [Learnt] {
    let results = execution.map(count: count, learn)
    return try learning { () throws(ClassifierError) in
      var learnt: [Learnt] = []
      for result in results { learnt.append(try result.get()) }
      return learnt
    }
  }
}
