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
        "When the attack flips 20\u{202F}% of the training labels, the test error without defense goes \(Self.list(attacked))."
      )
    }
    if !defended.isEmpty {
      sentences.append("kNN sanitization brings it to \(Self.list(defended)).")
    }
    if !cost.isEmpty {
      sentences.append("Where nobody attacks, the error with it is \(Self.list(cost)).")
    }
    sentences.append(contentsOf: [baselineSentence, claimsSentence].compactMap(\.self))
    return "<p class=\"lede\">\(sentences.joined(separator: " "))</p>"
  }

  /// Whether the trusted examples alone do better, in one sentence; `nil` when that was not measured.
  var baselineSentence: String? {
    let baselines = TrustedBaseline.all(in: results)
    guard !baselines.isEmpty else { return nil }
    let names = baselines.filter(\.trustedIsBetter).map(\.setting.name)
    let trusted = "a model trained on the \(results.settings.validationCount) trusted examples alone"
    if names.isEmpty {
      return "At that rate the defense does at least as well as \(trusted) on every data set."
    }
    if names.count < baselines.count {
      return "At that rate \(trusted) does better than the defense on \(Self.list(names))."
    }
    return baselines.count == PaperSetting.headlines.count
      ? "At that rate \(trusted) does better than the defense on all three data sets."
      : "At that rate \(trusted) does better than the defense on \(Self.list(names))."
  }

  /// How many findings agree with the paper, in one sentence; `nil` when nothing was judged.
  var claimsSentence: String? {
    let claims = PaperClaim.all(in: results).filter { !$0.findings.isEmpty }
    let full = claims.count { $0.agreeingCount == $0.findings.count }
    guard !claims.isEmpty else { return nil }
    return full == claims.count
      ? "All \(claims.count.text(of: "claim")) of the paper judged below agree with these measurements."
      : "Of the paper's \(claims.count.text(of: "claim")) judged below, \(full) agree with these measurements throughout, \(claims.count - full) not everywhere."
  }

  private func values(
    _ setting: PaperSetting, _ first: (PaperDefense, Double), _ second: (PaperDefense, Double)
  ) -> (String, String)? {
    guard let before = results.error(setting, first.0, at: first.1),
      let after = results.error(setting, second.0, at: second.1)
    else { return nil }
    return (before.percentText(), after.percentText())
  }

  /// Items as people list them: `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}
