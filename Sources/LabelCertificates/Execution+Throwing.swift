internal import LabelContracts
internal import VectorKernels

extension Execution {
  /// Computes `body(0) ... body(count - 1)` on the threads; the first fault in their order is thrown.
  func tryMap<Value: Sendable>(
    count: Int, _ body: @Sendable (Int) throws(CertificateError) -> Value
  ) throws(CertificateError) -> [Value] {
    let results = map(count: count) { item -> Result<Value, CertificateError> in
      do throws(CertificateError) {
        return .success(try body(item))
      } catch {
        return .failure(error)
      }
    }
    var values: [Value] = []
    values.reserveCapacity(count)
    for result in results { values.append(try result.get()) }
    return values
  }
}
