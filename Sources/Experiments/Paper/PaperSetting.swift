/// A data set of the paper in one scaling.
struct PaperSetting: Hashable, Sendable {
  /// Name of the bundled data set.
  let dataset: String
  /// How features are scaled.
  let scaling: String

  /// The three that the report puts first.
  static let headlines = [
    PaperSetting(dataset: "breastcancer", scaling: "standardize"),
    PaperSetting(dataset: "mnist17", scaling: "none"),
    PaperSetting(dataset: "spambase", scaling: "standardize"),
  ]

  /// The data set as the paper spells it.
  var name: String { Self.name(ofDataset: dataset) }

  /// A data set as the paper spells it.
  static func name(ofDataset dataset: String) -> String {
    switch dataset {
    case "breastcancer": "BreastCancer"
    case "mnist17": "MNIST 1 vs 7"
    case "spambase": "SpamBase"
    default: dataset
    }
  }

  /// The scaling in words.
  var scalingName: String {
    switch scaling {
    case "none" where dataset == "mnist17": "pixels / 255"
    case "none": "raw"
    case "minmax": "min-max"
    case "standardize": "standardized"
    case "binarize": "binarized"
    default: scaling
    }
  }
}

extension PaperResults {
  /// The mean error of Figure 1 at a poisoning rate; `nil` when it was not measured.
  func error(_ setting: PaperSetting, _ defense: PaperDefense, at rate: Double) -> Double? {
    point(setting, defense, at: rate)?.meanError
  }

  /// The point of Figure 1 at a poisoning rate; `nil` when it was not measured.
  func point(_ setting: PaperSetting, _ defense: PaperDefense, at rate: Double) -> ErrorPoint? {
    figure1.first { point in
      point.dataset == setting.dataset && point.scaling == setting.scaling
        && point.defense == defense && point.isAt(rate)
    }
  }

  /// The settings of Figure 1 that were measured: those of the headlines in their order, then the others
  /// in that of the results.
  func measuredSettings(headlines: Bool) -> [PaperSetting] {
    var seen = Set<PaperSetting>()
    let measured = figure1.map { PaperSetting(dataset: $0.dataset, scaling: $0.scaling) }.filter {
      seen.insert($0).inserted
    }
    return headlines
      ? PaperSetting.headlines.filter(seen.contains)
      : measured.filter { !PaperSetting.headlines.contains($0) }
  }
}
