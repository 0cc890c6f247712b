extension PaperReport {
  /// One paragraph in plain words, made from the measured values.
  var answer: Markup {
    let headlines = results.measuredSettings(headlines: true)
    let attacked = headlines.compactMap { setting in
      values(setting, (.none, 0), (.none, 0.2)).map { clean, attacked in
        "from \(clean) to \(attacked) on \(setting.name)"
      }
    }
    let defended = headlines.compactMap { setting in
      results.error(setting, .knn, at: 0.2).map { "\($0.percentText()) on \(setting.name)" }
    }
    let cost = headlines.compactMap { setting in
      values(setting, (.none, 0), (.knn, 0)).map { plain, defended in
        "\(defended) instead of \(plain) on \(setting.name)"
      }
    }
    var sentences: [String] = []
    if !attacked.isEmpty {
      sentences.append(
        """
        When the attack flips 20\u{202F}% of the training labels, the test error without defense \
        goes \(attacked.listed).
        """
      )
    }
    if !defended.isEmpty {
      sentences.append("kNN sanitization brings it to \(defended.listed).")
    }
    if let baselineSentence { sentences.append(baselineSentence) }
    if !cost.isEmpty {
      sentences.append(
        "Where nobody attacks, the error with kNN sanitization is \(cost.listed).")
    }
    if let claimsSentence { sentences.append(claimsSentence) }
    return "<p class=\"lede\">\(sentences.joined(separator: " "))</p>"
  }

  /// Whether the trusted examples alone do better, in one sentence; `nil` when that was not measured.
  var baselineSentence: String? {
    let baselines = TrustedBaseline.all(in: results)
    guard !baselines.isEmpty else { return nil }
    let names = baselines.filter(\.trustedIsBetter).map(\.setting.name)
    let trusted =
      "a model trained on the \(results.settings.validationCount) trusted examples alone"
    let rate = "At a poisoning rate of 20\u{202F}%"
    if names.isEmpty {
      return "\(rate) the defense does at least as well as \(trusted) on every data set."
    }
    let isEverywhere = names.count == PaperSetting.headlines.count
    let places = isEverywhere ? "all three data sets" : names.listed
    return "\(rate) \(trusted) does better than the defense on \(places)."
  }

  /// How many findings agree with the paper, in one sentence; `nil` when nothing was judged.
  var claimsSentence: String? {
    let claims = PaperClaim.all(in: results).filter { !$0.findings.isEmpty }
    let full = claims.count { $0.agreeingCount == $0.findings.count }
    guard !claims.isEmpty else { return nil }
    if claims.count == 1 {
      return full == 1
        ? "The one claim of the paper judged below agrees with these measurements."
        : "The one claim of the paper judged below does not agree throughout."
    }
    return full == claims.count
      ? "All \(claims.count) claims of the paper judged below agree with these measurements."
      : """
      Of the paper's \(claims.count.text(of: "claim")) judged below, \(full) agree with these \
      measurements throughout, the others in part or not at all.
      """
  }

  private func values(
    _ setting: PaperSetting, _ first: (PaperDefense, Double), _ second: (PaperDefense, Double)
  ) -> (String, String)? {
    guard let before = results.error(setting, first.0, at: first.1),
      let after = results.error(setting, second.0, at: second.1)
    else { return nil }
    return (before.percentText(), after.percentText())
  }
}
