/// A value that stands in a field of a JSON document in one form.
protocol FieldValue {
  /// Reads the value.
  init(json: StrictJSON) throws(FieldError)
  /// Writes the value.
  var json: StrictJSON { get }
}

/// The fields of one object, asked for in the order in which they are sorted, each once.
///
/// Both sides are sorted, so one walk finds each field and each field that nobody asked for.
struct FieldReader {
  private let members: [StrictJSON.Object.Member]
  private var position = 0

  init(_ json: StrictJSON) throws(FieldError) {
    guard case .object(let object) = json else {
      throw FieldError(.wrongType(given: json.typeName, allowed: "an object"))
    }
    members = object.members
  }

  /// The value of a field, if it is there.
  private mutating func take(_ name: String) throws(FieldError) -> StrictJSON? {
    guard position < members.count else { return nil }
    let member = members[position]
    if member.name.hasBytes(of: name) {
      position += 1
      return member.value
    }
    if member.name.precedes(name) { throw FieldError(.unknown, at: member.name) }
    return nil
  }

  private func read<Value: FieldValue>(
    _ json: StrictJSON, _ name: String
  ) throws(FieldError) -> Value {
    do { return try Value(json: json) } catch { throw error.inside(name) }
  }

  /// A field that must be there.
  mutating func require<Value: FieldValue>(_ name: String) throws(FieldError) -> Value {
    guard let json = try take(name) else { throw FieldError(.missing, at: name) }
    return try read(json, name)
  }

  /// A field that must hold one text.
  mutating func requireText(_ name: String, _ text: String) throws(FieldError) {
    let given: String = try require(name)
    guard given.hasBytes(of: text) else {
      throw FieldError(.badValue(given: given, allowed: text), at: name)
    }
  }

  /// A field that may be left out.
  mutating func ifPresent<Value: FieldValue>(_ name: String) throws(FieldError) -> Value? {
    guard let json = try take(name) else { return nil }
    return try read(json, name)
  }

  /// A field that must be there and may be null.
  mutating func nullable<Value: FieldValue>(_ name: String) throws(FieldError) -> Value? {
    guard let json = try take(name) else { throw FieldError(.missing, at: name) }
    return json == .null ? nil : try read(json, name)
  }

  /// A list that is left out when it is empty, so that there is one form of no elements.
  mutating func list<Value: FieldValue>(_ name: String) throws(FieldError) -> [Value] {
    guard let values: [Value] = try ifPresent(name) else { return [] }
    guard !values.isEmpty else {
      throw FieldError(.badValue(given: "[]", allowed: "left out when empty"), at: name)
    }
    return values
  }

  /// Ends the walk.
  func finish() throws(FieldError) {
    if position < members.count { throw FieldError(.unknown, at: members[position].name) }
  }
}

extension StrictJSON.Object {
  /// Sets a field, or leaves it out.
  mutating func set(_ name: String, _ value: (some FieldValue)?) {
    if let value { self[name] = value.json }
  }

  /// Sets a field, to null where there is no value.
  mutating func setNullable(_ name: String, _ value: (some FieldValue)?) {
    self[name] = value?.json ?? .null
  }

  /// Sets a list, or leaves it out when it is empty.
  mutating func setList(_ name: String, _ values: [some FieldValue]) {
    if !values.isEmpty { self[name] = values.json }
  }
}
