internal import Dispatch
internal import Synchronization

/// Maps in parallel, in order.
func parallelMap<Element: Sendable, Result: Sendable>(
  _ elements: [Element], _ transform: @Sendable (Element) -> Result
) -> [Result] {
  let width = 64
  let chunks = (elements.count + width - 1) / width
  guard chunks > 1 else { return elements.map(transform) }
  let parts = Mutex<[[Result]]>(Array(repeating: [], count: chunks))
  DispatchQueue.concurrentPerform(iterations: chunks) { chunk in
    let part = elements[(chunk * width)..<min(elements.count, (chunk + 1) * width)].map(transform)
    parts.withLock { $0[chunk] = part }
  }
  return parts.withLock { $0 }.flatMap(\.self)
}
