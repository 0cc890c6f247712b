/// What could not be measured, told once for each method and reason.
struct OmissionTable: Sendable {
  /// Omissions of one method for one reason; no group is empty.
  let groups: [[BenchmarkOmission]]
  private let attacks: [String]
  private let datasets: [String]

  /// Groups omissions.
  ///
  /// - Parameters:
  ///   - omissions: What could not be measured.
  ///   - attacks: All attacks that were asked for.
  ///   - datasets: All data sets.
  init(_ omissions: [BenchmarkOmission], attacks: [String], datasets: [String]) {
    var order: [[String]] = []
    var groups: [[String]: [BenchmarkOmission]] = [:]
    for omission in omissions {
      let key = [omission.method ?? "", omission.reason]
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(omission)
    }
    self.groups = order.compactMap { groups[$0] }
    self.attacks = attacks
    self.datasets = datasets
  }

  /// The names of the methods, and of the attacks that were not possible, each once.
  var names: [String] { Set(groups.map { $0[0].method ?? $0[0].attack }).sorted() }

  /// The table under its heading; nothing where all was measured.
  var section: Markup {
    guard !groups.isEmpty else { return "" }
    let table = HTMLTable(
      caption: "Not measured",
      columns: [.text("method"), .text("attacks"), .text("data sets"), .words("reason")],
      rows: groups.map { found in
        [
          "\(found[0].method ?? "the attack")", "\(Self.names(found.map(\.attack), of: attacks))",
          "\(Self.names(found.map(\.dataset), of: datasets))", "\(found[0].reason)",
        ]
      })
    return HTMLPage.section("What could not be measured", [table.markup])
  }

  private static func names(_ names: [String], of all: [String]) -> String {
    let distinct = all.filter(Set(names).contains)
    return distinct.count == all.count && all.count > 1
      ? "all" : distinct.joined(separator: ", ")
  }
}
