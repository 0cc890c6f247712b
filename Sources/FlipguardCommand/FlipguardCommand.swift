import ArgumentParser

/// `flipguard`: finds, explains, repairs and crafts flipped labels.
@main
struct FlipguardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flipguard",
    abstract: "Protects training labels against label flipping.",
    discussion: """
      DATA is a file (.csv, .npy, .npz, .libsvm, IDX; each also .gz) or @name of a bundled data set \
      (see 'flipguard datasets').

      Exit codes: 0 done; 1 more issues than --fail-on allows; 64 usage; 65 bad data; 66 no such input; \
      70 a fault of ours; 73 cannot create output; 74 input or output failed; 130 interrupted.
      """,
    version: flipguardVersion,
    subcommands: [
      ReproduceCommand.self, ScanCommand.self, SanitizeCommand.self, AttackCommand.self,
      AuditCommand.self, CertifyCommand.self,
      NeighborsCommand.self, BenchmarkCommand.self, CompareCommand.self, DatasetsCommand.self,
    ])
}

/// The version of the program and of every result that it writes.
let flipguardVersion = "0.1.0"
