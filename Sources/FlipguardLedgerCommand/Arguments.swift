public import ArgumentParser
public import LabelLedger

extension ActorKind: ExpressibleByArgument {}

extension ReasonCode: ExpressibleByArgument {}

/// What may stand on the command line beside numbers, texts and words of a list; what is refused is told with what is allowed.
enum TypedArgument {
  /// A name of an example, label, batch or the like.
  @Sendable static func name(_ text: String) throws -> Identifier {
    guard let name = Identifier(text) else { throw ValidationError(Names.allowedIdentifier) }
    return name
  }

  /// The SHA-256 of something.
  @Sendable static func digest(_ text: String) throws -> Hash {
    guard let digest = Hash(hexadecimal: text) else { throw ValidationError(Names.allowedDigest) }
    return digest
  }

  /// A confidence.
  @Sendable static func confidence(_ text: String) throws -> DecimalString {
    guard let confidence = Names.confidence(text) else {
      throw ValidationError(Names.allowedConfidence)
    }
    return confidence
  }
}
