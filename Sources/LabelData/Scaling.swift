public import VectorKernels

/// How features are brought to a common scale.
///
/// It never looks at labels.
public enum Scaling: String, CaseIterable, Sendable {
  /// Values as they are.
  case none
  /// Each feature mapped linearly so that the fitted rows span 0...1.
  case minmax
  /// Each feature shifted and divided to mean 0 and standard deviation 1 (population form) over the fitted rows.
  case standardize

  /// Learns shift and factor of every feature from these rows, and only these.
  ///
  /// A feature that is constant over the rows is shifted only.
  /// - Complexity: O(n · d).
  public func fit(_ features: Matrix) -> FittedScaling {
    let n = features.rowCount
    let d = features.columnCount
    var shift = [Double](repeating: 0, count: d)
    var factor = [Double](repeating: 1, count: d)
    guard n > 0 else { return FittedScaling(shift: shift, factor: factor) }
    switch self {
    case .none: break
    case .minmax:
      var low = [Float](repeating: .infinity, count: d)
      var high = [Float](repeating: -.infinity, count: d)
      for row in 0..<n {
        for column in 0..<d {
          let value = features.elements[row * d + column]
          low[column] = min(low[column], value)
          high[column] = max(high[column], value)
        }
      }
      for column in 0..<d {
        shift[column] = Double(low[column])
        let width = Double(high[column]) - Double(low[column])
        factor[column] = width > 0 ? 1 / width : 1
      }
    case .standardize:
      // Sums of differences from the first row: a large common offset costs no digits.
      let origin = features.elements[0..<d].map(Double.init)
      var sum = [Double](repeating: 0, count: d)
      var squares = [Double](repeating: 0, count: d)
      for row in 0..<n {
        for column in 0..<d {
          let value = Double(features.elements[row * d + column]) - origin[column]
          sum[column] += value
          squares[column] += value * value
        }
      }
      for column in 0..<d {
        let mean = sum[column] / Double(n)
        shift[column] = origin[column] + mean
        let variance = squares[column] / Double(n) - mean * mean
        // A constant feature leaves only rounding noise here, which must not be blown up.
        let noise = 1e-12 * squares[column] / Double(n)
        factor[column] = variance > noise ? 1 / variance.squareRoot() : 1
      }
    }
    return FittedScaling(shift: shift, factor: factor)
  }
}

/// Shift and factor of every feature, learnt by ``Scaling/fit(_:)``.
public struct FittedScaling: Equatable, Sendable {
  /// What is subtracted from each feature.
  public let shift: [Double]
  /// What each shifted feature is multiplied by.
  public let factor: [Double]

  /// The scaled rows: `(value - shift) * factor`, in double precision, rounded once.
  ///
  /// - Precondition: as many columns as were fitted.
  public func apply(to features: Matrix) -> Matrix {
    var scaled = features
    apply(inPlace: &scaled)
    return scaled
  }

  /// Scales rows as ``apply(to:)`` does, without a copy.
  ///
  /// - Precondition: as many columns as were fitted.
  public func apply(inPlace features: inout Matrix) {
    precondition(features.columnCount == shift.count, "as many features as were fitted")
    if shift.allSatisfy({ $0 == 0 }), factor.allSatisfy({ $0 == 1 }) { return }
    let d = features.columnCount
    for row in 0..<features.rowCount {
      for column in 0..<d {
        let index = row * d + column
        let value = Double(features.elements[index])
        features.elements[index] = Float((value - shift[column]) * factor[column])
      }
    }
  }
}

extension Dataset.FeatureKind {
  /// How features are scaled for distances when the user does not say.
  public var defaultScaling: Scaling { self == .byte ? .none : .standardize }
}
