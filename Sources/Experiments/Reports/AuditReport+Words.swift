internal import LabelCertificates

extension AuditReport {
  /// The result for a terminal.
  ///
  /// - Parameter results: What was measured.
  /// - Returns: Lines of text.
  public static func words(_ results: AuditResults) -> String {
    AuditReport(results).lessons.joined(separator: "\n")
  }

  /// What the figures say, in sentences.
  var lessons: [String] {
    [
      damage, worth, defense, certified, sanitizationSentence, firstRows, predictionSentence, time,
    ].compactMap(\.self)
  }

  private var largest: Double { results.plan.poisoningRates.last ?? 0 }

  private var damage: String? {
    let course = statistics.course(.none)
    guard let clean = course.first, let last = course.last, course.count > 1 else { return nil }
    guard let attack = last.attack else {
      return
        "No attack raised the test error of \(results.plan.victim), \(clean.error.percentText()), by flipping "
        + "up to \(BenchmarkReport.percent(last.poisoningRate)) of the labels."
    }
    return
      "Flipping \(BenchmarkReport.percent(last.poisoningRate)) of the training labels takes the test error of "
      + "\(results.plan.victim) from \(clean.error.percentText()) to \(last.error.percentText()) "
      + "(attack \(attack), the worst of \(attackCount.text(of: "attack")))."
  }

  private var attackCount: Int {
    Set(results.rows.filter { $0.poisoningRate > 0 }.map(\.attack)).count
  }

  private var worth: String? {
    let course = statistics.course(.none)
    guard course.count > 1 else { return nil }
    let isTrusted = statistics.trustedOnlyError == statistics.worthlessError
    let beside =
      isTrusted
      ? "one learnt from the \(results.counts.trusted) trusted rows alone "
        + "(\(statistics.worthlessError.percentText()))"
      : "always naming the most frequent class (\(statistics.worthlessError.percentText()))"
    guard let rate = statistics.endOfWorth(.none) else {
      return
        "Up to \(BenchmarkReport.percent(course.last?.poisoningRate ?? 0)) it stays better than \(beside)."
    }
    return rate == 0
      ? "Even without flips it is no better than \(beside)."
      : "From about \(rate.percentText()) on it is not worth having: no better than \(beside)."
  }

  private var defense: String? {
    guard let best = statistics.bestDefense else { return nil }
    return
      "Of the defenses \(best.method.title) holds best: at most \(best.worst.error.percentText()) was reached at "
      + "\(BenchmarkReport.percent(best.worst.poisoningRate))."
  }

  private var certified: String? {
    guard let smallest = results.plan.poisoningRates.first else { return nil }
    let flips = (least: statistics.flipCount(smallest), most: statistics.flipCount(largest))
    guard
      let best = results.certified.min(by: {
        $0.error(flips: flips.least) < $1.error(flips: flips.least)
      })
    else { return nil }
    let more =
      largest == smallest
      ? ""
      : " and \(best.error(flips: flips.most).percentText()) at \(BenchmarkReport.percent(largest))"
    return
      "Whatever an attacker flips, the certified classifier \(best.certificate) errs on at most "
      + "\(best.error(flips: flips.least).percentText()) at \(BenchmarkReport.percent(smallest))\(more) "
      + "(\(best.cleanError.percentText()) without flips)."
  }

  /// What kNN sanitization undoes for certain.
  var sanitizationSentence: String? {
    guard let guarantee = results.sanitization, let median = guarantee.medianNeighborFlips else {
      return nil
    }
    let lone =
      "Whatever its new label, a lone flip is undone for certain by one round of knn on "
      + "\(guarantee.loneFlipShare.percentText()) of the training rows"
    guard median > 0 else { return lone + "; with another one near by on less than half." }
    return lone + "; on half with up to \(median.text(of: "more flip")) among the row's "
      + "\(guarantee.neighborCount.text(of: "neighbor"))."
  }

  private var firstRows: String? {
    let flips = statistics.firstFlips(5)
    guard !flips.isEmpty, let attack = statistics.strongestAttack else { return nil }
    return
      "An attacker would flip \(flips.count == 1 ? "row" : "rows") "
      + "\(flips.map { "\($0.row)" }.listed) first (attack \(attack)): look after these labels."
  }

  /// How many flips one prediction survives.
  var predictionSentence: String? {
    guard let fragile = results.fragile else { return nil }
    let subject =
      "The prediction '\(fragile.predicted)' of row \(fragile.row) of \(results.testName)"
    guard let flips = fragile.flips else {
      return "\(subject) by least squares is changed by no flips at all."
    }
    let middle = fragile.counts.isEmpty ? nil : fragile.counts[fragile.counts.count / 2]
    var sentence =
      "\(subject) by least squares is changed by \(flips.count.text(of: "flip")), and by no fewer"
    if let middle {
      sentence +=
        "; half of the right predictions need at most \(middle), the weakest "
        + "\(fragile.counts[0])"
    }
    if results.plan.victim != "ridge" { sentence += victimSentence(fragile) }
    return sentence + "."
  }

  /// What the flips do to a victim that is another learner.
  private func victimSentence(_ fragile: FragilePrediction) -> String {
    switch (fragile.victimPredicted, fragile.victimPredicts) {
    case (let before?, let after?) where before != after:
      ". After these flips \(results.plan.victim) predicts '\(after)' instead of '\(before)'"
    case (_, let after?): ". \(results.plan.victim) still predicts '\(after)' after them"
    default: ". \(results.plan.victim) could not learn from the labels after them"
    }
  }

  private var time: String? {
    results.cutShort.isEmpty
      ? nil
      : "The time was over before all was run, so these figures are not the last word: "
        + "\(results.cutShort.listed) \(results.cutShort.count == 1 ? "was" : "were") cut short or left out."
  }
}
