import Journal
import Learning
import TensorFiles
import Threads

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The feature rows of a session's texts in a file, so that they are computed once and that all programs on the same messages
/// share the memory that they take: a copy of what can be made again, safe to delete at any time.
///
/// The file begins with the line `tocsin features 1 KEY COUNT`, filled up with spaces to 64 bytes with its line feed: what the
/// rows were computed from (``FeatureKey``), and how many bytes of rows follow (`FeatureBytes`). Behind them stand the CRC-32C of
/// each 1,048,576 bytes of all that, 4 bytes each, and the CRC-32C of those; little-endian. What does not fit in any way
/// is not used.
///
/// The file is mapped, not read. Nobody who uses it cuts or changes it where it stands: a new one is written beside it and renamed, so
/// that programs which have the old one keep it. Another program that cuts it shorter ends those that have it mapped, and one that
/// writes into it changes their rows: no check can prevent that, so a file is taken only where nobody but its owner may
/// write to it.
public final class FeatureCache: Sendable {
    private let header: [UInt8]
    private let rowCount: Int
    private let settings: FeatureSettings
    private let threads: Int
    private let niceness: Int32
    private let isWritten: Bool
    private let path: @Sendable () -> String?

    /// Fewer texts are read again in less time than anyone notices.
    public static let leastTexts = 10_000

    /// The cache of a corpus; of one with few texts nothing is kept.
    ///
    /// - Parameters:
    ///   - settings: of its features.
    ///   - threads: at most so many check the file.
    ///   - isWritten: whether features that are not kept are put there.
    ///   - niceness: how much lower the priority of the thread is that writes; 0 leaves it as it is.
    ///   - path: where it is now, as it goes along when the journal moves; nil while nothing may be kept.
    public init(
        corpus: Corpus, settings: FeatureSettings, leastTexts: Int = leastTexts, threads: Int, isWritten: Bool = true,
        niceness: Int32 = 10, path: @escaping @Sendable () -> String?
    ) {
        header = Array("\(Self.beginning)\(FeatureKey(of: corpus, settings: settings).digits) ".utf8)
        rowCount = corpus.rowCount
        self.settings = settings
        self.threads = threads
        self.niceness = niceness
        self.isWritten = isWritten
        let isWorthIt = corpus.rowCount >= leastTexts && FeatureBytes.areUsable
        self.path = { isWorthIt ? path() : nil }
    }

    /// A vocabulary, and a row over it for each text.
    public typealias Features = (vocabulary: Vocabulary, rows: SparseRows)

    /// What all such files begin with.
    private static let kind = "tocsin features "
    private static let beginning = "\(kind)1 "
    private static let headerCount = 64
    private static let blockCount = 1 << 20

    // MARK: Reading

    /// The features, mapped; nil where they were not kept, or not undamaged.
    ///
    /// - Complexity: O(bytes), shared among the threads.
    func features() -> Features? { path().flatMap { features(at: $0) } }

    private func features(at path: String) -> Features? {
        guard let file = map(path, sharing: FileSharing(of: path)),
            let count = bodyCount(file), Self.isSound(file, Self.headerCount + count, threads: threads)
        else { return nil }
        return FeatureBytes.read(
            file, at: Self.headerCount, count: count, rows: rowCount, settings: settings, threads: threads)
    }

    private func map(_ path: String, sharing: FileSharing) -> MappedFile? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, sharing.trusts(status) else {
            return nil
        }
        return MappedFile(descriptor: descriptor, count: Int(status.st_size))
    }

    /// How many bytes of rows a file has; nil for one of other rows, or of another length than it says.
    private func bodyCount(_ file: MappedFile) -> Int? {
        guard file.count > Self.headerCount else { return nil }
        let line = file.withUnsafeBytes { Array($0.prefix(Self.headerCount)) }
        guard line.starts(with: header) else { return nil }
        let digits = String(decoding: line[header.count...], as: UTF8.self).prefix { $0 != " " }
        guard let count = Int(digits), (0..<file.count).contains(count), line == self.line(count),
            file.count == Self.headerCount + count + Self.checksumCount(Self.headerCount + count)
        else { return nil }
        return count
    }

    private func line(_ count: Int) -> [UInt8] {
        let line = header + Array("\(count)".utf8)
        return line + repeatElement(UInt8(ascii: " "), count: max(0, Self.headerCount - 1 - line.count)) + [0x0A]
    }

    /// Bytes that the checksums of so many bytes take.
    private static func checksumCount(_ count: Int) -> Int { 4 * ((count + blockCount - 1) / blockCount + 1) }

    private static func isSound(_ file: MappedFile, _ count: Int, threads: Int) -> Bool {
        file.withUnsafeBytes { bytes in
            let sums = UnsafeRawBufferPointer(rebasing: bytes[count...])
            func sum(_ place: Int) -> UInt32 {
                UInt32(littleEndian: sums.loadUnaligned(fromByteOffset: 4 * place, as: UInt32.self))
            }
            return checksum(UnsafeRawBufferPointer(rebasing: sums.dropLast(4))) == sum(sums.count / 4 - 1)
        }
            && Parallel.map(checksumCount(count) / 4 - 1, threads: threads) { block in
                file.withUnsafeBytes { bytes in
                    let range = block * blockCount..<min(count, (block + 1) * blockCount)
                    let expected = bytes.loadUnaligned(fromByteOffset: count + 4 * block, as: UInt32.self)
                    return checksum(UnsafeRawBufferPointer(rebasing: bytes[range])) == UInt32(littleEndian: expected)
                }
            }.allSatisfy { $0 }
    }

    private static func checksum(_ bytes: UnsafeRawBufferPointer, after before: UInt32 = 0) -> UInt32 {
        CRC32C.checksum(bytes.bindMemory(to: UInt8.self), after: before)
    }

    // MARK: Writing

    /// Puts features in the place of those that were kept, on a thread of its own. Where that cannot be, nothing is kept, and
    /// nothing is said: the next session computes them as this one has.
    ///
    /// - Parameter use: given the same features, mapped, once they are there: instead of memory of its own.
    func keep(_ features: Features, then use: @escaping @Sendable (Features) -> Void) {
        guard isWritten, path() != nil else { return }
        BackgroundThread.start("features", niceness: niceness) {
            if let kept = self.kept(features) { use(kept) }
        }
    }

    /// The features, mapped, once they are in the file: from others' hands where those have been faster.
    func kept(_ features: Features) -> Features? {
        // Whoever has written meanwhile has written the same. A third time somebody writes other rows there all the time.
        for _ in 0..<3 {
            guard let path = path(), Self.mayReplace(path) else { return nil }
            if let kept = self.features(at: path) { return kept }
            guard let place = NewFile.begin(beside: path, kind: Array(Self.kind.utf8)) else { return nil }
            guard case .new(let file) = place else { continue }
            guard write(features, to: file), file.takePlace() else { return nil }
            return self.features(at: path)
        }
        return nil
    }

    private func write(_ features: Features, to file: NewFile) -> Bool {
        let count = FeatureBytes(features.vocabulary, features.rows).count
        var sums: [UInt32] = []
        var (sum, inBlock) = (UInt32(0), 0)
        var isWritten = true
        func write(_ bytes: UnsafeRawBufferPointer) {
            isWritten = isWritten && file.append(bytes)
            guard isWritten else { return }
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = rest.prefix(Self.blockCount - inBlock)
                sum = Self.checksum(UnsafeRawBufferPointer(rebasing: part), after: sum)
                inBlock += part.count
                rest = rest.dropFirst(part.count)
                guard inBlock == Self.blockCount else { continue }
                sums.append(sum)
                (sum, inBlock) = (0, 0)
            }
        }
        line(count).withUnsafeBytes(write)
        FeatureBytes.forEachPiece(of: features.vocabulary, features.rows, write)
        if inBlock > 0 { sums.append(sum) }
        var tail = sums.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
        let last = tail.withUnsafeBytes { Self.checksum($0) }
        withUnsafeBytes(of: last.littleEndian) { tail.append(contentsOf: $0) }
        return isWritten && tail.withUnsafeBytes(file.append)
    }

    /// Whether there is nothing at a path, or a file of this kind, or an empty one; no link.
    private static func mayReplace(_ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return errno == ENOENT }
        guard status.st_mode & S_IFMT == S_IFREG else { return false }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return status.st_size == 0 || DescriptorBytes.begins(descriptor, with: Array(kind.utf8))
    }
}
