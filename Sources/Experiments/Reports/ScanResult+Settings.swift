import LabelContracts
import LabelData
import Neighbors

extension ScanResult {
  /// How the data were scanned: names and values for people.
  var settings: [(String, String)] {
    var settings = [(findings.count == 1 ? "detector" : "detectors", detectorNames)]
    if let neighbors = sources.neighbors {
      settings += [
        ("scaling of the features", neighbors.source.scalingName),
        ("metric", neighbors.source.metricName), ("k", "\(neighbors.count)"),
        ("confidence threshold (eta)", "\(neighbors.threshold)"),
      ]
      if let recall = neighbors.source.recall {
        settings.append(("share of the true neighbors found (95 % interval)", recall.words))
      }
      if let file = neighbors.source.graphFile { settings.append(("neighbors read from", file)) }
    }
    let others: [(String, String?)] = [
      ("probabilities", sources.probabilities), ("course of training", sources.dynamics),
      ("share of wrong labels", noiseRateWords), ("trusted rows", trustedWords),
      ("seed", "\(seed)"),
    ]
    return settings + others.compactMap { name, value in value.map { (name, $0) } }
  }

  /// The same in one line.
  var settingWords: String {
    var parts = [findings.count == 1 ? "detector \(detectorNames)" : "detectors \(detectorNames)"]
    if let neighbors = sources.neighbors {
      parts.append(
        "k \(neighbors.count), threshold \(neighbors.threshold), \(neighbors.source.words)")
    }
    let others = [
      sources.probabilities.map { "probabilities of \($0)" },
      sources.dynamics.map { "training of \($0)" },
      noiseRateWords.map { "noise rate \($0)" }, trustedWords.map { "trusted rows \($0)" },
    ]
    return (parts + others.compactMap(\.self)).joined(separator: ", ")
  }

  private var detectorNames: String { findings.map(\.detector).joined(separator: " ") }

  private var noiseRateWords: String? {
    guard let source = sources.noiseRate, let rate = evidence.noiseRate else { return nil }
    return "\(rate.percentText()) (\(source))"
  }

  private var trustedWords: String? {
    sources.trusted.map { "\(sources.trustedCount.groupedText) (\($0))" }
  }
}
