import Testing

/// What an error says that must be thrown.
func message(_ body: () throws -> some Any) -> String? {
  let error: (any Error)? = #expect(throws: (any Error).self) { _ = try body() }
  return error.map { String(describing: $0) }
}
