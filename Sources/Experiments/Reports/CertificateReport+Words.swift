internal import LabelCertificates
internal import LabelData

extension CertificateReport {
  /// The result for a terminal.
  ///
  /// - Parameter result: Certified predictions.
  /// - Returns: Lines of text.
  public static func words(_ result: CertificateResult) -> String {
    CertificateReport(result: result).lessons.joined(separator: "\n")
  }

  /// What the figures say, in sentences.
  var lessons: [String] {
    let curve = result.curve
    var sentences = [
      "\(result.certificate), trained on \(result.trainingCount) labels of \(result.trainingName), predicts "
        + "\(curve.cleanAccuracy.percentText()) of \(result.queryName) right."
    ]
    if let median = curve.medianRadius {
      sentences.append(
        "Half of the predictions are right and stay so whatever \(median.text(of: result.unit)) an attacker changes "
          + "(of \(result.unitCount))."
      )
    } else {
      sentences.append("Less than half of the predictions are right, so there is no median radius.")
    }
    for collective in result.collective {
      sentences.append(
        "Whatever \(collective.changes.text(of: result.unit)) an attacker changes, "
          + "\(result.accuracy(collective).percentText()) of the predictions at least are right, with the same changes "
          + "for all; row by row it is \(curve.certifiedAccuracy(at: collective.changes).percentText())."
      )
    }
    if curve.abstentionCount > 0 {
      sentences.append("It abstains on \(curve.abstentionShare.percentText()).")
    }
    sentences.append("\(CertificateWords.threat) \(CertificateWords.sanitizing)")
    return sentences
  }

  /// The contents of `summary.json`.
  var summary: Summary {
    Summary(
      certificate: result.certificate, training: result.trainingName,
      trainingLabels: result.trainingCount, predicted: result.queryName,
      predictions: result.predictions.count, unit: result.unit,
      cleanAccuracy: result.curve.cleanAccuracy, medianRadius: result.curve.medianRadius,
      averageRadius: result.curve.averageRadius, abstentionShare: result.curve.abstentionShare,
      certifiedAccuracy: roundRadii.map {
        Summary.Point(radius: $0, accuracy: result.curve.certifiedAccuracy(at: $0))
      },
      collective: result.collective.isEmpty
        ? nil
        : result.collective.map {
          Summary.Collective(
            changes: $0.changes, accuracy: result.accuracy($0), brokenTogether: $0.together,
            brokenAlone: $0.alone)
        },
      settings: Dictionary(uniqueKeysWithValues: result.settings.map { ($0.name, $0.value) }),
      threatModel: "\(CertificateWords.threat) \(CertificateWords.sanitizing)",
      version: result.version)
  }

  /// The result for machines.
  struct Summary: Encodable {
    /// A point of the curve.
    struct Point: Encodable {
      let radius: Int
      let accuracy: Double
    }

    /// What so many changes can break together.
    struct Collective: Encodable {
      let changes: Int
      let accuracy: Double
      let brokenTogether: Int
      let brokenAlone: Int

      private enum CodingKeys: String, CodingKey {
        case changes, accuracy
        case brokenTogether = "broken_together"
        case brokenAlone = "broken_alone"
      }
    }

    let certificate: String
    let training: String
    let trainingLabels: Int
    let predicted: String
    let predictions: Int
    let unit: String
    let cleanAccuracy: Double
    let medianRadius: Int?
    let averageRadius: Double
    let abstentionShare: Double
    let certifiedAccuracy: [Point]
    let collective: [Collective]?
    let settings: [String: String]
    let threatModel: String
    let version: String

    private enum CodingKeys: String, CodingKey {
      case certificate, training, predicted, predictions, unit, collective, settings, version
      case trainingLabels = "training_labels"
      case cleanAccuracy = "clean_accuracy"
      case medianRadius = "median_radius"
      case averageRadius = "average_radius"
      case abstentionShare = "abstention_share"
      case certifiedAccuracy = "certified_accuracy"
      case threatModel = "threat_model"
    }
  }
}
