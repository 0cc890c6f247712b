/// How a data file is to be understood.
public struct ReadOptions: Equatable, Sendable {
  /// A column, by its name in the header or its index from 0.
  public enum Column: Equatable, Hashable, Sendable {
    /// The column with this name.
    case name(String)
    /// The column at this position, from 0; negative counts from the end, -1 being the last.
    case index(Int)
  }

  /// What is done with a missing feature value.
  public enum Missing: String, CaseIterable, Sendable {
    /// It is an error (the default).
    case error
    /// The row is left out.
    case drop
    /// The mean of the column's other values takes its place.
    case mean
  }

  /// Whether the first record of a CSV file names the columns.
  public enum Header: String, CaseIterable, Sendable {
    /// It does when a column is asked for by name; else when none of its cells is a number but some cell
    /// of the second record is.
    ///
    /// Numbers that are their own columns' indices are names too, as pandas gives them (`0,1,2,label`): at
    /// least four of them and no others; or fewer, from 0 on and with text behind them or nothing, if a
    /// number stands below text or text below a number. If the second record is of the same kinds, the first
    /// one is a row when its text (its label, where it has no text) occurs in a row again, else an error.
    /// A file without a number in the first two records is an error, since nothing tells names from text.
    case automatic
    /// It does.
    case present
    /// It does not.
    case absent
  }

  /// The column of labels; `nil` means the last one.
  public var label: Column?
  /// The column of ids, if there is one.
  public var id: Column?
  /// The column that tells where each label comes from, if there is one.
  public var group: Column?
  /// The column that tells which labels are known to be correct, if there is one: true or false, 1 or 0.
  public var trusted: Column?
  /// Columns that are no features.
  public var ignored: [Column]
  /// Columns that are categories although (some of) their cells are numbers.
  public var categorical: [Column]
  /// What is done with missing feature values.
  ///
  /// A missing label is always an error, but ``Missing/drop`` also leaves out rows that a table of labels does not
  /// name.
  public var missing: Missing
  /// Whether a CSV file has a header.
  public var header: Header
  /// A second file that holds the labels; then the data file has no label column.
  ///
  /// It holds one label for each row; or it is a table of labels, a CSV file whose header names a column `label`, a
  /// column `id` or `row`, and maybe others. Its lines belong to the rows that they name, in any order: by the ids of the
  /// data, where data and table have such; else by the numbers of rows, from 0, in the column `row` or else `id`. A
  /// CSV column `id` of the data holds the ids unless ``id`` names another, and labels in CSV data are passed over.
  public var labelsFile: String?
  /// The column of a table of labels that tells where each label comes from.
  ///
  /// Reading finds it for a ``group`` whose name is that of no column of the data.
  public var labelsGroup: String?
  /// How a table of labels belongs to the data; reading finds it.
  public internal(set) var labelJoin: LabelJoin?
  /// Whether there must be labels.
  ///
  /// If not, every column of an array file is a feature unless a label column is given; in other formats the
  /// label column is found as always.
  public var needsLabels: Bool
  /// Whether a CSV file of labels has a header.
  ///
  /// If that is to be found out, it has one when it holds one line more than there are rows.
  public var labelsHeader: Header

  /// Makes options; by default the last column holds the labels and missing values are errors.
  public init(
    label: Column? = nil, id: Column? = nil, group: Column? = nil, trusted: Column? = nil,
    ignored: [Column] = [], categorical: [Column] = [], missing: Missing = .error,
    header: Header = .automatic, labelsFile: String? = nil, labelsGroup: String? = nil,
    labelsHeader: Header = .automatic, needsLabels: Bool = true
  ) {
    self.label = label
    self.id = id
    self.group = group
    self.trusted = trusted
    self.ignored = ignored
    self.categorical = categorical
    self.missing = missing
    self.header = header
    self.labelsFile = labelsFile
    self.labelsGroup = labelsGroup
    self.labelsHeader = labelsHeader
    self.needsLabels = needsLabels
  }
}
