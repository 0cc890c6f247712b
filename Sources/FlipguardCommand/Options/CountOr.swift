import ArgumentParser

/// A number from 1, or one of a few words that stand in its place.
enum CountOr<Word: RawRepresentable<String> & Equatable & Sendable>: ExpressibleByArgument,
  Equatable
{
  case count(Int)
  case word(Word)

  init?(argument: String) {
    if let word = Word(rawValue: argument) {
      self = .word(word)
    } else if let count = Int(argument), count >= 1 {
      self = .count(count)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String {
    switch self {
    case .count(let count): "\(count)"
    case .word(let word): word.rawValue
    }
  }
}
