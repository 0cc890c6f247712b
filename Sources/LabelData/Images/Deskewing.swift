public import VectorKernels

/// Images sheared upright and moved to the middle, by their own moments; no label is looked at.
///
/// With the centre of mass (x, y) and the second moments of an image's values, every row of pixels is moved sideways so
/// that the slant, the covariance of x and y over the variance of y, becomes 0, and the centre of mass comes to the
/// middle. Values between pixels are interpolated bilinearly; what comes from outside is 0. An image without values above
/// 0 stays as it is. A usual step before nearest neighbors on handwriting (LeCun, Bottou, Bengio and Haffner 1998).
public struct Deskewing: Equatable, Sendable {
  /// Width of an image in pixels.
  public let width: Int
  /// Height of an image in pixels.
  public let height: Int

  /// Describes the images.
  ///
  /// - Precondition: both are at least 1.
  public init(width: Int, height: Int) {
    precondition(width >= 1 && height >= 1, "an image has pixels")
    self.width = width
    self.height = height
  }

  /// Straightens images.
  ///
  /// - Parameters:
  ///   - images: m x (width · height) values of 0 or more, each image line by line.
  ///   - execution: Threads.
  /// - Returns: The images straightened, of the same size.
  /// - Precondition: images of this size.
  public func apply(to images: Matrix, execution: Execution = .serial) -> Matrix {
    precondition(images.columnCount == width * height, "images of this size")
    let blocks = execution.mapBlocks(of: images.rowCount, size: 256) { rows in
      rows.flatMap { straightened(images.row($0)) }
    }
    return Matrix(
      rowCount: images.rowCount, columnCount: images.columnCount,
      elements: Array(blocks.joined()))
  }

  private func straightened(_ image: some RandomAccessCollection<Float>) -> [Float] {
    let pixels = Array(image)
    var (mass, sumX, sumY) = (0.0, 0.0, 0.0)
    forEachPixel(pixels) { x, y, value in
      mass += value
      sumX += value * x
      sumY += value * y
    }
    guard mass > 0 else { return pixels }
    let (centerX, centerY) = (sumX / mass, sumY / mass)
    var (varianceY, covariance) = (0.0, 0.0)
    forEachPixel(pixels) { x, y, value in
      varianceY += value * (y - centerY) * (y - centerY)
      covariance += value * (x - centerX) * (y - centerY)
    }
    let slant = varianceY > 0 ? covariance / varianceY : 0
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    return pixels.indices.map { place in
      let (x, y) = (Double(place % width), Double(place / width))
      return Float(
        value(
          pixels, x: x - middleX + centerX + slant * (y - middleY), y: y - middleY + centerY))
    }
  }

  private func forEachPixel(_ pixels: [Float], _ body: (Double, Double, Double) -> Void) {
    for (place, value) in pixels.enumerated() where value > 0 {
      body(Double(place % width), Double(place / width), Double(value))
    }
  }

  /// The value between pixels.
  private func value(_ pixels: [Float], x: Double, y: Double) -> Double {
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    func pixel(_ column: Double, _ row: Double) -> Double {
      guard column >= 0, row >= 0, column < Double(width), row < Double(height) else { return 0 }
      return Double(pixels[Int(row) * width + Int(column)])
    }
    let (shareX, shareY) = (x - left, y - top)
    let upper = pixel(left, top) * (1 - shareX) + pixel(left + 1, top) * shareX
    let lower = pixel(left, top + 1) * (1 - shareX) + pixel(left + 1, top + 1) * shareX
    return upper * (1 - shareY) + lower * shareY
  }
}
