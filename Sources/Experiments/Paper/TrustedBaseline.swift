/// The defense beside what its trusted examples achieve on their own.
///
/// To choose k the defense needs a validation set with correct labels. A model trained on these alone never
/// sees a poisoned label: a defense that loses against it has not earned its trusted set.
struct TrustedBaseline: Equatable, Sendable {
  /// The data set.
  let setting: PaperSetting
  /// Error without attack and defense.
  let clean: Double
  /// Error of the defense at a poisoning rate of 20 %.
  let defended: Double
  /// Error of the model trained on the trusted examples alone.
  let trustedOnly: Double

  /// Whether the trusted examples alone do better than the defense.
  var trustedIsBetter: Bool { trustedOnly < defended }

  /// One entry for each headline that was measured.
  static func all(in results: PaperResults) -> [TrustedBaseline] {
    PaperSetting.headlines.compactMap { setting in
      guard let clean = results.error(setting, .none, at: 0),
        let defended = results.error(setting, .knn, at: 0.2),
        let trustedOnly = results.error(setting, .trustedOnly, at: 0.2)
      else { return nil }
      return TrustedBaseline(
        setting: setting, clean: clean, defended: defended, trustedOnly: trustedOnly)
    }
  }
}
