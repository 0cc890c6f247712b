internal import Classifiers
internal import LabelContracts
internal import Neighbors

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

/// What a search for neighbors or clusters finds, or why it cannot, as the fault of the defense that asked for it.
///
/// - Throws: ``DefenseError/search(_:)``.
func searching<Found>(
  _ search: () throws(NeighborError) -> Found
) throws(DefenseError) -> Found {
  do {
    return try search()
  } catch {
    throw .search(error)
  }
}
