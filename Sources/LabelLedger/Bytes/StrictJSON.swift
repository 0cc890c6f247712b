/// A JSON value (RFC 8259) of the narrow kind that entries and statements hold.
///
/// A text in two forms can be read in two ways, and what is signed must be read in one. So the reader knows no floats, no repeated
/// names and no unpaired surrogates (see ``init(parsing:numbers:maximumDepth:)``), and the writer knows one form of each value
/// (``canonical``). Strings are compared by their bytes here: Swift's own comparison calls U+212A and `K` equal.
public enum StrictJSON: Hashable, Sendable {
  /// Members with distinct names.
  case object(Object)
  /// Values in order.
  case array([StrictJSON])
  /// Text.
  case string(String)
  /// A whole number; the reader takes none beyond 2^53 either way.
  case integer(Int64)
  /// A number as it was written, where the reader was asked for ``Numbers/text``.
  case number(String)
  /// True or false.
  case bool(Bool)
  /// Null.
  case null

  /// Which numbers the reader takes.
  public enum Numbers: Hashable, Sendable {
    /// Whole numbers from -2^53 to 2^53 without exponent, each in its shortest form.
    case integers
    /// All numbers of RFC 8259; what is not such a whole number is kept as text.
    case text
  }

  /// The largest whole number, and minus the smallest: 2^53.
  public static let largestInteger: Int64 = 1 << 53
  /// How deep arrays and objects may lie in each other, unless said otherwise.
  public static let maximumDepth = 16

  /// Two values are equal when their canonical bytes are.
  ///
  /// - Parameters:
  ///   - left: One value.
  ///   - right: Another.
  /// - Returns: Whether they are the same, strings byte by byte.
  public static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.object(let left), .object(let right)): left == right
    case (.array(let left), .array(let right)): left == right
    case (.string(let left), .string(let right)), (.number(let left), .number(let right)):
      left.hasBytes(of: right)
    case (.integer(let left), .integer(let right)): left == right
    case (.bool(let left), .bool(let right)): left == right
    case (.null, .null): true
    default: false
    }
  }

  /// What the value is, in a word for messages.
  public var typeName: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .integer, .number: "a number"
    case .bool: "a truth value"
    case .null: "null"
    }
  }
}

extension StrictJSON {
  /// The members of an object, sorted by the code points of their names.
  public struct Object: Hashable, Sendable {
    /// One name and its value.
    public struct Member: Hashable, Sendable {
      /// The name.
      public let name: String
      /// The value.
      public let value: StrictJSON

      /// Names a value.
      ///
      /// - Parameters:
      ///   - name: The name.
      ///   - value: The value.
      public init(name: String, value: StrictJSON) {
        self.name = name
        self.value = value
      }

      /// Whether names and values are the same, byte by byte.
      ///
      /// - Parameters:
      ///   - left: One member.
      ///   - right: Another.
      /// - Returns: Whether they are the same.
      public static func == (left: Self, right: Self) -> Bool {
        left.name.hasBytes(of: right.name) && left.value == right.value
      }
    }

    /// The members in order.
    public private(set) var members: [Member] = []

    /// An object without members.
    public init() {}

    /// Sorts members.
    ///
    /// - Parameter members: Members in any order.
    /// - Throws: The name that stands there twice.
    ///
    /// - Complexity: O(n) for members in order, else O(n log n).
    public init(_ members: [Member]) throws(RepeatedName) {
      self.members = members
      var isSorted = true
      for index in members.indices.dropFirst()
      where !members[index - 1].name.precedes(members[index].name) {
        isSorted = false
        break
      }
      guard !isSorted else { return }
      self.members.sort { $0.name.precedes($1.name) }
      for index in members.indices.dropFirst()
      where self.members[index - 1].name.hasBytes(of: self.members[index].name) {
        throw RepeatedName(name: self.members[index].name)
      }
    }

    /// The value of a name; `nil` where there is none, and setting `nil` takes the member out.
    ///
    /// - Parameter name: The name.
    /// - Complexity: O(log n) to read, and to add behind the others.
    public subscript(_ name: String) -> StrictJSON? {
      get {
        let index = place(of: name)
        guard index < members.count, members[index].name.hasBytes(of: name) else { return nil }
        return members[index].value
      }
      set {
        if let newValue, members.last?.name.precedes(name) ?? true {
          members.append(Member(name: name, value: newValue))
          return
        }
        let index = place(of: name)
        let isThere = index < members.count && members[index].name.hasBytes(of: name)
        if isThere { members.remove(at: index) }
        if let newValue { members.insert(Member(name: name, value: newValue), at: index) }
      }
    }

    /// The first place whose name does not come before `name`.
    private func place(of name: String) -> Int {
      guard let last = members.last, !last.name.precedes(name) else { return members.count }
      var low = 0
      var high = members.count - 1
      while low < high {
        let middle = (low + high) / 2
        if members[middle].name.precedes(name) { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// A name that an object has twice.
  public struct RepeatedName: Error, Hashable {
    /// The name.
    public let name: String
  }
}

extension StrictJSON.Object: ExpressibleByDictionaryLiteral {
  /// Takes the members of a literal, in which no name may stand twice.
  ///
  /// - Parameter elements: Names and values.
  public init(dictionaryLiteral elements: (String, StrictJSON)...) {
    self.init()
    for (name, value) in elements {
      precondition(self[name] == nil, "a literal names \(name) twice")
      self[name] = value
    }
  }
}

extension String {
  /// Whether two strings have the same UTF-8 bytes; `==` would also equate what Unicode calls equivalent.
  func hasBytes(of other: String) -> Bool {
    let (left, right) = (utf8.span, other.utf8.span)
    guard left.count == right.count else { return false }
    for place in left.indices where left[place] != right[place] { return false }
    return true
  }

  /// Whether the bytes, and so the code points, of this string come first.
  func precedes(_ other: String) -> Bool {
    // Sorting a million names spends its time here, and a span takes a third of the time of an iterator.
    let (left, right) = (utf8.span, other.utf8.span)
    for place in 0..<min(left.count, right.count) where left[place] != right[place] {
      return left[place] < right[place]
    }
    return left.count < right.count
  }
}
