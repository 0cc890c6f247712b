/// The mean test errors that an independent run of the same protocol gave.
///
/// It used another generator, hence other splits; our means are held against it in bands of 25 % or 0.03,
/// whichever is wider. These are no numbers of the paper.
struct PaperReference: Sendable {
  /// One value of the independent run.
  struct Cell: Sendable {
    let figure: String
    let setting: PaperSetting
    let defense: PaperDefense
    let k: Int?
    let eta: Double?
    let poisoningRate: Double
    let reference: Double
    /// Our mean over 100 splits: `flipguard reproduce --splits 100 --seed 77`.
    let manySplits: Double
    /// Number of first splits that the value is the mean of; `nil` for all.
    let splitCount: Int?

    /// The cell beside our mean, if it was measured.
    func compared(with summary: PaperSummary) -> ReferenceCell? {
      let errors = summary.trials.filter { trial in
        trial.figure == figure && trial.dataset == setting.dataset
          && trial.scaling == setting.scaling && trial.defense == defense
          && (trial.poisoningRate - poisoningRate).magnitude < 1e-9
          && (k == nil || trial.k == k) && (eta == nil || trial.eta == eta)
          && trial.split < splitCount ?? .max
      }.map(\.error)
      guard !errors.isEmpty else { return nil }
      let summary = MeanAndError(errors)
      let band = max(0.25 * reference, 0.03)
      let isOutside = (summary.mean - reference).magnitude > band + 1e-12
      return ReferenceCell(
        figure: figure, dataset: setting.dataset, scaling: setting.scaling, defense: defense, k: k,
        eta: eta, poisoningRate: poisoningRate, measured: summary.mean, reference: reference,
        band: band, explanation: isOutside ? explanation(summary, band: band) : nil)
    }

    /// Why our mean lies outside the band: chance in our few splits, in those of the independent run, or more.
    private func explanation(_ summary: MeanAndError, band: Double) -> String {
      let counts = "\(summary.count) splits"
      let known = "Over 100 splits our mean is \((100 * manySplits).text(digits: 1))\u{202F}%"
      if (manySplits - reference).magnitude <= band + 1e-12 {
        return "\(known), inside the band: these \(counts) are an unusual draw."
      }
      return (manySplits - summary.mean).magnitude <= 3 * summary.standardError
        ? "\(known), as far outside: the few splits of the independent run are an unusual draw, or "
          + "its protocol differs in something that is not written down."
        : "\(known), outside too: neither draw explains the difference."
    }
  }

  static let cells: [Cell] = figure1 + figure2a + figure2b

  private static let rates = [0, 0.05, 0.1, 0.15, 0.2]
  private static let sensitivityRates = [0, 0.1, 0.2, 0.3]

  private static func row(
    _ figure: String, _ dataset: String, _ scaling: String, _ defense: PaperDefense,
    k: Int? = nil, eta: Double? = nil, at rates: [Double] = rates, _ values: [Double],
    many: [Double], splitCount: Int? = nil
  ) -> [Cell] {
    zip(rates, zip(values, many)).map { rate, means in
      Cell(
        figure: figure, setting: PaperSetting(dataset: dataset, scaling: scaling),
        defense: defense, k: k, eta: eta, poisoningRate: rate, reference: means.0,
        manySplits: means.1, splitCount: splitCount)
    }
  }

  private static func trustedOnly(
    _ dataset: String, _ scaling: String, _ reference: Double, many: Double
  ) -> [Cell] {
    row("1", dataset, scaling, .trustedOnly, at: [0], [reference], many: [many])
  }

  private static let figure1 = [
    row(
      "1", "breastcancer", "standardize", .none,
      [0.039, 0.134, 0.202, 0.266, 0.322], many: [0.045, 0.153, 0.218, 0.272, 0.324]),
    row(
      "1", "breastcancer", "standardize", .knn,
      [0.053, 0.065, 0.083, 0.104, 0.103], many: [0.060, 0.065, 0.074, 0.085, 0.110]),
    row(
      "1", "breastcancer", "minmax", .none,
      [0.042, 0.108, 0.159, 0.229, 0.326], many: [0.041, 0.106, 0.170, 0.235, 0.293]),
    row(
      "1", "breastcancer", "minmax", .knn,
      [0.059, 0.082, 0.096, 0.140, 0.238], many: [0.056, 0.068, 0.087, 0.124, 0.175]),
    row(
      "1", "breastcancer", "none", .none,
      [0.191, 0.438, 0.442, 0.444, 0.446], many: [0.150, 0.419, 0.423, 0.426, 0.426]),
    row(
      "1", "breastcancer", "none", .knn,
      [0.099, 0.111, 0.099, 0.100, 0.112], many: [0.101, 0.103, 0.104, 0.104, 0.109]),
    row(
      "1", "mnist17", "none", .none,
      [0.015, 0.132, 0.229, 0.308, 0.371], many: [0.016, 0.137, 0.228, 0.299, 0.359]),
    row(
      "1", "mnist17", "none", .knn,
      [0.034, 0.047, 0.047, 0.046, 0.048], many: [0.026, 0.034, 0.037, 0.041, 0.056]),
    row(
      "1", "spambase", "none", .none,
      [0.134, 0.220, 0.288, 0.335, 0.376], many: [0.131, 0.222, 0.287, 0.340, 0.386]),
    row(
      "1", "spambase", "none", .knn,
      [0.200, 0.207, 0.231, 0.237, 0.243], many: [0.196, 0.206, 0.227, 0.240, 0.262]),
    row(
      "1", "spambase", "binarize", .none,
      [0.135, 0.234, 0.304, 0.363, 0.416], many: [0.125, 0.221, 0.294, 0.354, 0.406]),
    row(
      "1", "spambase", "binarize", .knn,
      [0.158, 0.162, 0.179, 0.212, 0.239], many: [0.160, 0.166, 0.178, 0.187, 0.207]),
    row(
      "1", "spambase", "standardize", .none,
      [0.155, 0.239, 0.289, 0.324, 0.360], many: [0.163, 0.261, 0.316, 0.358, 0.392], splitCount: 5),
    trustedOnly("breastcancer", "standardize", 0.04, many: 0.045),
    trustedOnly("mnist17", "none", 0.015, many: 0.015),
    trustedOnly("spambase", "standardize", 0.165, many: 0.161),
  ].flatMap(\.self)

  private static func sensitivity(
    _ figure: String, k: Int?, eta: Double?, _ values: [Double], many: [Double]
  ) -> [Cell] {
    row(
      figure, "breastcancer", "standardize", k == nil ? .none : .knn, k: k, eta: eta,
      at: sensitivityRates, values, many: many)
  }

  private static let figure2a = [
    sensitivity(
      "2a", k: nil, eta: nil, [0.039, 0.202, 0.322, 0.404], many: [0.045, 0.218, 0.324, 0.413]),
    sensitivity(
      "2a", k: 3, eta: 0.5, [0.066, 0.101, 0.172, 0.259], many: [0.067, 0.107, 0.174, 0.281]),
    sensitivity(
      "2a", k: 5, eta: 0.5, [0.071, 0.096, 0.148, 0.244], many: [0.070, 0.095, 0.157, 0.257]),
    sensitivity(
      "2a", k: 10, eta: 0.5, [0.071, 0.093, 0.121, 0.214], many: [0.065, 0.080, 0.137, 0.245]),
    sensitivity(
      "2a", k: 15, eta: 0.5, [0.078, 0.110, 0.132, 0.168], many: [0.079, 0.088, 0.126, 0.207]),
    sensitivity(
      "2a", k: 25, eta: 0.5, [0.100, 0.120, 0.137, 0.169], many: [0.097, 0.105, 0.137, 0.199]),
  ].flatMap(\.self)

  private static let figure2b = [
    sensitivity(
      "2b", k: 10, eta: 0.6, [0.071, 0.093, 0.121, 0.214], many: [0.065, 0.080, 0.137, 0.245]),
    sensitivity(
      "2b", k: 10, eta: 0.7, [0.054, 0.086, 0.162, 0.264], many: [0.056, 0.087, 0.172, 0.291]),
    sensitivity(
      "2b", k: 10, eta: 0.8, [0.045, 0.128, 0.235, 0.344], many: [0.046, 0.110, 0.223, 0.346]),
    sensitivity(
      "2b", k: 10, eta: 0.9, [0.043, 0.158, 0.269, 0.369], many: [0.044, 0.150, 0.271, 0.386]),
    sensitivity(
      "2b", k: 10, eta: 1.0, [0.040, 0.183, 0.302, 0.398], many: [0.043, 0.192, 0.307, 0.406]),
  ].flatMap(\.self)
}
