import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Foundation
import Testing

@testable import FlipguardCommand

/// What `scan` takes as evidence, and what it makes of it.
@Suite struct ScanCommandTests {
  private let folder: TemporaryFolder

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

  private func write(_ name: String, _ text: String) throws {
    try OutputFile.write(text, to: folder.file(name))
  }

  private func arguments(_ line: String) -> [String] {
    line.split(separator: " ").map { word in
      word.hasPrefix("/") ? folder.file(String(word.dropFirst())) : String(word)
    }
  }

  /// Scans as a command line says, in which `/` stands before files of the folder.
  private func scan(_ line: String) throws {
    let command = try #require(
      try FlipguardCommand.parseAsRoot(
        ["scan"] + arguments(line) + ["--quiet", "--output", "\(folder.path)/."]) as? ScanCommand)
    try command.execute()
  }

  private static let columns = "--id name --missing drop --header present"

  /// The table of the last scan, by column.
  private func table() throws -> [[String: String]] {
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

  private func settings() throws -> [String: Any] {
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(try folder.rawBytes("summary.json")))
        as? [String: Any])
    return try #require(summary["settings"] as? [String: Any])
  }

  private func refusal(_ line: String) -> String {
    let error: (any Error)? = #expect(throws: (any Error).self) { try scan(line) }
    return error.map { FlipguardCommand.message(for: $0) + Outcome(of: $0).message } ?? ""
  }

  @Test func `the first detector leads, the others add a column each`() throws {
    let line = "/d.csv \(Self.columns) --ignore who --ignore sure --k 3"
    try scan("\(line) --detector knn --detector self-confidence --detector centroid:median")
    let three = try table()
    let header =
      "row,id,is_label_issue,label_score,given_label,predicted_label,reason,votes,"
      + "self-confidence_score,centroid:median_score\n"
    #expect(String(decoding: try folder.rawBytes("issues.csv"), as: UTF8.self).hasPrefix(header))
    try scan("\(line) --detector self-confidence")
    let alone = Dictionary(
      uniqueKeysWithValues: try table().map { ($0["row"], $0["label_score"]) })
    try scan(line)
    #expect(
      try table().map { [$0["row"], $0["label_score"], $0["is_label_issue"]] }
        == three.map { [$0["row"], $0["label_score"], $0["is_label_issue"]] })
    for row in three { #expect(row["self-confidence_score"] == alone[row["row"]]) }
    #expect(three.prefix(2).map { $0["row"] } == ["3", "7"])
  }

  @Test func `probabilities and labels are enough for detectors that need no more`() throws {
    try scan("--pred-probs /p.csv --labels /y.csv --detector self-confidence")
    let found = try table()
    #expect(found.prefix(2).map { $0["row"] } == ["3", "7"])
    #expect(found.map { $0["is_label_issue"] }.prefix(3) == ["true", "true", "false"])
    #expect(found[0]["label_score"] == "0.0" && found[1]["label_score"] == "0.1")
    #expect(try settings()["probabilities"] as? String == folder.file("p.csv"))
    try scan("--pred-probs /p.csv --labels /y.csv")
    #expect(try settings()["detector"] as? String == "confident-learning")
    // The same with data, and with the row that was left out taken from the probabilities.
    try write("p9.csv", String(decoding: try folder.rawBytes("p.csv"), as: UTF8.self) + "1,0\n")
    try scan(
      "/d.csv \(Self.columns) --ignore who --ignore sure --pred-probs /p9.csv --detector self-confidence"
    )
    #expect(try table().map { $0["label_score"] } == found.map { $0["label_score"] })
  }

  @Test(arguments: [
    "--pred-probs /p.csv --labels /y.csv --groups /g.csv --detector self-confidence",
    "/d.csv --id name --missing drop --header present --ignore sure --group who --k 3",
  ])
  func `sources are ranked by evidence`(line: String) throws {
    try scan(line)
    let lines = String(decoding: try folder.rawBytes("groups.csv"), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    #expect(
      lines[0] == [
        "group", "labels", "issues", "error_rate", "error_rate_low", "error_rate_high",
        "excess_probability", "is_rejected",
      ])
    #expect(lines[1].prefix(3) == ["w", "2", "2"] && lines.count == 4)
    #expect(Set(lines[2...].map { $0[0] }) == ["u", "v"])
    let first = try #require(try table().first)
    #expect(first["group"] == "w")
    #expect(first["reason"]?.contains("it comes from w, where about ") == true)
  }

  @Test func `trusted rows of the data are not judged, however they are named`() throws {
    try write("rows.csv", "row,label\n1,a\n5,b\n")
    try write("ids.csv", "label,id\nb,u\na,q\n")
    let line = "/d.csv --id name --missing drop --header present --ignore who"
    var tables: [[[String: String]]] = []
    for trusted in [
      "--ignore sure --trusted /rows.csv", "--ignore sure --trusted /ids.csv", "--trusted sure",
    ] {
      try scan("\(line) \(trusted) --detector knn-shapley --detector knn --k 2")
      tables.append(try table())
      #expect(try settings()["trusted_count"] as? Int == 2)
    }
    #expect(tables[0] == tables[1] && tables[0] == tables[2])
    #expect(Set(tables[0].map { $0["row"] }) == ["0", "2", "3", "4", "6", "7"])
    try scan("--pred-probs /p.csv --labels /y.csv --trusted /rows.csv --detector self-confidence")
    #expect(Set(try table().map { $0["row"] }) == ["0", "2", "3", "4", "6", "7"])
    // The graph of all rows serves those that are judged.
    try #require(
      try FlipguardCommand.parseAsRoot(
        arguments(
          "neighbors /d.csv --id name --ignore who --ignore sure --missing drop --header present")
          + ["--quiet", "--k", "7", "--output", folder.file("g.npz")]) as? NeighborsCommand
    ).execute()
    try scan("\(line) --trusted sure --k 2 --graph /g.npz")
    let given = try table()
    try scan("\(line) --trusted sure --k 2")
    #expect(try table() == given)
    try #require(
      try FlipguardCommand.parseAsRoot(
        arguments(
          "neighbors /d.csv --id name --ignore who --ignore sure --missing drop --header present")
          + ["--quiet", "--k", "2", "--output", folder.file("g.npz")]) as? NeighborsCommand
    ).execute()
    #expect(
      refusal("\(line) --trusted sure --k 2 --graph /g.npz")
        .contains("g.npz lists 1 for each row beside those that are trusted; give --k 1 or less"))
  }

  @Test func `trusted labels override the given ones`() throws {
    try write("wrong.csv", "row,label\n0,b\n1,a\n4,b\n5,a\n")
    try scan(
      "/d.csv \(Self.columns) --ignore who --ignore sure --trusted /wrong.csv --detector knn-shapley --k 2"
    )
    let notes = String(decoding: try folder.rawBytes("summary.json"), as: UTF8.self)
    #expect(
      notes.contains("4 trusted rows are not judged; 2 of them have another label in the data"))
    try scan("/d.csv \(Self.columns) --ignore who --ignore sure --k auto --trusted /wrong.csv")
  }

  @Test func `the share of wrong labels is estimated or given`() throws {
    let line =
      "/d.csv \(Self.columns) --ignore who --ignore sure --k 3 --detector knn-shapley --trusted /d2.csv"
    try write("d2.csv", "who,sure,name,x,y\nu,0,p,1,a\nu,0,q,50,b\n")
    try scan(line)
    #expect(try settings()["noise_rate_source"] as? String == "estimated from probabilities")
    try scan("\(line) --noise-rate 0.5")
    #expect(try settings()["noise_rate"] as? Double == 0.5)
    #expect(try settings()["noise_rate_source"] as? String == "--noise-rate")
    #expect(try settings()["probabilities"] == nil)
    #expect(try table().count { $0["is_label_issue"] == "true" } == 4)
  }

  @Test(arguments: ["naive-bayes", "knn", "neighbors"])
  func `who gives the probabilities is told`(scorer: String) throws {
    let folds = scorer == "neighbors" ? "" : " --folds 2"
    try scan(
      "/d.csv \(Self.columns) --ignore who --ignore sure --k 3 --detector self-confidence --scorer \(scorer)"
        + folds)
    let told = try #require(try settings()["probabilities"] as? String)
    #expect(
      told
        == (scorer == "neighbors"
          ? "3 nearest neighbors" : "\(scorer), 2 folds, scaling standardize"))
    #expect(try (settings()["k"] == nil) == (scorer != "neighbors"))
  }

  @Test func `a forest is chosen for small tables, neighbors for all else`() throws {
    func data(_ rowCount: Int, _ featureCount: Int, _ kind: Dataset.FeatureKind) throws -> Dataset {
      try Dataset(
        features: Matrix(
          rowCount: rowCount, columnCount: featureCount,
          elements: [Float](repeating: 0, count: rowCount * featureCount)),
        labels: Labels(names: (0..<rowCount).map { String($0 % 2) }), featureKind: kind)
    }
    for (rowCount, featureCount, kind, isForest) in [
      (100, 30, Dataset.FeatureKind.real, true), (100, 100, .real, true), (100, 101, .real, false),
      (100, 30, .byte, false), (20_000, 4, .real, true), (200_000, 4, .real, false),
    ] {
      let (scorer, reason) = Scorer.chosen(for: try data(rowCount, featureCount, kind))
      #expect(scorer.usesFolds == isForest && reason.hasPrefix("as "))
    }
    // The choice is told in the summary's notes.
    func notes() throws -> String {
      String(decoding: try folder.rawBytes("summary.json"), as: UTF8.self)
    }
    try scan("/d.csv \(Self.columns) --ignore who --ignore sure --detector self-confidence")
    #expect(
      try notes().contains(
        "the labels of the nearest neighbors give the probabilities, as no class has 5 rows"))
    try write("e.csv", "x,y\n" + (0..<12).map { "\($0),\($0 < 6 ? "a" : "b")\n" }.joined())
    try scan("/e.csv --detector self-confidence")
    #expect(try settings()["probabilities"] as? String == "forest, 5 folds, scaling standardize")
    #expect(
      try notes().contains(
        "models of forest give the probabilities, as they take seconds (12 rows, 1 features, 2 classes); "
          + "--scorer names others"))
  }

  @Test(arguments: [
    ("/d.csv --detector x", "--detector is 'x'; allowed: knn, "),
    ("/d.csv --detector self-confidence:x", "allowed: self-confidence, self-confidence:plain"),
    ("/d.csv --detector knn --detector knn", "--detector knn is given twice"),
    ("/d.csv --noise-rate 1.5", "--noise-rate is 1.5; allowed: 0 to 1"),
    ("/d.csv --folds 1", "--folds is 1; allowed: 2 or more"),
    ("/d.csv --folds 3", "--folds is for a classifier that gives the probabilities; add --scorer"),
    ("/d.csv --scorer x", "--scorer is 'x'; allowed: auto, neighbors, logistic"),
    ("/d.csv --pred-probs /p.csv --folds 3", "--folds is for probabilities that are computed"),
    ("/d.csv --pred-probs /p.csv --scorer knn", "--scorer is for probabilities that are computed"),
    ("--labels /y.csv", "Missing expected argument '<data>'"),
    ("--pred-probs /p.csv", "--pred-probs FILE --labels FILE"),
    ("--pred-probs /p.csv --labels /y.csv --id 0", "--label, --id, --group, --ignore"),
    ("--pred-probs /p.csv --labels /y.csv --graph /g.npz", "--graph holds neighbors of the rows"),
    ("--pred-probs /p.csv --labels /y.csv --scaling none", "--scaling is for the features of DATA"),
    ("--pred-probs /p.csv --labels /y.csv --image 2x2", "--image is for the features of DATA"),
    (
      "--pred-probs /p.csv --labels /y.csv --detector knn",
      "--detector knn needs neighbors, which are not given; give DATA with features"
    ),
    (
      "--pred-probs /p.csv --labels /y.csv --detector centroid",
      "--detector centroid needs features, which are not given; give DATA with features"
    ),
    (
      "--pred-probs /p.csv --labels /y.csv --detector provenance:probabilities",
      "give --group COLUMN or --groups FILE"
    ),
    (
      "--pred-probs /p.csv --labels /y.csv --trusted /d.csv",
      "without DATA --trusted takes a CSV file of the columns row,label"
    ),
    ("--pred-probs /p.csv --labels /y.csv --metric cosine", "--metric is for neighbors, which"),
    ("--pred-probs /p.csv --labels /y.csv --recall exact", "--recall is for neighbors, which"),
    ("--pred-probs /p.csv --labels /y.csv --noise-rate 0.1", "--noise-rate is the share of wrong"),
    ("--pred-probs /p.csv --labels /g.csv", "found 2 columns; allowed: 3, one for each class of"),
    ("--pred-probs /g.csv --labels /y.csv", "so a header and a row cannot be told apart"),
    (
      "/d.csv --header present --missing drop --trusted nothing", "found column 'nothing' asked for"
    ),
    ("/d.csv --header present --missing drop --trusted none.csv", "none.csv: no such file"),
    (
      "/d.csv --header present --missing drop --trusted sure --trusted-labels /y.csv",
      "leave out --trusted-labels"
    ),
    ("/d.csv --header present --missing drop --detector knn-shapley", "give them with --trusted"),
    (
      "/d.csv --header present --missing drop --group who --groups /g.csv",
      "--group and --groups both tell"
    ),
    (
      "/d.csv --header present --missing drop --groups /g.csv",
      "found 8 groups; allowed: 9, one for each row of data"
    ),
    (
      "/d.csv --header present --missing drop --pred-probs /p.csv",
      "found 8 rows of probabilities; allowed: 9"
    ),
    (
      "/d.csv --header present --missing drop --scorer knn",
      "--scorer gives probabilities, which knn would not look at"
    ),
    (
      "/d.csv --header present --missing drop --trusted /d.csv",
      "holds rows of their own, which knn would not look at"
    ),
    ("@breastcancer --trusted 0", "@breastcancer is bundled, with its columns known"),
  ])
  func `what is wrong is told before anything is written`(line: String, reason: String) throws {
    let before = folder.contents
    let message = refusal(line)
    #expect(message.contains(reason), "\(message)")
    #expect(folder.contents == before)
  }

  @Test func `too little is left to judge`() throws {
    try write("all.csv", "row,label\n0,a\n1,a\n2,a\n7,a\n")
    #expect(
      refusal("/d.csv \(Self.columns) --ignore who --ignore sure --trusted /all.csv --k 1")
        .contains(
          "d.csv: found 4 trusted rows, and beside them only one class, 'b'"))
    #expect(
      refusal("--pred-probs /p.csv --labels /y.csv --trusted /all.csv")
        .contains("y.csv: found only one class, 'b'; allowed: labels of at least two classes"))
    try write("none.csv", "sure,x,y\nfalse,1,a\nfalse,2,b\n")
    #expect(
      refusal("/none.csv --trusted sure")
        .contains("none.csv, column 'sure': found no row that is trusted"))
  }
}
