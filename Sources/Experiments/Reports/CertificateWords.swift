/// What must be said wherever certified figures stand.
enum CertificateWords {
  /// What an attacker may do, and what must have been fixed before.
  static let threat =
    """
    Certified figures hold for an attacker who changes labels alone: features are trusted, and scaling and \
    hyper-parameters were fixed without looking at the labels.
    """
  /// What ends a certificate.
  static let sanitizing =
    "They hold for that classifier on the labels as given, not after a sanitizer that looks at labels."
}
