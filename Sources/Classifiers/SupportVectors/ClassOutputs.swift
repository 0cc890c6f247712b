package import LabelData
package import VectorKernels

/// How scores stand for the classes that labels carry.
///
/// Two classes are told apart by one score, positive for the second; more by one for each against the rest.
package struct ClassOutputs: Sendable {
  /// The classes that some label carries, ascending; one or more.
  package let presentClasses: [Int]
  /// Number of all classes.
  package let classCount: Int

  /// Makes outputs.
  package init(presentClasses: [Int], classCount: Int) {
    self.presentClasses = presentClasses
    self.classCount = classCount
  }

  /// Number of scores; none where one class is present.
  package var count: Int {
    switch presentClasses.count {
    case 1: 0
    case 2: 1
    default: presentClasses.count
    }
  }

  /// +1 for the rows that a score should be positive for, -1 for the others.
  package func signs(_ labels: Labels, output: Int) -> [Double] {
    labels.signs(positive: presentClasses[presentClasses.count == 2 ? 1 : output])
  }

  /// Learns each score, a score a thread.
  ///
  /// - Throws: The first fault.
  package func map<Learnt: Sendable>(
    _ execution: Execution,
    _ learn: @Sendable (_ output: Int) -> Result<Learnt, ClassifierError>
  ) throws(ClassifierError) -> [Learnt] {
    var learnt: [Learnt] = []
    for result in execution.map(count: count, learn) { learnt.append(try result.get()) }
    return learnt
  }

  /// One column of scores for two classes, else one for each class; classes that are not present have minus infinity.
  func scoresOfAllClasses(_ columns: [[Double]], rowCount: Int) -> [[Double]] {
    if classCount == 2, presentClasses.count == 2 { return columns }
    let none = [Double](repeating: -.infinity, count: rowCount)
    var all = [[Double]](repeating: none, count: classCount)
    let own =
      switch columns.count {
      case 0: [[Double](repeating: 0, count: rowCount)]
      case 1: [columns[0].map { -$0 / 2 }, columns[0].map { $0 / 2 }]
      default: columns
      }
    for (index, label) in presentClasses.enumerated() { all[label] = own[index] }
    return all
  }
}
