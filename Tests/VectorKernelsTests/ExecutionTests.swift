import Testing
import VectorKernels

@Suite struct ExecutionTests {
  @Test(arguments: [1, 2, 8])
  func `results are in order on any number of threads`(threads: Int) {
    let execution = Execution(threadCount: threads)
    #expect(execution.map(count: 100) { $0 * $0 } == (0..<100).map { $0 * $0 })
    #expect(execution.mapBlocks(of: 10, size: 4) { $0 } == [0..<4, 4..<8, 8..<10])
    #expect(execution.map(count: 0) { $0 }.isEmpty)
  }
}
