/// What a witness answers to `add-checkpoint` (C2SP tlog-witness, 2025).
public struct WitnessAnswer: Hashable, Sendable {
  /// The status of the answer.
  public enum Status: Int, Hashable, Sendable {
    /// Cosigned: the body is the line of the cosignature.
    case cosigned = 200
    /// The request is malformed, or its old size is above the checkpoint's.
    case malformed = 400
    /// No key that is trusted for the log signed the checkpoint.
    case notSigned = 403
    /// The checkpoint's origin is not known.
    case unknownLog = 404
    /// The old size is not that of the last cosigned checkpoint: the body is that size and a line
    /// feed.
    case otherSize = 409
    /// The consistency proof does not hold, or the same size has another root hash.
    case inconsistent = 422
    /// The witness cannot cosign now, because its clock runs behind or the log's requests collide.
    case unavailable = 503
  }

  /// The status.
  public let status: Status
  /// The body, UTF-8 with a line feed at its end.
  public let body: [UInt8]

  /// Puts an answer together.
  ///
  /// - Parameters:
  ///   - status: The status.
  ///   - body: The body, with its line feed.
  public init(_ status: Status, body: String) {
    self.status = status
    self.body = Array(body.utf8)
  }

  /// The value of the header `Content-Type`.
  public var contentType: String {
    status == .otherSize ? "text/x.tlog.size" : "text/plain; charset=utf-8"
  }
}
