#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system says about the call that just failed.
package func systemReason() -> String {
  unsafe String(cString: strerror(errno))
}
