public import LabelLedger

/// What `ledger.json` tells: the names that the commands need before they open anything.
///
/// It is a convenience; what it says is checked against the first entry and the key.
public struct LedgerDescription: Hashable, Sendable {
  /// The origin, `<host>/<ledger>`.
  public var origin: String
  /// The public key that signs checkpoints and entries.
  public var verifierKey: VerifierKey
  /// The data set that commands mean where none is named.
  public var dataset: Identifier

  /// Describes a ledger.
  ///
  /// - Parameters:
  ///   - origin: The origin.
  ///   - verifierKey: Its public key.
  ///   - dataset: The data set meant where none is named.
  public init(origin: String, verifierKey: VerifierKey, dataset: Identifier) {
    self.origin = origin
    self.verifierKey = verifierKey
    self.dataset = dataset
  }

  /// The file: canonical JSON with a line end.
  public var bytes: [UInt8] {
    let object: StrictJSON = .object([
      "dataset": .string(dataset.text), "origin": .string(origin), "v": .integer(1),
      "vkey": .string(verifierKey.description),
    ])
    return object.canonical + [0x0A]
  }

  /// Reads the file.
  ///
  /// - Parameters:
  ///   - bytes: Its bytes.
  ///   - path: Its path, for messages.
  /// - Throws: ``FolderError/malformed(path:reason:)``.
  public init(_ bytes: [UInt8], path: String) throws(FolderError) {
    do {
      let value = try StrictJSON(parsing: bytes)
      guard case .object(let object) = value, case .string(let origin)? = object["origin"],
        case .string(let name)? = object["dataset"], let dataset = Identifier(name),
        case .string(let key)? = object["vkey"],
        case .integer(1)? = object["v"]
      else {
        throw FolderError.malformed(path: path, reason: "not the description of a ledger")
      }
      self.init(origin: origin, verifierKey: try VerifierKey(parsing: key), dataset: dataset)
    } catch let error as FolderError {
      throw error
    } catch {
      throw .malformed(path: path, reason: "\(error)")
    }
  }
}
