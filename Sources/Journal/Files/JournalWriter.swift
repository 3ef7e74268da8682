import Notation

/// The one who writes a journal's file: belongs to one thread.
///
/// Before every write, and now and then without one, it looks whether the file is still what it wrote: there under its
/// name, as long as it was, ending as it ended. What is missing it writes again; what is not its own it never touches.
struct JournalWriter {
    /// Why a line is not on the disk.
    enum Failure: Error, Hashable {
        /// The machine refused.
        case system(SystemError)
        /// A file that is not the journal has its name.
        case displaced
        /// Another program has written over what was saved.
        case overwritten
        /// It is not as it was saved, and is not kept in memory.
        case changed
        /// Another program has cut off what is not kept in memory.
        case cutShort

        /// In words.
        var reason: String {
            switch self {
            case .system(let error): error.description
            case .displaced: "another file is in the journal's place: move it away, and the journal is written anew"
            case .overwritten: "another program has overwritten the journal: move it away, and it is written anew"
            case .changed: "the journal was changed by another program, and is too long to be kept in memory"
            case .cutShort: "another program has cut the journal short, which is too long to be mended"
            }
        }
    }

    /// Where the file is; links resolved, so that a name of our own making never follows one.
    private(set) var path: String
    private let files: any FileSystem
    private var file: any OpenFile
    /// The bytes that are on the disk, as far as they are kept in memory; for when another program cuts the file short.
    private let saved: @Sendable () -> [UInt8]?
    /// How many they are.
    private var length: Int
    /// How the good bytes end: tells a file that was overwritten in its place.
    private var ending: [UInt8]
    /// What a failed try may have left behind the good bytes.
    private var attempted: [UInt8] = []
    /// What the journal becomes before anything is written to it.
    private var carried: CarriedJournal?
    /// Whether the folder may still have the old journal by this name.
    private var owesFolder = false
    /// What had to be put right, for the annotator.
    private(set) var notice: String?

    /// - Parameters:
    ///   - contents: what the file holds.
    ///   - carried: the same in format 2, where it is of format 1.
    ///   - saved: all that was written, in format 2; nil when it is too much to be kept.
    init(
        path: String, file: any OpenFile, in files: any FileSystem, contents: [UInt8], carried: CarriedJournal? = nil,
        saved: @escaping @Sendable () -> [UInt8]?
    ) {
        self.path = path
        self.file = file
        self.files = files
        self.saved = saved
        self.carried = carried
        length = contents.count
        ending = Array(contents.suffix(Self.endingLength))
    }

    /// Writes a new file that holds these bytes, and goes on there.
    init(
        creating path: String, in files: any FileSystem, contents: [UInt8], saved: @escaping @Sendable () -> [UInt8]?
    ) throws(Failure) {
        let file = try Self.asking { () throws(SystemError) in try Self.create(path, contents, in: files) }
        self.init(path: files.resolved(path), file: file, in: files, contents: contents, saved: saved)
    }

    private static let endingLength = 64

    /// One try to bring lines to the disk; with no lines it only looks after the file.
    mutating func write(_ bytes: [UInt8]) throws(Failure) {
        try lookAfterFile()
        guard !bytes.isEmpty else { return }
        if let carried { try carry(carried) }
        if owesFolder {
            try Self.asking { () throws(SystemError) in try files.syncFolder(of: path) }
            owesFolder = false
        }
        attempted = bytes
        try Self.asking { () throws(SystemError) in
            try file.appendAll(bytes[...])
            // Not before this may a line be called saved. A sync that failed says nothing about the next one: the
            // kernel may have dropped the bytes. So the next try cuts them off and writes them again.
            try file.sync()
        }
        grow(by: bytes)
    }

    /// Copies everything, with bytes that are not saved yet, to a new file, and goes on there.
    ///
    /// - Returns: all that the new file holds.
    mutating func move(to other: String, with bytes: [UInt8]) throws(Failure) -> [UInt8] {
        let before: [UInt8]
        if let carried { before = carried.bytes } else { before = try everything() }
        let all = before + bytes
        let fresh = try Self(creating: other, in: files, contents: all, saved: saved)
        close()
        self = fresh
        return all
    }

    mutating func takeNotice() -> String? {
        defer { notice = nil }
        return notice
    }

    func close() { file.close() }

    /// What the machine refuses is a failure of this writer.
    private static func asking<Answer>(_ machine: () throws(SystemError) -> Answer) throws(Failure) -> Answer {
        do throws(SystemError) { return try machine() } catch { throw .system(error) }
    }

    /// Puts the journal of format 2 in the place of the old one, which stays beside it; at any moment one of the two is there,
    /// whole.
    private mutating func carry(_ carried: CarriedJournal) throws(Failure) {
        let (place, files) = (path, files)
        let (fresh, kept) = try Self.asking { () throws(SystemError) in
            let (fresh, name) = try files.createBeside(place)
            do throws(SystemError) {
                // Before it has the journal's name, so that no other program takes it.
                _ = try fresh.lock()
                try fresh.appendAll(carried.bytes[...])
                try fresh.sync()
                let kept = try files.keepOld(place) { CarriedJournal.place(ofOld: place, $0) }
                try files.replace(place, by: name)
                return (fresh, kept)
            } catch {
                fresh.close()
                try? files.remove(name)
                throw error
            }
        }
        file.close()
        (file, self.carried, owesFolder, attempted) = (fresh, nil, true, [])
        length = carried.bytes.count
        ending = Array(carried.bytes.suffix(Self.endingLength))
        notice = "the journal has format 2 now; as it was it is in \(kept)"
        if carried.uncheckedCount > 0 {
            notice? +=
                "; "
                + CountText.text(
                    carried.uncheckedCount, "line",
                    one: "had no checksum: nothing shows whether it was changed, and it is marked so",
                    several: "had no checksum: nothing shows whether they were changed, and they are marked so")
        }
    }

    private mutating func grow(by bytes: [UInt8]) {
        length += bytes.count
        ending = Array((ending + bytes.suffix(Self.endingLength)).suffix(Self.endingLength))
        attempted = []
    }

    // MARK: Looking after the file

    private mutating func lookAfterFile() throws(Failure) {
        let there: FileIdentity
        do throws(SystemError) {
            there = try files.identity(of: path)
        } catch {
            guard error == .missing else { throw .system(error) }
            return try restore()
        }
        let state = try Self.asking { () throws(SystemError) in try file.state() }
        guard there == state.identity else { throw .displaced }
        if state.length < length { return try fillUp(from: state.length) }
        let end = try Self.asking { () throws(SystemError) in
            try file.readAll(from: length - ending.count, to: length)
        }
        guard end == ending else { throw .overwritten }
        if state.length > length { try clearTail(to: state.length) }
    }

    /// All that is saved.
    private func everything() throws(Failure) -> [UInt8] {
        if let saved = carried?.old ?? saved() { return saved }
        let bytes = try Self.asking { () throws(SystemError) in try file.readAll(to: length) }
        guard bytes.count == length, bytes.suffix(ending.count).elementsEqual(ending) else { throw .changed }
        return bytes
    }

    /// The file is gone: its bytes are still there for whoever has it open.
    private mutating func restore() throws(Failure) {
        let all = try everything()
        let fresh = try Self.asking { () throws(SystemError) in try Self.create(path, all, in: files) }
        file.close()
        (file, attempted) = (fresh, [])
        notice = "the journal's file was gone; it has been written again"
    }

    /// Another program cut the file short.
    private mutating func fillUp(from shorter: Int) throws(Failure) {
        guard let saved = carried?.old ?? saved() else { throw .cutShort }
        let left = try Self.asking { () throws(SystemError) in try file.readAll(to: shorter) }
        guard left.elementsEqual(saved.prefix(shorter)) else { throw .overwritten }
        try Self.asking { () throws(SystemError) in
            try file.appendAll(saved[shorter...])
            try file.sync()
        }
        attempted = []
        notice = "another program had cut the journal short; it has been made whole"
    }

    /// Bytes behind ours: left by a failed try, or by a program that minds no lock.
    private mutating func clearTail(to end: Int) throws(Failure) {
        let tail = try Self.asking { () throws(SystemError) in try file.readAll(from: length, to: end) }
        if !attempted.starts(with: tail) {
            try Self.asking { () throws(SystemError) in try Self.keep(tail, beside: path, in: files) }
            notice = "another program had written to the journal; its bytes are in \(path).torn"
        }
        try Self.asking { () throws(SystemError) in try file.truncate(to: length) }
    }

    private static func create(
        _ target: String, _ bytes: [UInt8], in files: any FileSystem
    ) throws(SystemError) -> any OpenFile {
        let (fresh, name) = try files.createBeside(target)
        do throws(SystemError) {
            _ = try fresh.lock()
            try fresh.appendAll(bytes[...])
            try fresh.sync()
            try files.rename(name, to: target)
            try files.syncFolder(of: target)
        } catch {
            fresh.close()
            try? files.remove(name)
            throw error
        }
        return fresh
    }

    /// Appends bytes to `PATH.torn`, and has them and the file's name on the disk.
    static func keep(_ bytes: [UInt8], beside path: String, in files: some FileSystem) throws(SystemError) {
        let side = try files.open(path + ".torn", .appendingBeside)
        defer { side.close() }
        try side.appendAll((bytes + [0x0A])[...])
        try side.sync()
        try files.syncFolder(of: path)
    }
}
