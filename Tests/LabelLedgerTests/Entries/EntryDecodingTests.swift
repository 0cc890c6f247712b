import LabelLedger
import Testing

@Suite("Reading entries")
struct EntryDecodingTests {
  /// The full entry with one field set to `value`, or taken out.
  private func payload(_ path: [String], _ value: StrictJSON?) throws -> [UInt8] {
    try set(
      path[...], value, in: StrictJSON(parsing: EntrySamples.full().canonicalPayload)
    ).canonical
  }

  private func set(
    _ path: ArraySlice<String>, _ value: StrictJSON?, in json: StrictJSON
  ) throws -> StrictJSON {
    let name = try #require(path.first)
    let rest = path.dropFirst()
    switch json {
    case .object(var object):
      object[name] = rest.isEmpty ? value : try set(rest, value, in: object[name] ?? .object([:]))
      return .object(object)
    case .array(var values):
      let index = try #require(Int(name))
      values[index] = try set(rest, value, in: values[index])
      return .array(values)
    default: return json
    }
  }

  private func path(_ parts: [String]) -> String {
    parts.reduce("") { Int($1) == nil ? $0 + ($0.isEmpty ? "" : ".") + $1 : $0 + "[\($1)]" }
  }

  @Test(
    "a field that must be there is missed by name",
    arguments: [
      ["actor"], ["actorSeq"], ["id"], ["kind"], ["nonce"], ["policy"], ["subject"], ["time"],
      ["v"], ["actor", "id"], ["actor", "kind"], ["actor", "session"], ["actor", "credential"],
      ["actor", "tool"], ["actor", "toolVersion"], ["subject", "dataset"], ["label", "scheme"],
      ["label", "new"], ["label", "previous"], ["label", "previousEntry"],
      ["label", "previousEntry", "index"], ["label", "previousEntry", "leafHash"],
      ["reason", "code"], ["source", "origin"], ["source", "transform", "0", "name"],
      ["source", "transform", "0", "version"], ["source", "transform", "0", "paramsDigest"],
      ["evidence", "0", "detector"], ["evidence", "0", "version"],
      ["evidence", "0", "paramsDigest"], ["evidence", "0", "inputDigest"],
      ["evidence", "0", "score"], ["evidence", "0", "threshold"], ["evidence", "0", "direction"],
    ])
  func missing(_ parts: [String]) throws {
    let payload = try payload(parts, nil)
    #expect(throws: EntryError.field(FieldError(.missing, at: path(parts)))) {
      try Entry(decoding: payload)
    }
  }

  @Test(
    "a field that may be left out is no fault",
    arguments: [
      ["clientTime"], ["clockHeld"], ["reason"], ["source"], ["evidence"], ["idempotencyKey"],
      ["actor", "network"], ["subject", "exampleDigest"], ["label", "confidence"],
      ["reason", "note"], ["source", "batch"], ["source", "connector"], ["source", "externalID"],
      ["source", "externalDigest"], ["source", "manifestDigest"], ["source", "transform"],
      ["evidence", "0", "reference"],
    ])
  func optional(_ parts: [String]) throws {
    let payload = try payload(parts, nil)
    #expect(try Entry(decoding: payload).canonicalPayload == payload)
    let null = try self.payload(parts, .null)
    #expect(throws: EntryError.self) { try Entry(decoding: null) }
  }

  @Test(
    "an unknown field is refused by name",
    arguments: [
      ["a"], ["zz"], ["Kind"], ["\u{212A}ind"], ["v2"], ["actor", "name"], ["subject", "x"],
      ["label", "old"], ["label", "previousEntry", "size"], ["reason", "text"],
      ["source", "origins"], ["source", "transform", "0", "z"], ["evidence", "0", "p"],
    ])
  func unknown(_ parts: [String]) throws {
    let payload = try payload(parts, .integer(1))
    #expect(throws: EntryError.field(FieldError(.unknown, at: path(parts)))) {
      try Entry(decoding: payload)
    }
  }

  @Test(
    "a value of the wrong type or form is refused at its place",
    arguments: [
      (["actor"], .string("x")), (["actorSeq"], .string("0")), (["actorSeq"], .integer(-1)),
      (["clockHeld"], .bool(false)), (["clockHeld"], .integer(1)), (["time"], .string("1")),
      (["id"], .string("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")), (["nonce"], .string("00")),
      (["kind"], .string("label.stolen")), (["kind"], .string("Label.given")),
      (["policy"], .string("AB")), (["evidence"], .array([])), (["evidence"], .object([:])),
      (["source", "transform"], .array([])), (["evidence", "0", "score"], .integer(1)),
      (["evidence", "0", "score"], .string("1e3")), (["evidence", "0", "direction"], .string("")),
      (["label", "new"], .integer(3)), (["label", "new"], .string("")),
      (["label", "new"], .string("a\nb")), (["label", "previousEntry"], .integer(3)),
      (["label", "previousEntry", "index"], .integer(-1)), (["actor", "kind"], .string("robot")),
      (["actor", "credential"], .string(String(repeating: "A", count: 64))),
      (["idempotencyKey"], .string("")),
      (["idempotencyKey"], .string(String(repeating: "k", count: 129))),
      (["subject", "example"], .string(String(repeating: "é", count: 129))),
    ] as [([String], StrictJSON)])
  func wrong(_ row: (parts: [String], value: StrictJSON)) throws {
    let payload = try payload(row.parts, row.value)
    let error = try #require(throws: EntryError.self) { try Entry(decoding: payload) }
    guard case .field(let field) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(field.path == path(row.parts))
    #expect(error.description.hasSuffix("."))
  }

  @Test("another version is refused as such")
  func version() throws {
    let payload = try payload(["v"], .integer(2))
    #expect(throws: EntryError.version(2)) { try Entry(decoding: payload) }
    let text = try self.payload(["v"], .string("1"))
    #expect(throws: EntryError.self) { try Entry(decoding: text) }
  }

  @Test("identifiers of 256 bytes are the limit")
  func longest() throws {
    let payload = try payload(["subject", "example"], .string(String(repeating: "é", count: 128)))
    #expect(try Entry(decoding: payload).canonicalPayload == payload)
  }

  @Test("other JSON is refused")
  func notAnEntry() {
    for text in ["", "null", "[]", "{}", "{\"v\":1}", "1.5", "{\"v\":1,\"v\":1}"] {
      #expect(throws: EntryError.self) { try Entry(decoding: Array(text.utf8)) }
    }
  }
}
