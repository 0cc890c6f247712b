public import Classifiers
public import LabelContracts
public import LabelData
internal import LabelDefenses
public import VectorKernels

extension ScanConclusions {
  /// Draws conclusions from findings.
  ///
  /// These are the share of wrong labels, rejections at a known level, the kind of flips, the effect of repairs, the
  /// regions that cannot be judged and the rows to ask about.
  /// What fails becomes one of the ``gaps``.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - issues: What the leading detector found about them.
  ///   - evidence: What is known besides; neighbors, groups and probabilities count here.
  ///   - features: n x d, scaled for a learner; `nil` where there are none.
  ///   - trusted: Rows with correct labels, scaled alike, if there are any.
  ///   - audited: How many labels of rows drawn at random and looked up were wrong, and of how many; `nil` by default.
  ///   - falseDiscoveryLevel: The largest expected share of right labels among those rejected, above 0, below 1; `nil`,
  ///     the default, to reject none. It needs features and trusted rows.
  ///   - classifier: What is trained to see the effect of repairs, with its name.
  ///   - askCount: Number of rows to ask about; 0 by default.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads; the conclusions do not depend on them.
  public init(
    _ labels: Labels, _ issues: LabelIssues, evidence: Evidence, features: Matrix?,
    trusted: TrustedRows? = nil, audited: (wrong: Int, of: Int)? = nil,
    falseDiscoveryLevel: Double? = nil, classifier: (name: String, any Classifier),
    askCount: Int = 0, seed: UInt64, execution: Execution
  ) {
    var evidence = evidence
    evidence.features = features
    evidence.trusted = trusted
    do throws(DefenseError) {
      rate = try Rate(
        labels, evidence: evidence, audited: audited, seed: seed, execution: execution.silent)
    } catch {
      gaps.append("The share of wrong labels was not estimated: \(error).")
    }
    if let level = falseDiscoveryLevel {
      do throws(DefenseError) {
        discoveries = try Discoveries(
          labels, evidence: evidence, level: level, execution: execution.silent)
      } catch {
        gaps.append("No label was rejected at a known level: \(error).")
      }
    }
    do throws(DefenseError) {
      kinds = try FlipKinds(
        labels, issues, evidence: evidence, seed: seed, execution: execution.silent)
    } catch {
      gaps.append("The kind of flips was not tested: \(error).")
    }
    guard let features else {
      gaps.append(
        "Without features no repair was tried, and no region was looked for that cannot be judged.")
      return
    }
    do throws(ClassifierError) {
      effects = try RepairTrial(classifier: classifier.1).effects(
        labels, issues, features: features, trusted: trusted, seed: seed,
        execution: execution.silent)
      classifierName = classifier.name
    } catch {
      gaps.append("The effect of a repair was not measured: \(error).")
    }
    do throws(DefenseError) {
      let map = try DoubtMap(
        labels, issues, features: features, least: askCount, seed: seed, execution: execution.silent
      )
      regions = map.regions
      if askCount > 0 { askedRows = ActiveQuery(count: askCount).rows(map) }
    } catch {
      gaps.append("No region was looked for that cannot be judged: \(error).")
    }
  }
}
