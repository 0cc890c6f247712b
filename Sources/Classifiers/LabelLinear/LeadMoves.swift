internal import LabelData

/// What changing a label does at best to the lead of one class over another.
///
/// The lead is f_p - f_c for the leader p and its rival c. A weight a of a label y counts a·lead(y) in it, where lead is
/// 1 for p, -1 for c and 0 for all others. A change to z takes a·(lead(y) - lead(z)) off.
struct LeadMoves {
  /// What the best change takes off the lead, in units of |a|: 0, 1 or 2.
  ///
  /// Two places for each given class: for weights above 0, and for those below.
  private var steps: [Double]
  /// The class after the best change; of no meaning for 0 steps.
  private var targets: [Int32]

  /// Finds the best changes.
  ///
  /// - Parameters:
  ///   - leader: p.
  ///   - rival: c.
  ///   - classCount: Number of classes.
  ///   - allowed: By given class the classes that it may be changed to, ascending; `nil` for any.
  init(leader: Int, rival: Int, classCount: Int, allowed: [[Int]]?) {
    func lead(_ label: Int) -> Int { label == leader ? 1 : label == rival ? -1 : 0 }
    // Where any change is allowed no class takes more off than the two themselves.
    let either = [min(leader, rival), max(leader, rival)]
    steps = [Double](repeating: 0, count: 2 * classCount)
    targets = [Int32](repeating: 0, count: 2 * classCount)
    for label in 0..<classCount {
      for target in allowed?[label] ?? either {
        let change = lead(label) - lead(target)
        for (place, own) in [(2 * label, change), (2 * label + 1, -change)]
        where Double(own) > steps[place] {
          steps[place] = Double(own)
          targets[place] = Int32(target)
        }
      }
    }
  }

  /// What changes take off the lead of a class over any other at most, whatever is allowed.
  ///
  /// - Parameters:
  ///   - leader: p.
  ///   - classCount: Number of classes.
  init(leader: Int, classCount: Int) {
    steps = (0..<classCount).flatMap { $0 == leader ? [2.0, 0] : [1, 2] }
    targets = [Int32](repeating: 0, count: 2 * classCount)
  }

  /// What the best change of every label takes off the lead, where that is more than 0.
  ///
  /// - Parameters:
  ///   - weights: The weights of the labels.
  ///   - labels: The labels.
  ///   - isFree: Whether each label may be changed.
  /// - Returns: The gains, in the order of the weights.
  func gains(_ weights: LabelWeights, _ labels: Labels, isFree: [Bool]) -> [LeadGain] {
    let classes = labels.classIndices
    var gains: [LeadGain] = []
    gains.reserveCapacity(weights.count)
    weights.forEach { row, weight in
      let place = 2 * classes[row] + (weight > 0 ? 0 : 1)
      let value = abs(weight) * steps[place]
      if value > 0, isFree[row] {
        gains.append(LeadGain(value: value, place: Int32(row), target: targets[place]))
      }
    }
    return gains
  }

  /// How many of some votes can take two steps off the lead, and how many one.
  func voteCounts(
    _ votes: [Int32], _ labels: Labels, isFree: [Bool]
  ) -> (twos: Int, ones: Int) {
    var counts = (twos: 0, ones: 0)
    for row in votes where isFree[Int(row)] {
      let taken = steps[2 * labels[Int(row)]]
      if taken == 2 { counts.twos += 1 } else if taken == 1 { counts.ones += 1 }
    }
    return counts
  }
}

/// What one change takes off a lead: of a label, or of all labels of a source.
struct LeadGain {
  /// What is taken off, above 0.
  var value: Double
  /// The row, or the source.
  var place: Int32
  /// The class after; of no meaning for a source.
  var target: Int32

  /// Whether this gain comes before another: the larger, among equals the lower place.
  @inline(__always)
  static func precedes(_ a: LeadGain, _ b: LeadGain) -> Bool {
    a.value != b.value ? a.value > b.value : a.place < b.place
  }
}

/// How much a rival needs to pass a leader.
struct LeadGap {
  /// The lead, 0 or more.
  let lead: Double
  /// How much of the lead may be rounding; 0 where it is exact.
  let slack: Double
  /// Whether equal scores suffice: the rival is the lower class.
  let winsTies: Bool

  /// A sum below which the rival does not pass for certain; exact leads are whole numbers.
  var leastSum: Double { lead - slack + (slack == 0 && !winsTies ? 1 : 0) }

  /// Whether taking so much off the lead lets the rival pass.
  func isPassed(_ sum: Double) -> Bool { winsTies ? sum >= lead : sum > lead }

  /// Whether taking so much off the lead might let the rival pass, in whatever order the scores are summed.
  func mayBePassed(_ sum: Double) -> Bool {
    sum > 0 && (slack > 0 ? sum + slack >= lead : isPassed(sum))
  }
}
