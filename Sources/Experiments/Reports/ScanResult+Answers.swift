import LabelContracts
import LabelData
import LabelDefenses

/// The answers of a report, a sentence or two each.
extension ScanResult {
  /// Whether there is a problem.
  var problemAnswer: String {
    let count = issues.issueCount
    let share = Double(count) / Double(max(1, rows.count))
    let flagged: String =
      switch count {
      case 0: "No label looks wrong."
      case 1: "One of \(rows.count.groupedText) labels is probably wrong."
      default:
        "\(count.groupedText) of \(rows.count.groupedText) labels are probably wrong (\(share.percentText()))."
      }
    return "\(flagged) \(rateSentence)"
  }

  /// The share of wrong labels, as far as it is known.
  var rateSentence: String {
    switch conclusions.rate {
    case .estimated(let rate, let interval, let level, let basis):
      "About \(rate.percentText()) of the labels are wrong "
        + "(\(level.percentText(digits: 0)) interval \(interval.lowerBound.percentText()) to "
        + "\(interval.upperBound.percentText()); from \(basis))."
    case .notIdentifiable(let why):
      "The true share of wrong labels cannot be told: \(why)."
    case nil:
      "The true share of wrong labels was not estimated: that takes correct labels (--trusted)."
    }
  }

  /// What is known of the labels that are rejected at a known level; `nil` where none were asked for.
  var discoveriesSentence: String? {
    guard let found = conclusions.discoveries else { return nil }
    let trusted = found.trustedCount.text(of: "trusted row")
    guard found.smallestRate <= 1 else {
      return
        "No label can be rejected at \(found.level.percentText()): \(trusted) are too few, whatever the labels are."
    }
    return
      "\(found.count.text(of: "label")) rejected (fdr_rejected in issues.csv): on average at most "
      + "\(found.level.percentText()) of those rejected are right, whoever chose the flips, if the \(trusted) are a "
      + "random sample of the same population with right labels. So many trusted rows see nothing where fewer than "
      + "\(found.smallestRate.percentText()) of the labels are wrong."
  }

  /// What kind of flips it is.
  var kindAnswer: String {
    guard let kinds = conclusions.kinds else { return "Not tested." }
    if kinds.isTooFew {
      return
        "Too few to tell: \(kinds.issueCount.text(of: "issue")), and \(FlipKinds.leastIssueCount) are needed."
    }
    let found = kinds.tests.filter(\.isFound)
    guard !found.isEmpty else {
      return kinds.tests.isEmpty
        ? "Not tested: nothing is known that a test could look at."
        : "No pattern among the issues (\(kinds.tests.count.text(of: "test"))): they look like random flips. Flips that the "
          + "detector misses are not seen."
    }
    return found.map { "\($0.kind.title): \(sentence($0))" }.joined(separator: " ")
  }

  /// Which rows.
  var rowsAnswer: String {
    guard let worst = rowsWorstFirst.first else { return "None." }
    guard issues.issueCount > 0 else {
      return "None; issues.csv holds all rows, lowest score first."
    }
    return "issues.csv lists them, worst first. The first is \(rows.name(ofRow: worst)): given "
      + "\(rows.labels.name(at: worst)), probably \(rows.labels.classNames[issues.predictedLabels[worst]])."
  }

  /// What to do.
  var repairAnswer: String {
    guard issues.issueCount > 0 else { return "Nothing to repair." }
    guard let best = conclusions.bestEffect, let seen = best.trusted ?? best.unflagged else {
      return "Review the issues. The effect of a repair was not measured."
    }
    let name = conclusions.classifierName ?? "a classifier"
    let (range, what) = (seen.interval, best.repair.gerund.lowercased())
    let effect =
      "the error of \(name) goes from \(seen.errorBefore.percentText()) to \(seen.errorAfter.percentText())"
    guard best.trusted == nil else {
      let verdict =
        range.upperBound < 0
        ? "\(best.repair.gerund) helps"
        : range.lowerBound > 0
          ? "Do not repair unseen: even \(what) hurts"
          : "Review the issues first: even the best repair, \(what), has no clear effect"
      return
        "\(verdict). On \(seen.rowCount.text(of: "trusted row")) \(effect) (\(seen.differenceWords))."
    }
    // Rows without an issue are partial to a repair: they can speak against it, but not prove it.
    let verdict =
      range.upperBound < 0
      ? "\(best.repair.gerund) probably helps; only trusted rows can show it"
      : range.lowerBound > 0
        ? "Do not repair unseen: even \(what) hurts"
        : "Review the issues first: even the best repair, \(what), has no clear effect"
    let all = best.given.map {
      " On all held-out rows as given, which are partial against a repair, it goes from "
        + "\($0.errorBefore.percentText()) to \($0.errorAfter.percentText())."
    }
    return
      "\(verdict). On \(seen.rowCount.groupedText) held-out rows without an issue, which are partial to a repair, "
      + "\(effect) (\(seen.differenceWords)).\(all ?? "")"
  }

  /// What cannot be known.
  var limitsAnswer: String {
    var parts: [String] = []
    if let regions = conclusions.regions {
      let count = regions.reduce(0) { $0 + $1.rows.count }
      parts.append(
        regions.isEmpty
          ? "No region was found in which the labels cannot be judged."
          : "\(regions.count.text(of: "region")) with \(count.text(of: "row")) cannot be judged from the data; "
            + "correct labels from there would tell.")
    }
    if !conclusions.askedRows.isEmpty {
      parts.append("ask.csv names \(conclusions.askedRows.count.text(of: "row")) to label first.")
    }
    parts.append("\(findings[0].detector) is known to fail for: \(findings[0].failure).")
    return parts.joined(separator: " ")
  }

  /// What a test saw.
  func sentence(_ test: FlipKindTest) -> String {
    let names = rows.labels.classNames
    switch test.evidence {
    case .direction(let direction, let effect):
      let (given, predicted) = (names[direction.given], names[direction.predicted])
      let expected =
        direction.expected.text(digits: 1)
      return
        "\(direction.count.text(of: "issue")) say \(given) where \(predicted) is probable, "
        + "\(expected) expected of even flips, \(direction.reverseCount.groupedText) the other way round "
        + "(effect w \(effect.text(digits: 2))). Classes that look alike can seem so too: look at some of them."
    case .sources(let groups):
      let sources = evidence.groups?.names ?? []
      let listed = groups.prefix(5).map { sources.indices.contains($0) ? sources[$0] : "\($0)" }
      return groups.isEmpty
        ? "no source is surely worse than the others."
        : "labels of \(Array(listed).listed)"
          + (groups.count > 5 ? " and \(groups.count - 5) more sources" : "")
          + " are wrong more often than the others."
    case .regions(let share, let expected, let largest):
      let regions =
        !test.isFound
        ? ""
        : largest.first.map {
          "; the largest of \(largest.count.text(of: "region")) has \($0.rows.count.text(of: "issue"))"
        } ?? ""
      return
        "\(share.percentText()) of the neighbors of issues are issues, \(expected.percentText()) by chance\(regions)."
    case .depth(let mean):
      return
        "an issue lies deeper in its probable class than \(mean.percentText(digits: 0)) of the class's rows on "
        + "average, 50\u{202F}% by chance. Flips near a border cannot be told from rows that are hard to judge."
    }
  }
}

extension ScanConclusions {
  /// The repair with the lowest error on trusted rows, else on held-out rows without an issue.
  var bestEffect: RepairEffect? {
    func error(_ effect: RepairEffect) -> Double {
      (effect.trusted ?? effect.unflagged)?.errorAfter ?? .infinity
    }
    return effects.min { error($0) < error($1) }
  }
}

extension RepairEffect.Repair {
  /// What is done, as the beginning of a sentence.
  var gerund: String {
    switch self {
    case .relabel: "Relabeling the issues"
    case .remove: "Removing the issues"
    case .weight: "Weighting labels by their probability"
    }
  }
}

extension RepairEffect.Comparison {
  /// The difference with its interval, in percentage points.
  var differenceWords: String {
    "difference \(Self.points(difference)), 95\u{202F}% interval \(Self.points(interval.lowerBound)) to "
      + "\(Self.points(interval.upperBound)) points"
  }

  /// A share in percentage points, with its sign.
  static func points(_ share: Double) -> String {
    let text = (100 * share).text(digits: 1)
    return text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : "+" + text
  }
}

extension FlipKind {
  /// The kind as a heading.
  var title: String {
    switch self {
    case .classDirected: "Class-directed"
    case .source: "By source"
    case .colluding: "Colluding"
    case .adversarial: "Adversarial"
    case .random: "Random"
    }
  }
}
