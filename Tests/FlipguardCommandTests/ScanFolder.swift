import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Foundation
import Testing

@testable import FlipguardCommand

/// A folder with data to scan: two clusters of four rows with two labels swapped, and what goes with them.
struct ScanFolder {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // Two clusters; the labels of rows 3 and 7 are swapped, and the last row lacks a value.
    try write(
      "d.csv",
      """
      who,sure,name,x,y
      u,false,p,0,a
      v,true,q,1,a
      u,false,r,2,a
      w,false,s,3,b
      u,false,t,50,b
      v,true,u,51,b
      u,false,v,52,b
      w,false,w,53,a
      w,false,x,,a

      """)
    try write("y.csv", "label\na\na\na\nb\nb\nb\nb\na\n")
    try write("p.csv", "0.9,0.1\n0.8,0.2\n0.9,0.1\n1,0\n0.2,0.8\n0,1\n0.1,0.9\n0.1,0.9\n")
    try write("g.csv", "u\nv\nu\nw\nu\nv\nu\nw\n")
  }

  func write(_ name: String, _ text: String) throws {
    try OutputFile.write(text, to: folder.file(name))
  }

  func arguments(_ line: String) -> [String] {
    line.split(separator: " ").map { word in
      word.hasPrefix("/") ? folder.file(String(word.dropFirst())) : String(word)
    }
  }

  /// Scans as a command line says, in which `/` stands before files of the folder.
  func scan(_ line: String) throws {
    let command = try #require(
      try FlipguardCommand.parseAsRoot(
        ["scan"] + arguments(line) + ["--quiet", "--output", "\(folder.path)/."]) as? ScanCommand)
    try command.execute()
  }

  static let columns = "--id name --missing drop --header present"

  /// The table of the last scan, by column.
  func table() throws -> [[String: String]] {
    let lines = String(decoding: try folder.rawBytes("issues.csv"), as: UTF8.self)
      .split(separator: "\n").map(cells)
    let header = try #require(lines.first)
    return lines.dropFirst().map {
      Dictionary(zip(header, $0), uniquingKeysWith: { one, _ in one })
    }
  }

  /// The cells of a line in which no quotes are doubled.
  private func cells(_ line: Substring) -> [String] {
    var (cells, isQuoted) = ([""], false)
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  func settings() throws -> [String: Any] {
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(try folder.rawBytes("summary.json")))
        as? [String: Any])
    return try #require(summary["settings"] as? [String: Any])
  }

  func refusal(_ line: String) -> String {
    let error: (any Error)? = #expect(throws: (any Error).self) { try scan(line) }
    return error.map { FlipguardCommand.message(for: $0) + Outcome(of: $0).message } ?? ""
  }
}
