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
        band: band, explanation: isOutside ? explanation(summary) : nil)
    }

    /// What is known of a deviation: how it compares with the spread between splits.
    private func explanation(_ summary: MeanAndError) -> String {
      let distance = (summary.mean - reference).magnitude
      let errors = summary.standardError > 0 ? distance / summary.standardError : .infinity
      let spread =
        "The difference is \(errors.text(digits: 1)) standard errors of our mean over "
        + "\(summary.count) splits"
      return errors <= 3
        ? "\(spread): other random splits explain it."
        : "\(spread): more than other random splits alone explain."
    }
  }

  static let cells: [Cell] = figure1 + figure2a + figure2b

  private static let rates = [0, 0.05, 0.1, 0.15, 0.2]
  private static let sensitivityRates = [0, 0.1, 0.2, 0.3]

  private static func row(
    _ figure: String, _ dataset: String, _ scaling: String, _ defense: PaperDefense,
    k: Int? = nil, eta: Double? = nil, at rates: [Double] = rates, _ values: [Double],
    splitCount: Int? = nil
  ) -> [Cell] {
    zip(rates, values).map { rate, value in
      Cell(
        figure: figure, setting: PaperSetting(dataset: dataset, scaling: scaling),
        defense: defense, k: k, eta: eta, poisoningRate: rate, reference: value,
        splitCount: splitCount)
    }
  }

  private static let figure1 = [
    row("1", "breastcancer", "standardize", .none, [0.039, 0.134, 0.202, 0.266, 0.322]),
    row("1", "breastcancer", "standardize", .knn, [0.053, 0.065, 0.083, 0.104, 0.103]),
    row("1", "breastcancer", "minmax", .none, [0.042, 0.108, 0.159, 0.229, 0.326]),
    row("1", "breastcancer", "minmax", .knn, [0.059, 0.082, 0.096, 0.140, 0.238]),
    row("1", "breastcancer", "none", .none, [0.191, 0.438, 0.442, 0.444, 0.446]),
    row("1", "breastcancer", "none", .knn, [0.099, 0.111, 0.099, 0.100, 0.112]),
    row("1", "mnist17", "none", .none, [0.015, 0.132, 0.229, 0.308, 0.371]),
    row("1", "mnist17", "none", .knn, [0.034, 0.047, 0.047, 0.046, 0.048]),
    row("1", "spambase", "none", .none, [0.134, 0.220, 0.288, 0.335, 0.376]),
    row("1", "spambase", "none", .knn, [0.200, 0.207, 0.231, 0.237, 0.243]),
    row("1", "spambase", "binarize", .none, [0.135, 0.234, 0.304, 0.363, 0.416]),
    row("1", "spambase", "binarize", .knn, [0.158, 0.162, 0.179, 0.212, 0.239]),
    row(
      "1", "spambase", "standardize", .none, [0.155, 0.239, 0.289, 0.324, 0.360], splitCount: 5),
  ].flatMap(\.self)

  private static func sensitivity(
    _ figure: String, k: Int?, eta: Double?, _ values: [Double]
  ) -> [Cell] {
    row(
      figure, "breastcancer", "standardize", k == nil ? .none : .knn, k: k, eta: eta,
      at: sensitivityRates, values)
  }

  private static let figure2a = [
    sensitivity("2a", k: nil, eta: nil, [0.039, 0.202, 0.322, 0.404]),
    sensitivity("2a", k: 3, eta: 0.5, [0.066, 0.101, 0.172, 0.259]),
    sensitivity("2a", k: 5, eta: 0.5, [0.071, 0.096, 0.148, 0.244]),
    sensitivity("2a", k: 10, eta: 0.5, [0.071, 0.093, 0.121, 0.214]),
    sensitivity("2a", k: 15, eta: 0.5, [0.078, 0.110, 0.132, 0.168]),
    sensitivity("2a", k: 25, eta: 0.5, [0.100, 0.120, 0.137, 0.169]),
  ].flatMap(\.self)

  private static let figure2b = [
    sensitivity("2b", k: 10, eta: 0.6, [0.071, 0.093, 0.121, 0.214]),
    sensitivity("2b", k: 10, eta: 0.7, [0.054, 0.086, 0.162, 0.264]),
    sensitivity("2b", k: 10, eta: 0.8, [0.045, 0.128, 0.235, 0.344]),
    sensitivity("2b", k: 10, eta: 0.9, [0.043, 0.158, 0.269, 0.369]),
    sensitivity("2b", k: 10, eta: 1.0, [0.040, 0.183, 0.302, 0.398]),
  ].flatMap(\.self)
}
