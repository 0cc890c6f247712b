public import ArgumentParser
public import LabelLedger

/// What may stand on the command line, beside numbers and texts.

extension Identifier: ExpressibleByArgument {
  /// Takes a name; `nil` for an empty one, one of more than 256 bytes, and control characters.
  ///
  /// - Parameter argument: The name.
  public init?(argument: String) { self.init(argument) }
}

extension DecimalString: ExpressibleByArgument {
  /// Takes a decimal number such as 0.95.
  ///
  /// - Parameter argument: The number.
  public init?(argument: String) { self.init(argument) }
}

extension Hash: ExpressibleByArgument {
  /// Takes 64 lower-case hexadecimal digits.
  ///
  /// - Parameter argument: The digits.
  public init?(argument: String) { self.init(hexadecimal: argument) }
}

extension ActorKind: ExpressibleByArgument {}

extension ReasonCode: ExpressibleByArgument {}
