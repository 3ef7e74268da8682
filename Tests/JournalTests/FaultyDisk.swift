import Foundation
import Threads

@testable import Journal

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A disk in memory that keeps what was synced apart from what was only written, and that fails when told to.
///
/// After a failed sync the written bytes count as clean, as they do on Linux: a second sync answers success without
/// writing them. Only bytes written anew can still reach the disk.
final class FaultyDisk: FileSystem {
    /// A call to the disk.
    enum Call: Hashable {
        case open(String)
        case stat, read, append, truncate, sync, lock, rename, link, replace, remove, syncFolder
    }

    enum Fault: Sendable {
        case error(Int32)
        /// Only half of the bytes are written.
        case half
    }

    final class File {
        /// What programs see.
        var bytes: [UInt8] = []
        /// What the disk holds.
        var durable: [UInt8] = []
        var isDirty = false
        var lockedBy: Int?
        let number: UInt64

        init(number: UInt64) { self.number = number }
    }

    struct Contents {
        var files: [UInt64: File] = [:]
        /// Names as programs see them.
        var names: [String: UInt64] = [:]
        /// Names as the disk holds them.
        var durableNames: [String: UInt64] = [:]
        var nextNumber: UInt64 = 1
        var calls = 0
        var fault: @Sendable (Int, Call) -> Fault? = { _, _ in nil }
    }

    /// Files are only touched inside the lock.
    private struct Box: @unchecked Sendable {
        var contents = Contents()
    }

    private let box = Lock(Box())
    private let delay = Lock<@Sendable (String, Call) -> Void>({ _, _ in })

    /// Lets calls wait, by the file's name and what the call is: as a disk does that takes its time, or never answers.
    func pause(_ delay: @escaping @Sendable (String, Call) -> Void) {
        self.delay.withLock { $0 = delay }
    }

    private func wait(_ path: String, _ call: Call) {
        // Outside the lock: what waits keeps no other file waiting.
        let delay = delay.withLock { $0 }
        delay(path, call)
    }

    /// Decides which calls fail, from the number of the call and what it is.
    func fail(_ fault: @escaping @Sendable (Int, Call) -> Fault?) {
        box.withLock { $0.contents.fault = fault }
    }

    func work() { fail { _, _ in nil } }

    var calls: Int { box.withLock { $0.contents.calls } }

    // MARK: What other programs do

    subscript(path: String) -> [UInt8]? {
        get { box.withLock { box in box.contents.names[path].flatMap { box.contents.files[$0]?.bytes } } }
        set {
            box.withLock { box in
                guard let newValue else {
                    box.contents.names[path] = nil
                    return
                }
                let file = Self.add(to: &box.contents, path)
                file.bytes = newValue
                file.durable = newValue
                box.contents.durableNames[path] = file.number
            }
        }
    }

    /// Changes a file in its place.
    func change(_ path: String, _ change: @Sendable (inout [UInt8]) -> Void) {
        box.withLock { box in
            guard let number = box.contents.names[path], let file = box.contents.files[number] else { return }
            change(&file.bytes)
            file.isDirty = true
        }
    }

    func rename(from path: String, to other: String) {
        box.withLock { box in
            box.contents.names[other] = box.contents.names.removeValue(forKey: path)
        }
    }

    /// The disk after the power came back: what was synced, and any part of what was not.
    func afterPowerCut(seed: UInt64) -> FaultyDisk {
        var random = Generator(state: seed)
        let after = FaultyDisk()
        box.withLock { box in
            let contents = box.contents
            var names = contents.durableNames
            // A name that was not synced may have reached the disk all the same.
            for (name, number) in contents.names where names[name] != number && random.next() % 2 == 0 {
                names[name] = number
            }
            for (name, number) in names {
                guard let file = contents.files[number] else { continue }
                after[name] = random.next() % 4 == 0 ? file.bytes : Self.survivors(of: file, &random)
            }
        }
        return after
    }

    /// The durable bytes, then as much of the written ones as the disk got to; perhaps zeros where data were to come.
    private static func survivors(of file: File, _ random: inout Generator) -> [UInt8] {
        let common = zip(file.bytes, file.durable).prefix { $0 == $1 }.count
        if file.bytes.count <= file.durable.count { return random.next() % 2 == 0 ? file.durable : file.bytes }
        guard common == file.durable.count else { return file.durable }
        let extra = Int(random.next() % UInt64(file.bytes.count - common + 1))
        let end = common + extra
        if random.next() % 5 == 0 {
            let zeros = Int(random.next() % UInt64(extra + 1))
            return file.bytes[..<(end - zeros)] + [UInt8](repeating: 0, count: zeros)
        }
        return Array(file.bytes[..<end])
    }

    // MARK: FileSystem

    private static func add(to contents: inout Contents, _ path: String) -> File {
        let file = File(number: contents.nextNumber)
        contents.nextNumber += 1
        contents.files[file.number] = file
        contents.names[path] = file.number
        return file
    }

    /// Counts a call and lets it fail.
    private func call<Result>(
        _ call: Call, _ body: (inout Contents) throws(SystemError) -> sending Result
    ) throws(SystemError) -> Result {
        try box.withLock { (box) throws(SystemError) in
            box.contents.calls += 1
            if case .error(let code)? = box.contents.fault(box.contents.calls, call) { throw SystemError(code: code) }
            return try body(&box.contents)
        }
    }

    func open(_ path: String, _ access: FileAccess) throws(SystemError) -> any OpenFile {
        let number = try call(.open(path)) { (contents) throws(SystemError) -> UInt64 in
            if let number = contents.names[path] {
                if access == .creating { throw .alreadyThere }
                return number
            }
            if access == .reading { throw .missing }
            return Self.add(to: &contents, path).number
        }
        return Handle(disk: self, path: path, number: number, owner: Int.random(in: 1 ... .max))
    }

    func resolved(_ path: String) -> String { path }

    func identity(of path: String) throws(SystemError) -> FileIdentity {
        try call(.stat) { (contents) throws(SystemError) -> FileIdentity in
            guard let number = contents.names[path] else { throw .missing }
            return FileIdentity(device: 1, number: number)
        }
    }

    func rename(_ path: String, to other: String) throws(SystemError) {
        try call(.rename) { (contents) throws(SystemError) -> Void in
            guard contents.names[other] == nil else { throw .alreadyThere }
            contents.names[other] = contents.names.removeValue(forKey: path)
        }
    }

    func link(_ path: String, as other: String) throws(SystemError) {
        try call(.link) { (contents) throws(SystemError) -> Void in
            guard let number = contents.names[path] else { throw .missing }
            guard contents.names[other] == nil else { throw .alreadyThere }
            contents.names[other] = number
        }
    }

    func replace(_ path: String, by other: String) throws(SystemError) {
        try call(.replace) { (contents) throws(SystemError) -> Void in
            guard let number = contents.names.removeValue(forKey: other) else { throw .missing }
            contents.names[path] = number
        }
    }

    func remove(_ path: String) throws(SystemError) {
        try call(.remove) { (contents) throws(SystemError) -> Void in contents.names[path] = nil }
    }

    func syncFolder(of path: String) throws(SystemError) {
        try call(.syncFolder) { (contents) throws(SystemError) -> Void in contents.durableNames = contents.names }
    }

    private struct Handle: OpenFile {
        let disk: FaultyDisk
        let path: String
        let number: UInt64
        let owner: Int

        private func use<Result>(
            _ call: Call, _ body: (File, Fault?) throws(SystemError) -> sending Result
        ) throws(SystemError) -> Result {
            disk.wait(path, call)
            return try disk.box.withLock { (box) throws(SystemError) in
                box.contents.calls += 1
                let fault = box.contents.fault(box.contents.calls, call)
                guard let file = box.contents.files[number] else { throw .missing }
                if case .error(let code)? = fault {
                    if call == .sync { file.isDirty = false }
                    throw SystemError(code: code)
                }
                return try body(file, fault)
            }
        }

        func state() throws(SystemError) -> FileState {
            try use(.stat) { file, _ in
                FileState(identity: FileIdentity(device: 1, number: file.number), length: file.bytes.count)
            }
        }

        func read(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
            try use(.read) { file, _ in Array(file.bytes.dropFirst(offset).prefix(count)) }
        }

        func append(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
            try use(.append) { file, fault in
                let part = fault == nil ? bytes : bytes.prefix((bytes.count + 1) / 2)
                file.bytes += part
                file.isDirty = true
                return part.count
            }
        }

        func truncate(to length: Int) throws(SystemError) {
            try use(.truncate) { file, _ in
                file.bytes.removeLast(max(0, file.bytes.count - length))
                file.isDirty = true
            }
        }

        func sync() throws(SystemError) {
            try use(.sync) { file, _ in
                if file.isDirty { file.durable = file.bytes }
                file.isDirty = false
            }
        }

        func lock() throws(SystemError) -> Bool {
            try use(.lock) { file, _ in
                if let holder = file.lockedBy, holder != owner { return false }
                file.lockedBy = owner
                return true
            }
        }

        func close() {
            disk.box.withLock { box in
                guard let file = box.contents.files[number], file.lockedBy == owner else { return }
                file.lockedBy = nil
            }
        }
    }
}

/// SplitMix64 (G. Steele, D. Lea, C. Flood, 2014, DOI 10.1145/2660193.2660195).
struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
