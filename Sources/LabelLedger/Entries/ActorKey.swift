import Crypto

/// The Ed25519 key with which an actor, or the ledger itself, signs entries.
public struct ActorKey: Sendable {
  /// Number of bytes in a seed.
  public static let seedByteCount = 32

  /// Whose key it is.
  public let name: Identifier
  /// The public half.
  public let publicKey: PublicKey
  private let key: Curve25519.Signing.PrivateKey

  /// Draws a key from the system's generator.
  ///
  /// - Parameter name: Whose key it is.
  public init(name: Identifier) {
    self.init(name: name, key: Curve25519.Signing.PrivateKey())
  }

  /// Makes the key of a seed (the private key of RFC 8032); `nil` unless there are 32 bytes.
  ///
  /// - Parameters:
  ///   - name: Whose key it is.
  ///   - seed: The seed.
  public init?(name: Identifier, seed: [UInt8]) {
    guard seed.count == Self.seedByteCount,
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    else { return nil }
    self.init(name: name, key: key)
  }

  /// The same key as the signer of notes has, under another name.
  ///
  /// - Parameters:
  ///   - name: The actor's name.
  ///   - signer: The signer of notes.
  public init(name: Identifier, signer: SignerKey) {
    self.init(name: name, key: signer.key)
  }

  private init(name: Identifier, key: Curve25519.Signing.PrivateKey) {
    guard let publicKey = PublicKey(Array(key.publicKey.rawRepresentation)) else {
      preconditionFailure("the public half of an Ed25519 key has 32 bytes")
    }
    self.name = name
    self.publicKey = publicKey
    self.key = key
  }

  /// The 32 bytes that must stay secret.
  public var seed: [UInt8] { Array(key.rawRepresentation) }

  /// The hash of the public half, by which entries name the key.
  public var fingerprint: Hash { publicKey.fingerprint }

  /// Signs bytes.
  ///
  /// - Parameter message: The bytes.
  /// - Returns: 64 bytes.
  public func sign(_ message: [UInt8]) -> [UInt8] {
    do {
      return Array(try key.signature(for: message))
    } catch {
      preconditionFailure("an Ed25519 key signs every message: \(error)")
    }
  }
}

extension ActorKey: CustomStringConvertible, CustomReflectable {
  /// The name and the fingerprint, never the seed.
  public var description: String { "\(name) \(fingerprint)" }

  /// The name and the fingerprint, never the seed.
  public var customMirror: Mirror {
    Mirror(self, children: ["name": name, "fingerprint": fingerprint])
  }
}
