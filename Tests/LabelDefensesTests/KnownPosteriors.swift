import Classifiers
import LabelContracts
import LabelData
import VectorKernels

/// A detector that is told the probability of every class: those of the evidence are its posteriors.
///
/// A label is an issue where another class is more probable and the row is not ambiguous; a row is ambiguous where its
/// two most probable classes are as good as equal.
struct KnownPosteriors: Detector {
  let needs: Set<Evidence.Kind> = [.probabilities]
  let givesPosteriors = true

  func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let posteriors = try evidence.probabilities(for: labels)
    let predicted = posteriors.predictedLabels
    let isAmbiguous = (0..<labels.count).map { row in
      let sorted = posteriors.row(row).sorted(by: >)
      return sorted[0] - sorted[1] < 0.01
    }
    return LabelIssues(
      labelScores: (0..<labels.count).map { posteriors[$0, labels[$0]] },
      isLabelIssue: (0..<labels.count).map { !isAmbiguous[$0] && predicted[$0] != labels[$0] },
      predictedLabels: predicted,
      reasons: (0..<labels.count).map {
        .probabilities(given: posteriors[$0, labels[$0]], predicted: posteriors[$0, predicted[$0]])
      },
      posteriors: posteriors, isAmbiguous: isAmbiguous)
  }
}
