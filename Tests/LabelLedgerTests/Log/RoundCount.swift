import FoundationEssentials

/// How much the long tests do: little unless the environment asks for more.
enum RoundCount {
  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  /// Operations of the model check, from `FLIPGUARD_MODEL_OPERATIONS`.
  static func operations(_ short: Int) -> Int { number("FLIPGUARD_MODEL_OPERATIONS") ?? short }

  /// Random histories told to the rules, from `FLIPGUARD_HISTORIES`.
  static func histories(_ short: Int) -> Int { number("FLIPGUARD_HISTORIES") ?? short }

  /// Rounds of two writers, from `FLIPGUARD_WRITER_ROUNDS`.
  static func rounds(_ short: Int) -> Int { number("FLIPGUARD_WRITER_ROUNDS") ?? short }
}
