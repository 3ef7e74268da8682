import Foundation

// What clang's libFuzzer calls; it keeps the inputs that reach new code, and changes them further. The first byte of an
// input chooses the reader. An input that breaks a promise ends the process, so that libFuzzer keeps it, too.

@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>
) -> CInt {
    // The tests' own inputs are the first of the collection.
    let given = (1..<Int(count.pointee)).map { String(cString: arguments.pointee[$0]) }
    guard let folder = given.first(where: { !$0.hasPrefix("-") }), folder.isFolder else { return 0 }
    for (number, reader) in HostileReader.all.enumerated() {
        for (index, seed) in reader.seeds.enumerated() {
            let file = URL(fileURLWithPath: folder).appendingPathComponent("\(reader)-\(index)")
            do { try Data([UInt8(number)] + seed).write(to: file) } catch { fatalError("\(file.path): \(error)") }
        }
    }
    return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    guard let choice = input.first else { return 0 }
    let reader = HostileReader.all[Int(choice) % HostileReader.all.count]
    do { try reader.check(Array(input.dropFirst())) } catch { fatalError("\(reader): \(error)") }
    return 0
}

/// Half of the changes are libFuzzer's own, which know what the code compares with; half are those of the tests, which
/// know what the formats are made of.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: CUnsignedInt) -> Int {
    var mutator = Mutator(seed: UInt64(seed))
    guard count > 1, mutator.below(2) == 0 else { return changedByLibFuzzer(start, count, limit) }
    let reader = HostileReader.all[Int(start[0]) % HostileReader.all.count]
    let input = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    let inputs = [input, input, input] + reader.seeds.map { Array($0.utf8) }
    let changed = mutator.mutated(inputs).prefix(limit - 1)
    _ = UnsafeMutableBufferPointer(start: start + 1, count: changed.count).update(fromContentsOf: changed)
    return changed.count + 1
}

@_silgen_name("LLVMFuzzerMutate")
private func changedByLibFuzzer(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int) -> Int

extension String {
    fileprivate var isFolder: Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: self, isDirectory: &isFolder) && isFolder.boolValue
    }
}
