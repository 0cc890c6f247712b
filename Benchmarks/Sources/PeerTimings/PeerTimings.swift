import ArgumentParser

/// Times parts of Flipguard for side-by-side comparisons; the scripts in `Peers/` run it.
///
/// Every subcommand prints one line of JSON.
@main
struct PeerTimings: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "PeerTimings",
    abstract: "Time parts of Flipguard for side-by-side comparisons.",
    subcommands: [
      Read.self, Attack.self, Influence.self, Sanitize.self, Neighbors.self, Forest.self,
      Detect.self, Certify.self,
    ])
}
