internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// The weights that models which are linear in the labels give to the labels of their parts.
struct PartWeights: Sendable {
  private enum Fitted: Sendable {
    /// One for each model; `nil` where it has no rows.
    case parts([(any FittedLabelLinear)?])
    /// One for all, and the place of every row among those of each model that has it.
    case allRows(any FittedLabelLinear, places: [[(model: Int, place: Int32)]])
  }

  private let fitted: Fitted
  private let queries: Matrix
  private let rowsOfModel: [[Int]]
  private let execution: Execution

  /// Fits the base to the features that it may see.
  ///
  /// - Throws: ``CertificateError``.
  init(
    _ problem: CertificateProblem, rowsOfModel: [[Int]], base: any LabelLinear,
    fittedOn features: PartLearner.Features, seed: UInt64, execution: Execution
  ) throws(CertificateError) {
    queries = problem.queries
    self.rowsOfModel = rowsOfModel
    self.execution = execution
    switch features {
    case .allRows:
      var places = [[(model: Int, place: Int32)]](repeating: [], count: problem.labels.count)
      for (model, rows) in rowsOfModel.enumerated() {
        for (place, row) in rows.enumerated() { places[row].append((model, Int32(place))) }
      }
      do throws(ClassifierError) {
        fitted = .allRows(
          try base.fit(problem.features, seed: seed, execution: execution.silent), places: places)
      } catch {
        throw CertificateError(error)
      }
    case .part:
      fitted = .parts(
        try execution.silent.tryMap(count: rowsOfModel.count) {
          model throws(CertificateError) in
          let rows = rowsOfModel[model]
          guard !rows.isEmpty else { return nil }
          do throws(ClassifierError) {
            return try base.fit(
              problem.features.selecting(rows: rows),
              seed: SeededGenerator.derivedSeed(seed, key: "certificate/model/\(model)"),
              execution: .serial)
          } catch {
            throw CertificateError(error)
          }
        })
    }
  }

  /// For every model and each of some queries the weights of its rows, numbered from 0 in its part.
  ///
  /// - Throws: ``CertificateError``.
  func weights(_ block: Range<Int>) throws(CertificateError) -> [[LabelWeights]] {
    switch fitted {
    case .parts(let models):
      return try execution.silent.tryMap(count: models.count) { model throws(CertificateError) in
        guard let fitted = models[model] else {
          return block.map { _ in .sparse(rows: [], values: []) }
        }
        do throws(ClassifierError) {
          return try fitted.labelWeights(queries, rows: block, execution: .serial)
        } catch {
          throw CertificateError(error)
        }
      }
    case .allRows(let fitted, let places):
      let ofQueries: [LabelWeights]
      do throws(ClassifierError) {
        ofQueries = try fitted.labelWeights(queries, rows: block, execution: execution.silent)
      } catch {
        throw CertificateError(error)
      }
      let parted = execution.silent.map(count: ofQueries.count) { query in
        part(ofQueries[query], places: places)
      }
      return rowsOfModel.indices.map { model in parted.map { $0[model] } }
    }
  }

  /// The weights of each model's rows.
  private func part(
    _ weights: LabelWeights, places: [[(model: Int, place: Int32)]]
  ) -> [LabelWeights] {
    switch weights {
    case .dense(let values): return rowsOfModel.map { rows in .dense(rows.map { values[$0] }) }
    case .votes(let rows):
      var found = [[Int32]](repeating: [], count: rowsOfModel.count)
      for row in rows {
        for (model, place) in places[Int(row)] { found[model].append(place) }
      }
      return found.map { .votes($0) }
    case .sparse(let rows, let values):
      var found = [(rows: [Int32], values: [Double])](
        repeating: ([], []), count: rowsOfModel.count)
      for (row, value) in zip(rows, values) {
        for (model, place) in places[Int(row)] {
          found[model].rows.append(place)
          found[model].values.append(value)
        }
      }
      return found.map { .sparse(rows: $0.rows, values: $0.values) }
    }
  }
}
