internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

extension ClassOutputs {
  /// Checks examples of which two classes or more are carried.
  ///
  /// - Throws: ``DefenseError/classifier(_:)`` where a classifier could not learn from them, or fewer than two classes
  ///   are carried.
  init(_ features: Matrix, _ labels: Labels) throws(DefenseError) {
    let present = try learning { () throws(ClassifierError) in
      let present = try TrainingExamples(features, labels, weights: nil).presentClasses
      guard present.count >= 2 else { throw .tooFewClasses(present.count) }
      return present
    }
    self.init(presentClasses: present, classCount: labels.classCount)
  }
}
