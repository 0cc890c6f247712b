extension StrictJSON {
  /// The text of a string.
  func text(_ allowed: String = "a string") throws(FieldError) -> String {
    guard case .string(let text) = self else {
      throw FieldError(.wrongType(given: typeName, allowed: allowed))
    }
    return text
  }
}

extension String: FieldValue {
  init(json: StrictJSON) throws(FieldError) { self = try json.text() }

  var json: StrictJSON { .string(self) }
}

extension Bool: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    guard case .bool(let value) = json else {
      throw FieldError(.wrongType(given: json.typeName, allowed: "a truth value"))
    }
    self = value
  }

  var json: StrictJSON { .bool(self) }
}

extension Int64: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    guard case .integer(let value) = json else {
      throw FieldError(.wrongType(given: json.typeName, allowed: "a whole number"))
    }
    self = value
  }

  var json: StrictJSON { .integer(self) }
}

extension UInt64: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    let value = try Int64(json: json)
    guard value >= 0 else {
      throw FieldError(.badValue(given: String(value), allowed: "0 or more"))
    }
    self = UInt64(value)
  }

  /// The number; what no reader would take comes out as 2^53 + 1, which no reader takes either.
  var json: StrictJSON { .integer(Int64(Swift.min(self, UInt64(StrictJSON.largestInteger) + 1))) }
}

extension Array: FieldValue where Element: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    guard case .array(let values) = json else {
      throw FieldError(.wrongType(given: json.typeName, allowed: "an array"))
    }
    var elements: [Element] = []
    elements.reserveCapacity(values.count)
    for (index, value) in values.enumerated() {
      do { elements.append(try Element(json: value)) } catch { throw error.inside(index) }
    }
    self = elements
  }

  var json: StrictJSON { .array(map(\.json)) }
}

extension FieldValue where Self: RawRepresentable<String> & CaseIterable {
  init(json: StrictJSON) throws(FieldError) {
    let text = try json.text()
    // By bytes too: a name in which a letter only looks right is another name.
    guard let value = Self(rawValue: text), value.rawValue.hasBytes(of: text) else {
      let allowed = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw FieldError(.badValue(given: text, allowed: "one of \(allowed)"))
    }
    self = value
  }

  var json: StrictJSON { .string(rawValue) }
}

extension Identifier: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    let text = try json.text()
    guard let identifier = Self(text) else {
      throw FieldError(
        .badValue(
          given: text,
          allowed: "1 to \(Self.maximumByteCount) bytes of UTF-8 without control characters"))
    }
    self = identifier
  }

  var json: StrictJSON { .string(text) }
}

extension Hash: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    let text = try json.text()
    guard let hash = Self(hexadecimal: text) else {
      throw FieldError(.badValue(given: text, allowed: "64 lower-case hexadecimal digits"))
    }
    self = hash
  }

  var json: StrictJSON { .string(hexadecimal) }
}

extension UUIDv7: FieldValue {
  init(json: StrictJSON) throws(FieldError) {
    let text = try json.text()
    guard let identifier = Self(text) else {
      throw FieldError(.badValue(given: text, allowed: "a UUID of version 7 in lower case"))
    }
    self = identifier
  }

  var json: StrictJSON { .string(text) }
}
