extension [Double] {
  /// The median of ascending numbers, the mean of the two middle ones where there is no middle; 0 without numbers.
  var median: Double { isEmpty ? 0 : (self[(count - 1) / 2] + self[count / 2]) / 2 }
}
