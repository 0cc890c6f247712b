internal import LabelContracts

extension Reason {
  /// The reason in half a sentence.
  ///
  /// - Parameters:
  ///   - predicted: The class index that the row probably has.
  ///   - given: The class index that it was given.
  ///   - classNames: The names of the classes.
  ///   - groupNames: The names of the groups.
  /// - Returns: Words that complete "its label scores so because".
  func words(
    predicted: Int, given: Int, classNames: [String], groupNames: [String] = []
  ) -> String {
    let name = classNames[predicted]
    switch self {
    case .neighbors(let votes), .voters(_, let votes):
      return switch votes.total {
      case 0: "the predicted label is \(name)"
      case 1: "the nearest neighbor is \(name)"
      default: "\(votes[predicted]) of \(votes.total) nearest neighbors are \(name)"
      }
    case .probabilities(let ofGiven, let ofPredicted):
      return
        "the probability of \(name) is \(ofPredicted.text(digits: 2)), "
        + "that of \(classNames[given]) \(ofGiven.text(digits: 2))"
    case .margin(let margin):
      return
        "the model's score of \(classNames[given]) is \(abs(margin).text(digits: 2)) "
        + "\(margin < 0 ? "below" : "above") that of the best other class"
    case .centers(let ofGiven, let nearest):
      return
        "it lies \(ofGiven.text(digits: 2)) from the center of \(classNames[given]) and "
        + "\(nearest.text(digits: 2)) from the nearest other"
    case .count(let agreeing, let total):
      return "\(agreeing) of \(total) judgements agree with \(classNames[given])"
    case .figure(let value, let meaning):
      return "\(meaning) is \(value.text(digits: 3))"
    case .group(let group, let rate):
      let source = groupNames.indices.contains(group) ? groupNames[group] : "group \(group)"
      return "it comes from \(source), where about \(rate.percentText()) of the labels are wrong"
    case .duplicates(let count, let agreeing):
      return "\(agreeing) of \(count) identical rows are \(classNames[given])"
    }
  }
}
