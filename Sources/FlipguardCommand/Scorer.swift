import ArgumentParser
import Flipguard

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Who gives class probabilities where the user does not.
enum Scorer {
  /// The labels of the nearest neighbors, the row's own left out.
  case neighbors
  /// A classifier, which is asked about rows that it was not trained on.
  case classifier(Classifiers.Entry)

  /// The name of the choice by the data.
  static let automatic = "auto"
  /// The name of the shares of the nearest neighbors.
  static let neighborsName = "neighbors"

  /// The classifier that is chosen where it takes seconds.
  static let usual = "forest"
  /// Most features of data that are taken for a table of measurements.
  static let mostFeatures = 100
  /// Most work of the usual classifier, as ``work(_:_:_:)`` counts it: 5 to 10 seconds of one processor core.
  static let mostWork = 3e6

  /// Finds a scorer; `nil` for the choice by the data.
  ///
  /// - Throws: `ValidationError` that lists the names.
  init?(_ name: String) throws {
    switch name {
    case Self.automatic: return nil
    case Self.neighborsName: self = .neighbors
    default:
      guard let entry = Classifiers.all.first(where: { $0.id == name }) else {
        throw ValidationError(
          "--scorer is '\(name)'; allowed: \(Self.names.joined(separator: ", "))")
      }
      self = .classifier(entry)
    }
  }

  /// Whether rows are held out in folds.
  var usesFolds: Bool {
    if case .classifier = self { true } else { false }
  }

  /// The scorer for some data, and why it was chosen.
  ///
  /// A random forest for measurements of at most ``mostFeatures`` features where it is quick and a class has a row for
  /// each fold; else the labels of the nearest neighbors.
  static func chosen(for data: Dataset) -> (scorer: Scorer, reason: String) {
    let (n, d, k) = (data.rowCount, data.featureCount, data.labels.classCount)
    let size = "\(n) rows, \(d) features, \(k) classes"
    guard let entry = Classifiers.all.first(where: { $0.id == usual }) else {
      preconditionFailure("the usual classifier is listed")
    }
    if data.featureKind == .byte {
      return (.neighbors, "as the features are bytes, such as pixels, and no table of measurements")
    }
    guard d <= mostFeatures else {
      return (.neighbors, "as there are more than \(mostFeatures) features (\(size))")
    }
    let folds = CrossValidation().foldCount
    guard data.labels.classSizes.contains(where: { $0 >= folds }) else {
      return (.neighbors, "as no class has \(folds) rows, one for each fold")
    }
    guard work(n, d, k) <= mostWork else {
      return (.neighbors, "as models of \(usual) would take long (\(size))")
    }
    return (.classifier(entry), "as they take seconds (\(size))")
  }

  /// What a cross-validated forest costs: n log2 n (sqrt d + 2) (1 + K / 100).
  static func work(_ n: Int, _ d: Int, _ k: Int) -> Double {
    Double(n) * log2(Double(max(2, n))) * (Double(d).squareRoot() + 2) * (1 + Double(k) / 100)
  }

  /// What gives the probabilities, in the plural.
  var words: String {
    switch self {
    case .neighbors: "the labels of the nearest neighbors"
    case .classifier(let entry): "models of \(entry.id)"
    }
  }

  /// All names.
  static let names = [automatic, neighborsName] + Classifiers.all.map(\.id)

  /// All scorers, each with what it does, for help texts.
  static let help =
    "\(automatic) (the default: \(usual) for at most \(mostFeatures) features that are no bytes where that takes "
    + "seconds, else \(neighborsName)), \(neighborsName) (shares of the k nearest neighbors' labels), or a "
    + "classifier: " + Classifiers.all.map { "\($0.id) (\($0.summary))" }.joined(separator: ", ")
}
