import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Foundation
import Testing

@testable import FlipguardCommand

/// `certify`: what it reads, writes and refuses.
@Suite struct CertifyCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.save(Self.table(rows: 40, seed: 1), as: "t.csv")
    try folder.save(Self.table(rows: 10, seed: 2), as: "q.csv")
  }

  /// Two clusters with sources, ids and sure labels.
  private static func table(rows: Int, seed: UInt64) throws -> String {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rows, featureCount: 4, separation: 4, seed: seed)
    let lines = (0..<rows).map { row in
      let values = (0..<4).map { "\(features[row, $0])" }.joined(separator: ",")
      return "s\(row % 5),\(row % 4 == 0),id-\(row),\(values),\(labels.name(at: row))\n"
    }
    return "who,sure,name,x0,x1,x2,x3,y\n" + lines.joined()
  }

  private static let columns = "--id name --header present"

  /// Certifies as a command line says, in which `/` stands before files of the folder.
  private func certify(
    _ line: String, rest: String = "--ignore who --ignore sure"
  ) throws {
    let arguments = "\(line) \(Self.columns) \(rest)".split(separator: " ").map { word in
      word.hasPrefix("/") ? folder.file(String(word.dropFirst())) : String(word)
    }
    let command = try #require(
      try FlipguardCommand.parseAsRoot(
        ["certify"] + arguments + ["--quiet", "--output", "\(folder.path)/."]) as? CertifyCommand)
    try command.execute()
  }

  private func refusal(_ line: String, rest: String = "--ignore who --ignore sure") -> String {
    let before = folder.contents
    let error: (any Error)? = #expect(throws: (any Error).self) { try certify(line, rest: rest) }
    #expect(folder.contents == before)
    return error.map { FlipguardCommand.message(for: $0) + Outcome(of: $0).message } ?? ""
  }

  private func lines(_ name: String = "certificates.csv") throws -> [[Substring]] {
    String(decoding: try folder.rawBytes(name), as: UTF8.self).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
  }

  private func radii() throws -> [Int] { try lines().compactMap { Int($0[5]) } }

  private func summary() throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(try folder.rawBytes("summary.json")))
        as? [String: Any])
  }

  @Test func `training rows of their own, all rows predicted`() throws {
    try certify("/q.csv --train /t.csv")
    #expect(
      folder.contents.filter { !$0.hasSuffix("t.csv") && $0 != "q.csv" }
        == ["certificates.csv", "curve.csv", "report.html", "summary.json"])
    #expect(try lines().map { $0[0] } == (0..<10).map { "\($0)" })
    #expect(try lines().map { $0[1] } == (0..<10).map { "id-\($0)" })
    let summary = try summary()
    #expect(summary["training_labels"] as? Int == 40 && summary["predictions"] as? Int == 10)
    #expect(summary["training"] as? String == folder.file("t.csv"))
    #expect(summary["unit"] as? String == "label")
  }

  @Test func `without training rows one in five is predicted by the others`() throws {
    try certify("/t.csv --certificate knn-vote --k 5")
    let rows = try lines().compactMap { Int($0[0]) }
    #expect(rows.count == 8 && Set(rows).count == 8 && rows == rows.sorted())
    #expect(try lines().map { String($0[1]) } == rows.map { "id-\($0)" })
    #expect(try summary()["training_labels"] as? Int == 32)
    #expect(try radii().allSatisfy { $0 <= 2 })
    let first = try folder.rawBytes("certificates.csv")
    try certify("/t.csv --certificate knn-vote --k 5 --threads 3")
    #expect(try folder.rawBytes("certificates.csv") == first)
    try certify("/t.csv --certificate knn-vote --k 5 --seed 2")
    #expect(try lines().compactMap { Int($0[0]) } != rows)
  }

  @Test func `labels that cannot be changed raise radii`() throws {
    let line = "/q.csv --train /t.csv --certificate knn-vote --k 11"
    try certify(line)
    let plain = try radii()
    try certify("\(line) --fixed sure", rest: "--ignore who")
    let column = try radii()
    #expect(zip(column, plain).allSatisfy { $0 >= $1 } && column != plain)
    let sure = stride(from: 0, to: 40, by: 4).map { "\($0),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    try folder.save("row,label\n\(sure)", as: "f.csv")
    try certify("\(line) --fixed /f.csv")
    #expect(try radii() == column)
    let every = (0..<40).map { "id-\($0),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    try folder.save("id,label\n\(every)", as: "all.csv")
    try certify("\(line) --fixed /all.csv")
    #expect(try radii().allSatisfy { $0 == 40 })
    try folder.save("row,label\n40,a\n", as: "none.csv")
    #expect(refusal("\(line) --fixed /none.csv").contains("the number of a row"))
    #expect(refusal("\(line) --fixed /q.csv").contains("row,label or id,label"))
  }

  @Test func `a file of fixed labels may name rows that are held out`() throws {
    let every = (0..<40).map { "\($0),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    try folder.save("row,label\n\(every)", as: "all.csv")
    try certify("/t.csv --fixed /all.csv")
    #expect(try radii() == [Int](repeating: 32, count: 8))
    // By a column or a file the same rows are fixed.
    try certify("/t.csv --fixed sure", rest: "--ignore who")
    let column = try radii()
    let sure = stride(from: 0, to: 40, by: 4).map { "\($0),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    try folder.save("row,label\n\(sure)", as: "f.csv")
    try certify("/t.csv --fixed /f.csv")
    #expect(try radii() == column)
  }

  @Test func `changes that are not allowed raise radii`() throws {
    try certify("/q.csv --train /t.csv")
    let plain = try radii()
    try certify("/q.csv --train /t.csv --only-change a:b")
    let some = try lines()
    #expect(zip(try radii(), plain).allSatisfy { $0 >= $1 })
    // Nobody can turn a label into a, so what is predicted to be b stays so.
    #expect(some.contains { $0[3] == "b" } && some.allSatisfy { $0[3] != "b" || $0[5] == "40" })
    try certify("/q.csv --train /t.csv --only-change a:b --only-change b:a")
    #expect(try radii() == plain)
    #expect(refusal("/q.csv --train /t.csv --only-change a:c").contains("no class 'c' in"))
    #expect(
      refusal("/q.csv --train /t.csv --certificate label-smoothing --only-change a:c")
        .contains("no class 'c' in"))
  }

  @Test func `corrupt sources are counted`() throws {
    let line = "/q.csv --train /t.csv --certificate knn-vote --k 11"
    try certify(line)
    let plain = try radii()
    try certify("\(line) --count-sources", rest: "--ignore sure --group who")
    #expect(zip(try radii(), plain).allSatisfy { $0 <= $1 })
    #expect(try summary()["unit"] as? String == "source")
    #expect(
      refusal("\(line) --count-sources").contains("add --group COLUMN"))
    #expect(
      refusal(
        "/q.csv --train /t.csv --certificate cluster-vote --count-sources",
        rest: "--ignore sure --group who"
      ).contains("--certificate cluster-vote knows no --count-sources; those that do: knn-vote"))
  }

  @Test func `what changes break together is bounded where somebody asks`() throws {
    let line = "/q.csv --train /t.csv --certificate knn-vote --k 11"
    try certify(line)
    #expect(try summary()["collective"] == nil)
    let plain = try folder.rawBytes("certificates.csv")
    try certify("\(line) --collective 6 --collective 2 --threads 2")
    #expect(try folder.rawBytes("certificates.csv") == plain)
    let right = try lines().filter { $0[4] == "true" }.compactMap { Int($0[5]) }
    let found = try #require(try summary()["collective"] as? [[String: Any]])
    #expect(found.compactMap { $0["changes"] as? Int } == [2, 6])
    for each in found {
      let changes = try #require(each["changes"] as? Int)
      let together = try #require(each["broken_together"] as? Int)
      #expect(each["broken_alone"] as? Int == right.count { $0 < changes })
      #expect(together <= right.count { $0 < changes })
      #expect(each["accuracy"] as? Double == Double(right.count - together) / 10)
    }
    // Six changes break any one of the ten rows of two classes, but not those of both.
    #expect(found.last?["broken_alone"] as? Int == right.count)
    #expect(try #require(found.last?["broken_together"] as? Int) < right.count)
  }

  @Test func `images are straightened first`() throws {
    try certify("/q.csv --train /t.csv --image 2x2 --deskew --scaling none")
    let settings = try #require(try summary()["settings"] as? [String: String])
    #expect(settings["images"] == "straightened" && settings["scaling"] == "none")
    let straightened = try folder.rawBytes("certificates.csv")
    try certify("/q.csv --train /t.csv --scaling none")
    #expect(try folder.rawBytes("certificates.csv") != straightened)
    #expect(
      refusal("/q.csv --train /t.csv --image 3x2 --deskew")
        .contains("--image 3x2 has 6 pixels, but there are 4 features"))
  }

  @Test func `what there is not is refused, and no input is lost`() throws {
    #expect(refusal("/none.csv").contains("no such file"))
    #expect(refusal("/q.csv --train /none.csv").contains("no such file"))
    try folder.save("who,sure,name,x0,y\ns,true,p,1,a\ns,true,q,2,b\n", as: "small.csv")
    #expect(refusal("/small.csv").contains("2 rows"))
    #expect(refusal("/small.csv --train /t.csv").contains("x1"))
    let table = try folder.rawBytes("t.csv")
    try OutputFile.write(table, to: folder.file("curve.csv"))
    #expect(refusal("/q.csv --train /curve.csv").contains("curve.csv"))
    #expect(try folder.rawBytes("curve.csv") == table)
  }

  /// An option has an effect on the certificates that take it, themselves or for their base, and on no others.
  @Test(arguments: Certificates.all.map(\.id))
  func `the options of a certificate are those that have an effect`(id: String) throws {
    let entry = try #require(Certificates.all.first { $0.id == id })
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 30, featureCount: 3, separation: 2, seed: 3)
    let queries = try SyntheticData.clusters(
      rowCount: 8, featureCount: 3, separation: 2, seed: 4
    ).features
    func certified(_ options: Certificates.Options) throws -> [CertifiedPrediction] {
      var options = options
      options.partCount = options.partCount ?? 5
      options.classifier.treeCount = 5
      return try entry.make(options).certify(
        CertificateProblem(features: features, labels: labels, queries: queries), seed: 1,
        execution: .serial)
    }
    let plain = try certified(Certificates.Options())
    for (option, options) in try Self.optionsSet.get() {
      let takers = try #require(CertificateOptions.takers.first { $0.option == option })
      let heeding =
        [id]
        + (CertificateOptions.basedOnAnother.contains(id) ? [CertificateOptions.usualBase] : [])
      #expect(
        try (certified(options) != plain) == takers.certificates.contains(where: heeding.contains),
        "\(option)")
    }
  }

  /// What every option sets, as it is typed for a certificate that has it.
  private static let optionsSet = Result {
    let values = [
      "--k": ["17"], "--regularization": ["300"], "--kernel-width": ["9"],
      "--graph-neighbors": ["3"], "--reach": ["0.5"], "--voters": ["21"], "--parts": ["7"],
      "--spread": ["2"], "--base": ["knn-vote"], "--all-features": [],
      "--flip-probability": ["0.3"],
    ]
    return try CertificateOptions.takers.map { option, certificates in
      let words =
        try ["certify", "a.csv", "--certificate", #require(certificates.first), option]
        + #require(values[option])
      return (option, try TypedLine.parse(CertifyCommand.self, words).method.options)
    }
  }
}
