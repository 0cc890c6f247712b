internal import LabelCertificates

/// The contents of `summary.json` of an audit.
struct AuditSummary: Encodable {
  /// The worst that was done to one defense.
  struct Method: Encodable {
    let defense: String
    let trusted: Int
    let cleanError: Double?
    /// The worst error at each rate that was measured.
    let worst: [Worst]
    let worthHavingUpTo: Double?

    private enum CodingKeys: String, CodingKey {
      case defense, trusted, worst
      case cleanError = "clean_error"
      case worthHavingUpTo = "worth_having_up_to"
    }
  }

  /// The worst error at one rate.
  struct Worst: Encodable {
    let poisoningRate: Double
    let error: Double
    let attack: String?

    private enum CodingKeys: String, CodingKey {
      case error, attack
      case poisoningRate = "poisoning_rate"
    }
  }

  /// A certificate.
  struct Certified: Encodable {
    let certificate: String
    let cleanError: Double
    let errorAtMost: [Double]
    let medianRadius: Int?

    private enum CodingKeys: String, CodingKey {
      case certificate
      case cleanError = "clean_error"
      case errorAtMost = "error_at_most"
      case medianRadius = "median_radius"
    }
  }

  /// What kNN sanitization undoes for certain.
  struct Sanitization: Encodable {
    let k: Int
    let threshold: Double
    let loneFlipShare: Double
    let medianNeighborFlips: Int?

    private enum CodingKeys: String, CodingKey {
      case k, threshold
      case loneFlipShare = "lone_flip_share"
      case medianNeighborFlips = "median_neighbor_flips"
    }
  }

  /// A prediction and the flips that change it.
  struct Prediction: Encodable {
    let row: Int
    let predicted: String
    let flips: [AuditFlip]?
  }

  let data: String
  let victim: String
  let plan: AuditPlan
  let methods: [Method]
  let certified: [Certified]
  let trustedOnlyError: Double?
  let majorityError: Double
  let strongestAttack: String?
  let firstFlips: [AuditFlip]
  let sanitization: Sanitization?
  let prediction: Prediction?
  let cutShort: [String]
  let version: String

  private enum CodingKeys: String, CodingKey {
    case data, victim, plan, methods, certified, sanitization, prediction, version
    case trustedOnlyError = "trusted_only_error"
    case majorityError = "majority_error"
    case strongestAttack = "strongest_attack"
    case firstFlips = "first_flips"
    case cutShort = "cut_short"
  }
}

extension AuditReport {
  /// The results for machines.
  var summary: AuditSummary {
    AuditSummary(
      data: results.name, victim: results.plan.victim, plan: results.plan,
      methods: statistics.attackedMethods.map { method in
        let course = statistics.course(method)
        return AuditSummary.Method(
          defense: method.name, trusted: method.trusted, cleanError: course.first?.error,
          worst: course.dropFirst().map {
            AuditSummary.Worst(
              poisoningRate: $0.poisoningRate, error: $0.error, attack: $0.attack)
          }, worthHavingUpTo: statistics.endOfWorth(method))
      },
      certified: results.certified.map { bound in
        AuditSummary.Certified(
          certificate: bound.certificate, cleanError: bound.cleanError,
          errorAtMost: results.plan.poisoningRates.map {
            bound.error(flips: statistics.flipCount($0))
          }, medianRadius: bound.curve.medianRadius)
      },
      trustedOnlyError: statistics.trustedOnlyError, majorityError: results.majorityError,
      strongestAttack: statistics.strongestAttack, firstFlips: statistics.firstFlips(5),
      sanitization: results.sanitization.map {
        AuditSummary.Sanitization(
          k: $0.neighborCount, threshold: $0.threshold, loneFlipShare: $0.loneFlipShare,
          medianNeighborFlips: $0.medianNeighborFlips)
      },
      prediction: results.fragile.map {
        AuditSummary.Prediction(row: $0.row, predicted: $0.predicted, flips: $0.flips)
      }, cutShort: results.cutShort, version: results.version)
  }
}
