internal import Classifiers
internal import LabelContracts

/// What a classifier learns, or why it cannot, as the fault of the defense that asked for it.
///
/// - Throws: ``DefenseError/classifier(_:)``.
func learning<Learnt>(
  _ learn: () throws(ClassifierError) -> Learnt
) throws(DefenseError) -> Learnt {
  do {
    return try learn()
  } catch {
    throw .classifier(error)
  }
}
