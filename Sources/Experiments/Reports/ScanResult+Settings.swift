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
      ("share of wrong labels", sources.noiseRateWords(evidence)),
      ("trusted rows", sources.trustedWords),
      ("seed", "\(seed)"),
    ]
    return settings + others.compactMap { name, value in value.map { (name, $0) } }
  }

  /// The same in one line.
  var settingWords: String {
    let detectors =
      findings.count == 1 ? "detector \(detectorNames)" : "detectors \(detectorNames)"
    return ([detectors] + sources.words(evidence)).joined(separator: ", ")
  }

  private var detectorNames: String { findings.map(\.detector).joined(separator: " ") }
}

extension EvidenceSources {
  /// Where each part comes from, in a few words.
  func words(_ evidence: Evidence) -> [String] {
    let parts = [
      neighbors.map { "k \($0.count), threshold \($0.threshold), \($0.source.words)" },
      probabilities.map { "probabilities of \($0)" }, dynamics.map { "training of \($0)" },
      noiseRateWords(evidence).map { "noise rate \($0)" },
      trustedWords.map { "trusted rows \($0)" },
    ]
    return parts.compactMap(\.self)
  }

  fileprivate func noiseRateWords(_ evidence: Evidence) -> String? {
    guard let source = noiseRate, let rate = evidence.noiseRate else { return nil }
    return "\(rate.percentText()) (\(source))"
  }

  fileprivate var trustedWords: String? {
    trusted.map { "\(trustedCount.groupedText) (\($0))" }
  }
}
