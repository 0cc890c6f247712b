import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads a document as XML and remembers what it is made of; fails on anything that is not well-formed.
final class XMLCheck: NSObject, XMLParserDelegate {
  private(set) var elementCounts: [String: Int] = [:]
  private(set) var ids: [String] = []
  private(set) var text = ""
  private(set) var fault: String?

  init(_ document: String) {
    super.init()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = self
    if !parser.parse() {
      fault = "line \(parser.lineNumber): \(String(describing: parser.parserError))"
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elementCounts[name, default: 0] += 1
    if let id = attributes["id"] { ids.append(id) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
