public import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How alike a support vector machine finds two rows.
public enum SupportVectorKernel: Equatable, Sendable {
  /// `x . z`, for a linear classifier.
  case linear
  /// `exp(-rate · |x - z|²)`; the rate is above 0, `nil` for 1 / (d · variance of all features together).
  case radial(rate: Double? = nil)

  /// The kernel with its rate for some rows; labels have no part in it.
  ///
  /// - Parameters:
  ///   - features: n x d.
  ///   - weights: What each row counts in the variance; `nil` for 1 each.
  /// - Returns: The kernel with a rate, where it has one.
  /// - Throws: ``ClassifierError/invalidParameter(name:value:allowed:)`` where the rate is not above 0.
  public func resolved(
    for features: Matrix, weights: [Double]? = nil
  ) throws(ClassifierError) -> SupportVectorKernel {
    guard case .radial(let rate) = self else { return self }
    if let rate {
      guard rate > 0, rate.isFinite else {
        throw .invalidParameter(
          name: "rate of the radial kernel", value: "\(rate)", allowed: "a number above 0")
      }
      return self
    }
    let width = max(1, features.columnCount)
    func weight(_ index: Int) -> Double { weights?[index / width] ?? 1 }
    let total = Double(width) * (weights?.reduce(0, +) ?? Double(features.rowCount))
    let mean =
      features.elements.enumerated().reduce(0) { $0 + weight($1.offset) * Double($1.element) }
      / total
    let variance =
      features.elements.enumerated().reduce(0) { sum, item in
        let difference = Double(item.element) - mean
        return sum + weight(item.offset) * difference * difference
      } / total
    return .radial(rate: variance > 0 ? 1 / (Double(width) * variance) : 1)
  }

  /// The kernel of each row of one matrix with each of another, row-major.
  ///
  /// Of a row with itself, the radial kernel is 1.
  /// - Precondition: the kernel is resolved; equal numbers of columns.
  /// - Complexity: O(n · m · d); 8 · n · m bytes.
  package func products(_ left: Matrix, _ right: Matrix, execution: Execution) -> [Double] {
    let products = rowProducts(left, right, execution: execution)
    guard case .radial(let rate) = self, let rate else { return products }
    let (a, b) = (Self.squares(left), Self.squares(right))
    let rows = execution.silent.map(count: left.rowCount) { row in
      (0..<right.rowCount).map { column in
        let distance = a[row] + b[column] - 2 * products[row * right.rowCount + column]
        return exp(-rate * max(0, distance))
      }
    }
    return Array(rows.joined())
  }

  private static func squares(_ features: Matrix) -> [Double] {
    (0..<features.rowCount).map { dot(features.row($0).map(Double.init), features, row: $0) }
  }
}
