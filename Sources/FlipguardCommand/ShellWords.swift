/// Words of a command line, quoted for a POSIX shell.
struct ShellWords {
  private let words: [String]

  init(_ words: [String]) { self.words = words }

  /// The words of options that are given.
  static func options(_ options: [(name: String, value: String?)]) -> [String] {
    options.flatMap { option in option.value.map { [option.name, $0] } ?? [] }
  }

  /// The command line.
  var text: String { words.map(Self.quoted).joined(separator: " ") }

  /// A word as it is where the shell gives it no meaning, else between single quotes.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "_@%+=:,./-".unicodeScalars.contains(scalar))
    }
    return isPlain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }
}
