/// Why a signed note was refused.
public enum NoteError: Error, Hashable, Sendable {
  /// The note is longer than ``SignedNote/maximumByteCount``.
  case tooLong(Int)
  /// The note is not valid UTF-8.
  case notUTF8
  /// A control character other than the line feed stands at this offset in bytes.
  case controlCharacter(UInt8, offset: Int)
  /// No blank line separates a text from signatures.
  case noSignatures
  /// The text is empty or does not end in a line feed.
  case text
  /// The last line does not end in a line feed.
  case unfinishedLine
  /// This signature line, counted from 1, is not of its form.
  case signatureLine(Int)
  /// There are more signatures than ``SignedNote/maximumSignatureCount``.
  case tooManySignatures(Int)
  /// Two keys that differ have this name and ID, and the note is signed with one of them.
  case ambiguousKey(name: String, id: UInt32)
  /// The signature of a known key does not hold.
  case badSignature(name: String, id: UInt32)
  /// None of the keys that signed is known.
  case noKnownSignature(names: [String])
}

extension NoteError: CustomStringConvertible {
  /// One sentence with what was given and what is allowed.
  public var description: String {
    switch self {
    case .tooLong(let count):
      "The note has \(count) bytes; at most \(SignedNote.maximumByteCount) are allowed."
    case .notUTF8:
      "The note is not valid UTF-8."
    case .controlCharacter(let character, let offset):
      "The note has the control character \(character) at byte \(offset)."
    case .noSignatures:
      "The note has no blank line before its signatures."
    case .text:
      "The text of a note must end in a line feed."
    case .unfinishedLine:
      "The last signature line does not end in a line feed."
    case .signatureLine(let number):
      "Signature line \(number) is not an em dash, a key name and a signature in Base64."
    case .tooManySignatures(let count):
      """
      The note has \(count) signatures; at most \(SignedNote.maximumSignatureCount) are allowed.
      """
    case .ambiguousKey(let name, let id):
      "Two known keys are named \(name)+\(VerifierKey.hexadecimal(id))."
    case .badSignature(let name, let id):
      "The signature of \(name)+\(VerifierKey.hexadecimal(id)) does not hold."
    case .noKnownSignature(let names):
      "No known key signed the note; it is signed by \(names.joined(separator: ", "))."
    }
  }
}
