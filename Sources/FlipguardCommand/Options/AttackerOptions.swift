public import ArgumentParser
public import Flipguard

/// A class and a number, as in `spam=20`.
struct ClassCount: ExpressibleByArgument, Equatable {
  let name: String
  let count: Int

  init?(argument: String) {
    guard let sign = argument.lastIndex(of: "="), sign != argument.startIndex,
      let count = Int(argument[argument.index(after: sign)...])
    else { return nil }
    name = String(argument[..<sign])
    self.count = count
  }
}

extension Knowledge: ExpressibleByArgument {
  /// Reads `white-box`, `sample:SHARE` with a share above 0 and at most 1, or `features`.
  public init?(argument: String) {
    switch argument {
    case "white-box": self = .whiteBox
    case "features": self = .features
    default:
      guard argument.hasPrefix("sample:"), let share = Double(argument.dropFirst(7)), share > 0,
        share <= 1
      else { return nil }
      self = .sample(share: share)
    }
  }
}

/// What an attacker may change besides the budget, what it is after and what it knows.
struct AttackerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The most flips of labels of a class, as in spam=20; may be repeated.",
      valueName: "class=count"))
  var mostPerClass: [ClassCount] = []

  @Option(
    help: ArgumentHelp(
      "The most flips of labels that come from the same place, which --group tells.",
      valueName: "count"))
  var mostPerGroup: Int?

  @OptionGroup var fixedRows: FixedRowsOption

  @Option(
    help: ArgumentHelp(
      "Judge the damage on the rows of this class alone: it is to be recognised no more.",
      valueName: "class"))
  var judgeClass: String?

  @Option(
    help: ArgumentHelp(
      "Judge the damage on these rows of --validation alone, as in 3,7, or of DATA without it.",
      valueName: "rows"))
  var judgeRows: RowList?

  @Option(
    help: ArgumentHelp(
      "What the attacker knows: white-box (all, the default), sample:SHARE of the rows, as in sample:0.3, or features "
        + "without labels, which it guesses from --validation.", valueName: "knowledge"))
  var knowledge: Knowledge?

  func validate() throws {
    for limit in mostPerClass where limit.count < 0 {
      throw ValidationError(
        "--most-per-class gives \(limit.name) \(limit.count); allowed: 0 or more")
    }
    try checkDistinct(mostPerClass.map(\.name), of: "--most-per-class")
    if let mostPerGroup, mostPerGroup < 0 {
      throw ValidationError("--most-per-group is \(mostPerGroup); allowed: 0 or more")
    }
    if judgeClass != nil, judgeRows != nil {
      throw ValidationError(
        "--judge-class and --judge-rows both tell where the damage is judged; leave one out")
    }
  }

  /// The option that narrows where the damage is judged, if one does.
  var judgeOption: String? {
    judgeClass != nil ? "--judge-class" : judgeRows != nil ? "--judge-rows" : nil
  }

  /// What may not be flipped.
  ///
  /// - Parameter data: The data, read with ``FixedRowsOption/column``.
  /// - Returns: The limits.
  /// - Throws: ``UsageError`` for what there is not in the data; ``/LabelData/FormatError``; ``/ArrayFiles/FileError``.
  func limits(_ data: LoadedData) throws -> FlipLimits {
    var limits = FlipLimits(fixedRows: try fixedRows.rows(of: data))
    for limit in mostPerClass { limits.perClass[try data.classIndex(limit.name)] = limit.count }
    if let mostPerGroup {
      guard let groups = data.dataset.groups else {
        throw UsageError(
          "--most-per-group needs to know where labels come from; add --group COLUMN")
      }
      limits.perGroup = FlipLimits.GroupLimit(groups: groups, mostEach: mostPerGroup)
    }
    return limits
  }

  /// Where the damage is judged.
  ///
  /// - Parameters:
  ///   - data: The data.
  ///   - rows: The numbers of the rows on which it may be judged.
  /// - Returns: All, or the class or rows that are named.
  /// - Throws: ``UsageError`` for a class or row that there is not.
  func judged(_ data: LoadedData, among rows: FileRows) throws -> JudgedRows {
    if let judgeClass { return .ofClass(try data.classIndex(judgeClass)) }
    if let judgeRows { return .rows(try rows.find(judgeRows.rows, of: "--judge-rows")) }
    return .all
  }

  /// The same for reports.
  func terms(
    budget: Int, _ limits: FlipLimits, judgedFile: String, isTargeted: Bool
  ) -> AttackTerms {
    AttackTerms(
      budget: budget, mostPerClass: mostPerClass.map { .init(name: $0.name, most: $0.count) },
      mostPerGroup: mostPerGroup, fixedRows: fixedRows.fixed == nil ? nil : limits.fixedRows.count,
      judgedOn: judgeClass.map { "class \($0)" }
        ?? judgeRows.map {
          "rows \($0.rows.map(String.init).joined(separator: " ")) of \(judgedFile)"
        },
      knowledge: knowledge ?? .whiteBox, isTargeted: isTargeted)
  }
}
