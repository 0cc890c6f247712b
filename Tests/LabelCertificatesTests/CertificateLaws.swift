import LabelCertificates
import LabelContracts
import Testing

/// The laws of ``Certificate``, run on every member of ``Certificates/all``.
@Suite struct CertificateLaws {
  @Test func `ids are distinct`() {
    #expect(Set(Certificates.all.map(\.id)).count == Certificates.all.count)
  }
}
