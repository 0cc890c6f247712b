import ArgumentParser
import Flipguard
import FlipguardTestSupport
import Testing

@testable import FlipguardCommand

/// What `scan` takes as evidence, and what it makes of it.
@Suite struct ScanCommandTests {
  private let data: ScanFolder

  init() throws { data = try ScanFolder() }

  @Test func `the first detector leads, the others add a column each`() throws {
    let line = "/d.csv \(ScanFolder.columns) --ignore who --ignore sure --k 3"
    try data.scan("\(line) --detector knn --detector self-confidence --detector centroid:median")
    let three = try data.table()
    let header =
      "row,id,is_label_issue,label_score,given_label,predicted_label,reason,votes,"
      + "self-confidence_score,centroid:median_score\n"
    #expect(
      String(decoding: try data.folder.rawBytes("issues.csv"), as: UTF8.self).hasPrefix(header))
    try data.scan("\(line) --detector self-confidence")
    let alone = Dictionary(
      uniqueKeysWithValues: try data.table().map { ($0["row"], $0["label_score"]) })
    try data.scan("\(line) --detector knn")
    #expect(
      try data.table().map { [$0["row"], $0["label_score"], $0["is_label_issue"]] }
        == three.map { [$0["row"], $0["label_score"], $0["is_label_issue"]] })
    for row in three { #expect(row["self-confidence_score"] == alone[row["row"]]) }
    #expect(three.prefix(2).map { $0["row"] } == ["3", "7"])
  }

  @Test func `probabilities and labels are enough for detectors that need no more`() throws {
    try data.scan("--pred-probs /p.csv --labels /y.csv --detector self-confidence")
    let found = try data.table()
    #expect(found.prefix(2).map { $0["row"] } == ["3", "7"])
    #expect(found.map { $0["is_label_issue"] }.prefix(3) == ["true", "true", "false"])
    #expect(found[0]["label_score"] == "0.0" && found[1]["label_score"] == "0.1")
    #expect(try data.settings()["probabilities"] as? String == data.folder.file("p.csv"))
    try data.scan("--pred-probs /p.csv --labels /y.csv")
    #expect(try data.settings()["detector"] as? String == "default")
    // The same with data, and with the row that was left out taken from the probabilities.
    try data.write(
      "p9.csv", String(decoding: try data.folder.rawBytes("p.csv"), as: UTF8.self) + "1,0\n")
    try data.scan(
      "/d.csv \(ScanFolder.columns) --ignore who --ignore sure --pred-probs /p9.csv --detector self-confidence"
    )
    #expect(try data.table().map { $0["label_score"] } == found.map { $0["label_score"] })
  }

  @Test(arguments: [
    "--pred-probs /p.csv --labels /y.csv --groups /g.csv --detector self-confidence",
    "/d.csv --id name --missing drop --header present --ignore sure --group who --detector knn --k 3",
  ])
  func `sources are ranked by evidence`(line: String) throws {
    try data.scan(line)
    let lines = String(decoding: try data.folder.rawBytes("groups.csv"), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    #expect(
      lines[0] == [
        "group", "labels", "issues", "error_rate", "error_rate_low", "error_rate_high",
        "excess_probability", "is_rejected",
      ])
    #expect(lines[1].prefix(3) == ["w", "2", "2"] && lines.count == 4)
    #expect(Set(lines[2...].map { $0[0] }) == ["u", "v"])
    let first = try #require(try data.table().first)
    #expect(first["group"] == "w")
    #expect(first["reason"]?.contains("it comes from w, where about ") == true)
  }

  @Test func `trusted rows of the data are not judged, however they are named`() throws {
    try data.write("rows.csv", "row,label\n1,a\n5,b\n")
    try data.write("ids.csv", "label,id\nb,u\na,q\n")
    let line = "/d.csv --id name --missing drop --header present --ignore who"
    var tables: [[[String: String]]] = []
    for trusted in [
      "--ignore sure --trusted /rows.csv", "--ignore sure --trusted /ids.csv", "--trusted sure",
    ] {
      try data.scan("\(line) \(trusted) --detector knn-shapley --detector knn --k 2")
      tables.append(try data.table())
      #expect(try data.settings()["trusted_count"] as? Int == 2)
    }
    #expect(tables[0] == tables[1] && tables[0] == tables[2])
    #expect(Set(tables[0].map { $0["row"] }) == ["0", "2", "3", "4", "6", "7"])
    try data.scan(
      "--pred-probs /p.csv --labels /y.csv --trusted /rows.csv --detector self-confidence")
    #expect(Set(try data.table().map { $0["row"] }) == ["0", "2", "3", "4", "6", "7"])
    // The graph of all rows serves those that are judged.
    try #require(
      try FlipguardCommand.parseAsRoot(
        data.arguments(
          "neighbors /d.csv --id name --ignore who --ignore sure --missing drop --header present")
          + ["--quiet", "--k", "7", "--output", data.folder.file("g.npz")]) as? NeighborsCommand
    ).execute()
    try data.scan("\(line) --trusted sure --detector knn --k 2 --graph /g.npz")
    let given = try data.table()
    try data.scan("\(line) --trusted sure --detector knn --k 2")
    #expect(try data.table() == given)
    try #require(
      try FlipguardCommand.parseAsRoot(
        data.arguments(
          "neighbors /d.csv --id name --ignore who --ignore sure --missing drop --header present")
          + ["--quiet", "--k", "2", "--output", data.folder.file("g.npz")]) as? NeighborsCommand
    ).execute()
    #expect(
      data.refusal("\(line) --trusted sure --detector knn --k 2 --graph /g.npz")
        .contains("g.npz lists 1 for each row beside those that are trusted; give --k 1 or less"))
  }

  @Test(arguments: ["influence", "tracin"])
  func `trusted rows serve detectors that can do without`(detector: String) throws {
    try data.write("own.csv", "who,sure,name,x,y\nu,0,p,1,a\nu,0,q,50,b\n")
    let line = "/d.csv \(ScanFolder.columns) --ignore who --ignore sure --detector \(detector)"
    try data.scan("\(line) --noise-rate 0.2")
    let alone = try data.table()
    try data.scan("\(line) --noise-rate 0.2 --trusted /own.csv")
    #expect(try data.settings()["trusted_count"] as? Int == 2)
    #expect(try data.table().map { $0["reason"] } != alone.map { $0["reason"] })
  }

  @Test func `as many neighbors vote whether or not others need a graph`() throws {
    try data.write("own.csv", "who,sure,name,x,y\nu,0,p,1,a\nu,0,q,50,b\nu,0,r,2,a\nu,0,s,51,b\n")
    let line =
      "/d.csv \(ScanFolder.columns) --ignore who --ignore sure --k 3 --noise-rate 0.2 --trusted /own.csv --detector knn-shapley"
    try data.scan(line)
    let alone = try data.table().map { [$0["row"], $0["label_score"]] }
    try data.scan("\(line) --detector knn")
    #expect(try data.table().map { [$0["row"], $0["label_score"]] } == alone)
  }

  @Test func `trusted labels override the given ones`() throws {
    try data.write("wrong.csv", "row,label\n0,b\n1,a\n4,b\n5,a\n")
    try data.scan(
      "/d.csv \(ScanFolder.columns) --ignore who --ignore sure --trusted /wrong.csv --detector knn-shapley --k 2"
    )
    let notes = String(decoding: try data.folder.rawBytes("summary.json"), as: UTF8.self)
    #expect(
      notes.contains("4 trusted rows are not judged; 2 of them have another label in the data"))
    try data.scan(
      "/d.csv \(ScanFolder.columns) --ignore who --ignore sure --detector knn --k auto --trusted /wrong.csv"
    )
  }

  @Test func `the share of wrong labels is estimated or given`() throws {
    let line =
      "/d.csv \(ScanFolder.columns) --ignore who --ignore sure --k 3 --detector knn-shapley --trusted /d2.csv"
    try data.write("d2.csv", "who,sure,name,x,y\nu,0,p,1,a\nu,0,q,50,b\n")
    try data.scan(line)
    #expect(try data.settings()["noise_rate_source"] as? String == "estimated from probabilities")
    try data.scan("\(line) --noise-rate 0.5")
    #expect(try data.settings()["noise_rate"] as? Double == 0.5)
    #expect(try data.settings()["noise_rate_source"] as? String == "--noise-rate")
    #expect(try data.settings()["probabilities"] == nil)
    #expect(try data.table().count { $0["is_label_issue"] == "true" } == 4)
  }

  @Test(arguments: ["naive-bayes", "knn", "neighbors"])
  func `who gives the probabilities is told`(scorer: String) throws {
    let settings = scorer == "neighbors" ? " --k 3" : " --folds 2"
    try data.scan(
      "/d.csv \(ScanFolder.columns) --ignore who --ignore sure --detector self-confidence --scorer \(scorer)"
        + settings)
    let told = try #require(try data.settings()["probabilities"] as? String)
    #expect(
      told
        == (scorer == "neighbors"
          ? "3 nearest neighbors" : "\(scorer) (2 folds, scaling standardize)"))
    #expect(try (data.settings()["k"] == nil) == (scorer != "neighbors"))
  }

  @Test func `a forest is chosen for small tables, neighbors for all else`() throws {
    func sized(_ rowCount: Int, _ featureCount: Int, _ kind: Dataset.FeatureKind) throws -> Dataset
    {
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
      let (scorer, reason) = Scorer.chosen(for: try sized(rowCount, featureCount, kind))
      #expect(scorer.usesFolds == isForest && reason.hasPrefix("as "))
    }
    // The choice is told in the summary's notes.
    func notes() throws -> String {
      String(decoding: try data.folder.rawBytes("summary.json"), as: UTF8.self)
    }
    try data.scan(
      "/d.csv \(ScanFolder.columns) --ignore who --ignore sure --detector self-confidence")
    #expect(
      try notes().contains(
        "the labels of the nearest neighbors give the probabilities, as no class has 5 rows"))
    try data.write("e.csv", "x,y\n" + (0..<12).map { "\($0),\($0 < 6 ? "a" : "b")\n" }.joined())
    try data.scan("/e.csv --detector self-confidence")
    #expect(
      try data.settings()["probabilities"] as? String == "forest (5 folds, scaling standardize)")
    #expect(
      try notes().contains(
        "models of forest give the probabilities, as they take seconds (12 rows, 1 features, 2 classes); "
          + "--scorer names others"))
  }
}
