import LabelLedger
import Testing

/// A Merkle tree written down as RFC 6962 defines it, by recursion over the leaf hashes.
///
/// Hashes are kept once computed, so that large trees stay quick.
final class PlainTree: NodeReader {
  let leafHashes: [Hash]
  private var known: [Range<Int>: Hash] = [:]

  init(_ leafHashes: [Hash]) { self.leafHashes = leafHashes }

  /// Leaf hashes that need no hashing: the place, written in the last bytes.
  convenience init(count: Int) {
    self.init(
      (0..<count).compactMap { place in
        Hash([UInt8](repeating: 7, count: 28) + (0..<4).map { UInt8(place >> (24 - 8 * $0) & 255) })
      })
  }

  /// MTH(D[range]).
  func hash(_ range: Range<Int>) -> Hash {
    if range.isEmpty { return Hash(of: []) }
    if range.count == 1 { return leafHashes[range.lowerBound] }
    if let hash = known[range] { return hash }
    let cut = range.lowerBound + Self.cut(range.count)
    let hash = Hash(
      of: [1], hash(range.lowerBound..<cut).bytes, hash(cut..<range.upperBound).bytes)
    known[range] = hash
    return hash
  }

  /// The root hash of the first entries.
  func root(_ size: Int) -> Hash { hash(0..<size) }

  /// PATH(m, D[range]).
  func path(_ index: Int, _ range: Range<Int>) -> [Hash] {
    guard range.count > 1 else { return [] }
    let cut = range.lowerBound + Self.cut(range.count)
    return index < cut
      ? path(index, range.lowerBound..<cut) + [hash(cut..<range.upperBound)]
      : path(index, cut..<range.upperBound) + [hash(range.lowerBound..<cut)]
  }

  /// PROOF(m, D[0..<size]).
  func proof(_ oldSize: Int, _ size: Int) -> [Hash] { subproof(oldSize, 0..<size, whole: true) }

  private func subproof(_ end: Int, _ range: Range<Int>, whole: Bool) -> [Hash] {
    if end == range.upperBound { return whole ? [] : [hash(range)] }
    let cut = range.lowerBound + Self.cut(range.count)
    return end <= cut
      ? subproof(end, range.lowerBound..<cut, whole: whole) + [hash(cut..<range.upperBound)]
      : subproof(end, cut..<range.upperBound, whole: false) + [hash(range.lowerBound..<cut)]
  }

  private static func cut(_ count: Int) -> Int {
    var half = 1
    while half * 2 < count { half *= 2 }
    return half
  }

  func hashes(at positions: [NodePosition]) throws -> [Hash] {
    positions.map { position in
      let start = Int(position.index) << position.level
      return hash(start..<start + 1 << position.level)
    }
  }

  /// The bytes of a hash tile of the tree of some size.
  func tile(_ path: TilePath) throws -> [UInt8] {
    guard case .hashes(let level) = path.kind else { throw TileError.path("\(path)") }
    let count = 1 << (8 * level)
    return (0..<path.width).flatMap { place in
      let start = (Int(path.index) * 256 + place) * count
      return hash(start..<start + count).bytes
    }
  }
}

extension Hash {
  /// The hash with one bit turned, another one for each number.
  func withTurnedBit(_ number: Int) throws -> Hash {
    var bytes = bytes
    bytes[number * 7 % 32] ^= 1 << UInt8(number % 8)
    return try #require(Hash(bytes))
  }
}
