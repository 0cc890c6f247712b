import ArgumentParser
import Flipguard
import Foundation

/// Certifies predictions for MNIST's test digits, and times that.
struct Certify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Certify predictions for MNIST's test digits, pixels divided by 255.",
    discussion:
      "Prints certified accuracies, the median radius and times; reading the files is not timed.")

  @Argument(help: "A folder with MNIST's four files.")
  var folder: String

  @Argument(help: "The certificate, as in ridge.")
  var certificate: String

  @Option(parsing: .upToNextOption, help: "The digits to tell apart; by default all ten.")
  var digits: [Int] = []

  @Option(parsing: .upToNextOption, help: "Radii to give the certified accuracy at.")
  var radii = [0, 100, 500, 1000, 2000]

  @Option(help: "Number of neighbors.")
  var k: Int?

  @Option(help: "Strength of the penalty of least squares.")
  var regularization: Double?

  @Option(help: "Width of Gaussian kernels.")
  var width: Double?

  @Option(help: "Number of cells.")
  var cells: Int?

  @Option(help: "Certify the first test digits alone.")
  var queries: Int?

  @Option(help: "Bound what so many flips together can alter.")
  var collective: Int?

  @Option(help: "Number of threads.")
  var threads = Execution.processorCount

  @Flag(help: "Tell the smallest attack of every prediction too.")
  var attacks = false

  /// What is printed, as one line of JSON.
  private struct Report: Encodable {
    let certificate: String
    let rows: Int
    let queries: Int
    let seconds: Double
    let certifiedAccuracy: [String: Double]
    let medianRadius: Int?
    let averageRadius: Double
    var collectiveMost: Int?
    var collectivePointwise: Int?
    var collectiveSeconds: Double?
    var peakBytes = 0
  }

  func run() throws {
    guard let entry = Certificates.all.first(where: { $0.id == certificate }) else {
      let known = Certificates.all.map(\.id).joined(separator: ", ")
      throw ValidationError("no certificate '\(certificate)'; there are \(known)")
    }
    let training = try examples("train", most: nil)
    let test = try examples("t10k", most: queries)
    var options = Certificates.Options()
    options.namesAttacks = attacks
    options.classifier.neighborCount = k
    options.classifier.regularization = regularization
    options.classifier.kernelWidth = width
    if let cells { options.classifier.cellCount = cells }
    let execution = Execution(threadCount: threads)
    let clock = ContinuousClock()
    let start = clock.now
    let predictions = try entry.make(options).certify(
      CertificateProblem(
        features: training.features, labels: training.labels, queries: test.features),
      seed: 1, execution: execution)
    let seconds = (clock.now - start) / .seconds(1)
    let curve = try CertifiedCurve(predictions, truth: test.labels)
    var report = Report(
      certificate: certificate, rows: training.labels.count, queries: test.labels.count,
      seconds: seconds,
      certifiedAccuracy: Dictionary(
        uniqueKeysWithValues: radii.map { ("\($0)", curve.certifiedAccuracy(at: $0)) }),
      medianRadius: curve.medianRadius, averageRadius: curve.averageRadius)
    if let collective {
      let entry = LabelLinears.all.first { $0.id == certificate }
      guard let entry else { throw ValidationError("'\(certificate)' is not linear in the labels") }
      let start = clock.now
      let bound = try CollectiveBound(
        weights(entry.make(options.classifier), training, test, execution),
        labels: training.labels, execution: execution)
      let damage = bound.damage(budget: collective, execution: execution)
      report.collectiveMost = damage.most
      report.collectivePointwise = damage.pointwise
      report.collectiveSeconds = (clock.now - start) / .seconds(1)
    }
    report.peakBytes = peakResidentBytes()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }

  private typealias Examples = (features: Matrix, labels: Labels)

  private func weights(
    _ classifier: some LabelLinear, _ training: Examples, _ test: Examples, _ execution: Execution
  ) throws -> [LabelWeights] {
    try classifier.fit(training.features, seed: 1, execution: execution).labelWeights(
      test.features, rows: 0..<test.labels.count, execution: execution)
  }

  /// One of the two parts of MNIST, the digits asked for alone.
  private func examples(_ part: String, most: Int?) throws -> Examples {
    let base = URL(filePath: folder)
    let images = try IDXFormat().read(
      ByteReader(path: base.appending(path: "\(part)-images-idx3-ubyte.gz").path()),
      options: ReadOptions(), execution: Execution())
    let labels = try IDXFormat().read(
      ByteReader(path: base.appending(path: "\(part)-labels-idx1-ubyte.gz").path()),
      options: ReadOptions(), execution: Execution()
    ).labels
    guard let labels, labels.count == images.features.rowCount else {
      throw ValidationError("\(folder) does not hold MNIST")
    }
    let wanted = Set(digits.map(String.init))
    let rows = (0..<labels.count).filter { wanted.isEmpty || wanted.contains(labels.name(at: $0)) }
      .prefix(most ?? .max)
    var features = images.features.selecting(rows: rows)
    for index in features.elements.indices { features.elements[index] /= 255 }
    return (features, Labels(names: rows.map { labels.name(at: $0) }))
  }
}
