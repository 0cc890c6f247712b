import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The most memory that this process has had resident so far, in bytes.
///
/// On Linux `getrusage` also counts what the parent had resident before it started this program, so a large
/// parent would hide a small child; the peak in `/proc` is that of the program alone.
func peakResidentBytes() -> Int {
  var usage = rusage()
  #if canImport(Darwin)
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss
  #else
    if let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let peak = status.firstMatch(of: /VmHWM:\s*(\d+) kB/), let kibibytes = Int(peak.1)
    {
      return kibibytes * 1024
    }
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  #endif
}
