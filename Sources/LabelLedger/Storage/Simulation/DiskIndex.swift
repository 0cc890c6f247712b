/// Where the records of a simulated disk lie, by what they are found by.
///
/// Only places are kept: what a record says is read from the device each time, so that a fault of the device shows.
struct DiskIndex: Sendable {
  var locations: [DiskRecord.Key: RecordLog.Location] = [:]
  var size: UInt64 = 0
  var leaves: [Hash: UInt64] = [:]
  var histories: [MemoryState.ExampleKey: [UInt64]] = [:]

  /// Takes a record in that lies on the device.
  mutating func add(_ record: DiskRecord, at location: RecordLog.Location) throws(StorageError) {
    guard let key = record.key else {
      locations = locations.filter { !$0.key.isState }
      return
    }
    locations[key] = location
    guard case .entry(let index, let entry, let dataset, let example) = record else { return }
    guard index == size else { throw .damaged("entry \(size) is missing") }
    size += 1
    leaves[entry.leafHash] = index
    if let example {
      let key = MemoryState.ExampleKey(dataset: dataset, example: example)
      histories[key, default: []].append(index)
    }
  }
}
