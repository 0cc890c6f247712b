import LabelContracts
import LabelData
import LabelDefenses

extension ScanReport {
  /// Most regions that are told.
  private static var regionLimit: Int { 10 }
  /// Most rows of a region that are named.
  private static var namedRows: Int { 5 }

  /// What cannot be known from the data, and which labels would help.
  var limits: Markup {
    let ambiguous = result.issues.isAmbiguous.count { $0 }
    var sentences: [String] = []
    let lead = result.findings[0]
    sentences.append("\(lead.detector) is known to fail for: \(lead.failure).")
    if ambiguous > 0 {
      sentences.append(
        "\(ambiguous.text(of: "row")) \(ambiguous == 1 ? "lies" : "lie") where classes overlap: "
          + "\(ambiguous == 1 ? "its label" : "their labels") can be right or wrong, and no label there is called wrong."
      )
    }
    if result.issues.posteriors == nil {
      sentences.append(
        "\(lead.detector) gives no probabilities, so how many of the issues are truly wrong is not known."
      )
    }
    if case .estimated = result.conclusions.rate {} else { sentences.append(result.rateSentence) }
    sentences += result.conclusions.gaps
    let items = Markup(sentences.map { "<li>\($0)</li>" })
    return HTMLPage.section(
      "5. What can we not know?", ["<ul>\n\(items)\n</ul>", regions, asked].compactMap(\.self))
  }

  /// The regions whose labels cannot be judged.
  private var regions: Markup? {
    guard let regions = result.conclusions.regions, !regions.isEmpty else { return nil }
    let names = result.rows.labels.classNames
    let items = regions.prefix(Self.regionLimit).map { region -> Markup in
      let rows = region.rows.prefix(Self.namedRows).map { "\(result.rows.fileRow($0))" }
      let contradiction =
        region.label == region.farLabel
        ? "\(region.agreement.percentText(digits: 0)) of them say \(names[region.label]), and nothing settles it"
        : "\(region.agreement.percentText(digits: 0)) of them say \(names[region.label]), labels elsewhere speak for "
          + names[region.farLabel]
      return
        """
        <li>I cannot tell for the region around rows \(Array(rows).listed) (\(region.rows.count.text(of: "row")) looked \
        at): \(contradiction). Give me \(min(Self.namedRows, region.rows.count)) trusted labels from here.</li>
        """
    }
    let rest = regions.count - items.count
    let more: Markup =
      rest > 0
      ? HTMLPage.paragraph("These are the largest; \(rest.groupedText) more are left out.") : ""
    return
      """
      <h3>Regions that cannot be judged</h3>
      \(HTMLPage.paragraph("Labels that were flipped together look like a region that is different. Only correct labels tell them apart."))
      <ul>
      \(Markup(items))
      </ul>
      \(more)
      """
  }

  /// The rows that are asked about.
  private var asked: Markup? {
    let rows = result.conclusions.askedRows
    guard !rows.isEmpty else { return nil }
    let items = rows.prefix(20).map { row -> Markup in
      "<li>\(image(ofRow: row) ?? "")<strong>\(name(ofRow: row))</strong></li>"
    }
    let text =
      "ask.csv names \(rows.count.text(of: "row")) whose correct labels would tell most, most telling first. Fill in "
      + "its column label and give it back with --trusted ask.csv. The given labels are left out on purpose: they "
      + "should not sway you."
      + (rows.count > 20 ? " These are the first 20." : "")
    return """
      <h3>Labels that would help</h3>
      \(HTMLPage.paragraph(text))
      <ul class="strip" aria-label="Rows to label" tabindex="0">
      \(Markup(items))
      </ul>
      """
  }
}
