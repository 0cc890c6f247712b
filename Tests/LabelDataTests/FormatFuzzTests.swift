import ArrayFiles
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Spoilt files must give a checked data set or a named error; a trap ends the process and so the test.
@Suite struct FormatFuzzTests {
  /// How many files are tried, and the first of the seeds.
  private static func setting(_ name: String, _ usual: Int) -> Int {
    guard let value = unsafe getenv(name) else { return usual }
    return unsafe Int(String(cString: value)) ?? usual
  }

  @Test func `spoilt files give a checked data set or a named error`() throws {
    let folder = try TemporaryFolder()
    let count = Self.setting("FLIPGUARD_FUZZ_INPUTS", 3000)
    let seed = Self.setting("FLIPGUARD_FUZZ_SEED", 1)
    var fuzzer = try Fuzzer(seed: UInt64(truncatingIfNeeded: seed), folder: folder)
    var readable: [String: Int] = [:]
    for number in 0..<count {
      let input = fuzzer.next()
      do {
        try check(input)
        readable[input.format.id, default: 0] += 1
      } catch let error as FormatError {
        #expect(!error.file.isEmpty && !error.found.isEmpty && !error.allowed.isEmpty)
      } catch let error as FileError {
        #expect(error.description.hasPrefix("input"))
      } catch {
        Issue.record("file \(number) (\(input.format.id)): \(error)")
      }
      if number % 8 == 0 { rewrite(input, number: number) }
    }
    // A fuzzer whose files are all broken at the start would test little.
    for sample in FormatCase.all { #expect(readable[sample.format.id, default: 0] > 0) }
    print("fuzzed \(count) files; readable: \(readable.sorted { $0.key < $1.key })")
  }

  private func check(_ input: Fuzzer.Input) throws {
    let read = try DatasetFile.read(
      bytes: input.bytes, name: "input", as: input.format, options: input.options,
      execution: .serial)
    let dataset = read.dataset
    #expect(dataset.features.firstNonFinite == nil)
    #expect(dataset.labels.count == dataset.rowCount)
    #expect(read.keptRows.map { $0.count == dataset.rowCount } ?? true)
    #expect(dataset.ids.map { $0.count == dataset.rowCount } ?? true)
  }

  private func rewrite(_ input: Fuzzer.Input, number: Int) {
    let edits = LabelEdits(relabeled: [0: "1", 1: "a"], removed: [number % 3])
    do {
      var output = try OutputFile(path: "/dev/null")
      try input.format.rewrite(
        ByteReader(bytes: input.bytes, name: "input"), options: input.options, edits: edits,
        to: &output)
      try output.commit()
    } catch {
      #expect(error is FormatError || error is FileError, "file \(number): \(error)")
    }
  }
}
