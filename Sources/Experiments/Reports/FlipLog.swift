public import LabelData

/// The flips that an attack made, as `flips.csv`, as JSON and in a sentence.
public struct FlipLog: Sendable {
  private let plan: FlipPlan
  private let dataset: Dataset
  private let fileRows: [Int]?
  private let attack: String
  private let objective: String?

  /// Makes a log.
  ///
  /// - Parameters:
  ///   - plan: The flips in the order chosen.
  ///   - dataset: The data before the flips.
  ///   - fileRows: The file's row of each row, when some were left out on reading.
  ///   - attack: The attack's name.
  ///   - objective: What its objective is, in words, if it has one.
  public init(
    _ plan: FlipPlan, dataset: Dataset, fileRows: [Int]? = nil, attack: String,
    objective: String? = nil
  ) {
    self.plan = plan
    self.dataset = dataset
    self.fileRows = fileRows
    self.attack = attack
    self.objective = objective
  }

  /// `step,row,id,from,to,objective`; steps count from 1, and an attack without objective leaves it empty.
  public var csv: String {
    CSVText.document(
      header: ["step", "row", "id", "from", "to", "objective"],
      rows: plan.steps.enumerated().map { index, step in
        [
          "\(index + 1)", fileRow(step.flip.row),
          dataset.ids?[step.flip.row] ?? fileRow(step.flip.row),
          dataset.labels.classNames[step.flip.from],
          dataset.labels.classNames[step.flip.to], step.objective.map { "\($0)" } ?? "",
        ]
      })
  }

  /// The settings and counts as a JSON document.
  ///
  /// - Throws: `EncodingError` when a number is not finite.
  public func json(
    terms: AttackTerms, scaling: String, seed: UInt64, version: String, output: String
  ) throws -> String {
    struct Summary: Encodable {
      let attack: String
      let rows: Int
      let flips: Int
      let budget: Int
      let mostPerClass: [AttackTerms.ClassLimit]?
      let mostPerGroup: Int?
      let fixedRows: Int?
      let judgedOn: String?
      let knowledge: String?
      let poisoningRate: Double
      let initialObjective: Double?
      let finalObjective: Double?
      let scaling: String
      let seed: UInt64
      let output: String
      let version: String

      enum CodingKeys: String, CodingKey {
        case attack, rows, flips, budget, knowledge, scaling, seed, output, version
        case mostPerClass = "most_per_class"
        case mostPerGroup = "most_per_group"
        case fixedRows = "fixed_rows"
        case judgedOn = "judged_on"
        case poisoningRate = "poisoning_rate"
        case initialObjective = "initial_objective"
        case finalObjective = "final_objective"
      }
    }
    return try JSONText.document(
      Summary(
        attack: attack, rows: dataset.rowCount, flips: plan.steps.count, budget: terms.budget,
        mostPerClass: terms.mostPerClass.isEmpty ? nil : terms.mostPerClass,
        mostPerGroup: terms.mostPerGroup, fixedRows: terms.fixedRows, judgedOn: terms.judgedOn,
        knowledge: terms.knowledgeName,
        poisoningRate: Double(plan.steps.count) / Double(dataset.rowCount),
        initialObjective: plan.initialObjective, finalObjective: plan.steps.last?.objective,
        scaling: scaling, seed: seed, output: output, version: version))
  }

  /// The result in words.
  ///
  /// - Parameters:
  ///   - terms: What the attacker was allowed and knew.
  ///   - setting: How the flips were chosen, if that is to be told.
  ///   - output: The file with the flipped labels.
  /// - Returns: One line or more.
  public func summary(terms: AttackTerms, setting: String? = nil, output: String) -> String {
    let count = plan.steps.count
    let share = Double(count) / Double(dataset.rowCount)
    var text =
      "Flipped \(count) of \(dataset.rowCount) labels (\(share.percentText())); wrote \(output)."
    if count < terms.budget {
      let objective = plan.steps.last?.objective ?? plan.initialObjective
      text += " " + terms.shortfall(flips: count, objective: objective)
    }
    if let before = plan.initialObjective, let after = plan.steps.last?.objective {
      text +=
        "\nThe attacker's objective\(objective.map { ", \($0)," } ?? "") went from "
        + "\(before.text(digits: 3)) to "
        + "\(after.text(digits: 3))."
    }
    if let setting { text += "\nSetting: \(setting)." }
    return text
  }

  /// The row number in the file, which is the one that users see.
  private func fileRow(_ row: Int) -> String { "\(fileRows?[row] ?? row)" }
}
