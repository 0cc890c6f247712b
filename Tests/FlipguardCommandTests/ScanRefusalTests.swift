import FlipguardTestSupport
import Testing

@testable import FlipguardCommand

/// What `scan` refuses, and how it says so.
@Suite struct ScanRefusalTests {
  private let data: ScanFolder

  init() throws { data = try ScanFolder() }

  @Test(arguments: [
    ("/d.csv --detector x", "--detector is 'x'; allowed: default, knn, "),
    ("/d.csv --detector self-confidence:x", "allowed: self-confidence, self-confidence:plain"),
    ("/d.csv --detector knn --detector knn", "--detector knn is given twice"),
    ("/d.csv --noise-rate 1.5", "--noise-rate is 1.5; allowed: 0 to 1"),
    ("/d.csv --folds 1", "--folds is 1; allowed: 2 or more"),
    ("/d.csv --folds 3", "--folds is for a classifier that gives the probabilities; add --scorer"),
    ("/d.csv --scorer x", "--scorer is 'x'; allowed: auto, neighbors, logistic"),
    ("/d.csv --pred-probs /p.csv --folds 3", "--folds is for probabilities that are computed"),
    ("/d.csv --pred-probs /p.csv --scorer knn", "--scorer is for probabilities that are computed"),
    (
      "/d.csv --id name --missing drop --header present --ignore who --ignore sure --detector centroid --k 3",
      "--k is the number of neighbors"
    ),
    (
      "/d.csv --id name --missing drop --header present --ignore who --ignore sure --detector centroid --metric cosine",
      "--metric is for neighbors"
    ),
    (
      "/d.csv --id name --missing drop --header present --ignore who --ignore sure --detector self-confidence --threshold 0.9",
      "--threshold is the share of the votes"
    ),
    (
      "/d.csv --id name --missing drop --header present --ignore who --trusted sure --detector knn-shapley --noise-rate 0.2 --k auto",
      "--k auto is for neighbors"
    ),
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
      "/d.csv --header present --missing drop --detector knn --scorer knn",
      "--scorer gives probabilities, which knn would not look at"
    ),
    (
      "/d.csv --header present --missing drop --detector knn --trusted /d.csv",
      "holds rows of their own, which knn would not look at"
    ),
    ("/d.csv --trusted /t.csv --fdr 1", "--fdr is 1.0; allowed: above 0, below 1"),
    ("/d.csv --fdr 0.1", "--fdr compares labels with trusted rows; give them with --trusted FILE"),
    (
      "--pred-probs /p.csv --labels /y.csv --trusted /t.csv --fdr 0.1",
      "--fdr looks at the features of DATA, but there are probabilities alone"
    ),
    (
      "/d.csv --id name --missing drop --header present --ignore who --ignore sure --k 3",
      "--k is the number of neighbors, which default would not look at"
    ),
    ("@breastcancer --trusted 0", "@breastcancer is bundled, with its columns known"),
  ])
  func `what is wrong is told before anything is written`(line: String, reason: String) throws {
    let before = data.folder.contents
    let message = data.refusal(line)
    #expect(message.contains(reason), "\(message)")
    #expect(data.folder.contents == before)
  }

  @Test func `too little is left to judge`() throws {
    try data.write("all.csv", "row,label\n0,a\n1,a\n2,a\n7,a\n")
    #expect(
      data.refusal(
        "/d.csv \(ScanFolder.columns) --ignore who --ignore sure --trusted /all.csv --detector knn --k 1"
      )
      .contains(
        "d.csv: found 4 trusted rows, and beside them only one class, 'b'"))
    #expect(
      data.refusal("--pred-probs /p.csv --labels /y.csv --trusted /all.csv")
        .contains("y.csv: found only one class, 'b'; allowed: labels of at least two classes"))
    try data.write("none.csv", "sure,x,y\nfalse,1,a\nfalse,2,b\n")
    #expect(
      data.refusal("/none.csv --trusted sure")
        .contains("none.csv, column 'sure': found no row that is trusted"))
  }
}
