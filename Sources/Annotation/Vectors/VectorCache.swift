import Foundation
import Journal
import Learning
import TensorFiles
import Threads

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Vectors of texts in a file, so that they are made once: a copy of what can be made again, safe to delete at any time.
///
/// The file begins with the line `tocsin vectors 1 DIGEST ARITHMETIC WIDTH`: which encoder they are from, and how many numbers
/// a vector has. Records of equal length follow: the key of a text (8 bytes), a scale (a 32-bit floating-point number),
/// WIDTH whole numbers of a byte each, and the CRC-32C of all that (4 bytes); little-endian. A record that does not match its
/// checksum is passed over, a cut-off last one is taken away. What another encoder has left there is replaced; a file that
/// does not begin so is left alone.
///
/// Vectors that nobody but the file's owner may write to are mapped, not read, so that all programs on the same messages share
/// their memory. Whole records are therefore never cut off or written over where they stand: what another encoder has left is replaced by
/// a new file, which is renamed over it, and who has the old one mapped keeps it. Other programs that do so end those that have it
/// mapped, or change their vectors, as with ``FeatureCache``.
public final class VectorCache: Sendable {
    /// Where it is.
    public let path: String
    private let digest: String
    private let arithmetic: String

    /// - Parameters:
    ///   - digest: tells the encoder from others; without spaces.
    ///   - arithmetic: likewise.
    public init(path: String, digest: String, arithmetic: String) {
        self.path = path
        self.digest = digest
        self.arithmetic = arithmetic
    }

    /// Why vectors are made but not stored.
    public struct Failure: Error, Hashable, CustomStringConvertible {
        let path: String
        let reason: String

        public var description: String { "vectors are not kept in \(path): \(reason)" }
    }

    /// What all such files begin with.
    private static let beginning = "tocsin vectors 1 "
    private static let longestHeader = 200
    private static let largestWidth = 65_536
    private static let bytesARead = 1 << 20

    private func header(_ width: Int) -> String { "\(Self.beginning)\(digest) \(arithmetic) \(width)\n" }

    /// A sound record, for as long as nobody goes on to the next.
    struct Record {
        let key: UInt64
        let scale: Float
        let numbers: UnsafeBufferPointer<Int8>
        /// Where the numbers stand for longer than that; nil where they do not.
        let place: (file: MappedFile, offset: Int)?

        /// Adds the vector to others, without a copy of its numbers where that can be.
        ///
        /// - Returns: whether it is one.
        func append(to vectors: inout QuantizedVectors) -> Bool {
            guard let place else { return vectors.append(numbers: numbers, scale: scale) }
            return vectors.append(numbersIn: place.file, at: place.offset, scale: scale)
        }
    }

    /// Calls `body` with each sound record of this encoder's, in the order of the file.
    ///
    /// - Parameters:
    ///   - isShared: whether the records count only where they can be mapped.
    ///   - body: a record; the width is that of its numbers.
    /// - Returns: the width; nil where there is no such file, or one of another encoder.
    /// - Complexity: O(bytes of the file), in memory of a megabyte.
    func read(isShared: Bool = false, _ body: (Record) -> Void) -> Int? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard let (width, start) = place(descriptor) else { return nil }
        let size = Self.recordSize(width)
        if let file = map(descriptor) {
            file.withUnsafeBytes { bytes in
                for offset in stride(from: start, through: bytes.count - size, by: size) {
                    let record = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size])
                    Self.take(record, at: (file, offset), body)
                }
            }
            return width
        }
        guard !isShared else { return nil }
        var bytes = [UInt8](repeating: 0, count: size * max(1, Self.bytesARead / size))
        var offset = start
        while true {
            let count = bytes.withUnsafeMutableBytes { DescriptorBytes.read(descriptor, $0, at: offset) }
            let whole = count / size
            guard whole > 0 else { return width }
            bytes.withUnsafeBytes { bytes in
                for record in 0..<whole {
                    Self.take(
                        UnsafeRawBufferPointer(rebasing: bytes[record * size..<(record + 1) * size]), at: nil, body)
                }
            }
            offset += whole * size
        }
    }

    /// The file, if only its owner may write to it.
    private func map(_ descriptor: Int32) -> MappedFile? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, FileSharing(of: path).trusts(status) else { return nil }
        return MappedFile(descriptor: descriptor, count: Int(status.st_size))
    }

    private static func take(
        _ record: UnsafeRawBufferPointer, at place: (file: MappedFile, offset: Int)?, _ body: (Record) -> Void
    ) {
        let end = record.count - checksumSize
        let sum = UInt32(littleEndian: record.loadUnaligned(fromByteOffset: end, as: UInt32.self))
        let summed = UnsafeRawBufferPointer(rebasing: record[..<end])
        guard summed.withMemoryRebound(to: UInt8.self, { CRC32C.checksum($0) }) == sum else { return }
        let key = UInt64(littleEndian: record.loadUnaligned(as: UInt64.self))
        let scale = Float(
            bitPattern: UInt32(littleEndian: record.loadUnaligned(fromByteOffset: keySize, as: UInt32.self)))
        let numbers = UnsafeRawBufferPointer(rebasing: record[numbersStart..<end])
        numbers.withMemoryRebound(to: Int8.self) { numbers in
            body(
                Record(
                    key: key, scale: scale, numbers: numbers, place: place.map { ($0.file, $0.offset + numbersStart) }))
        }
    }

    /// The file, open for more records; the only one who may write to it has it locked until it is closed.
    ///
    /// - Throws: ``Failure`` where it is somebody else's, locked, or cannot be written.
    func writer(width: Int) throws(Failure) -> Writer {
        // Another program may put a file of its own in the place of the one that was opened. Who is always faster writes there.
        for _ in 0..<Self.attempts {
            let descriptor = open(
                path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, FileMode.ofNewFile(at: path))
            guard descriptor >= 0 else {
                throw errno == ELOOP ? Failure(path: path, reason: "it is a link to another file") : failure()
            }
            do throws(Failure) {
                if try prepare(descriptor, width) { return Writer(descriptor: descriptor, path: path, width: width) }
            } catch {
                DescriptorBytes.closeLocked(descriptor)
                throw error
            }
            DescriptorBytes.closeLocked(descriptor)
        }
        throw Failure(path: path, reason: Self.locked)
    }

    private static let attempts = 3
    private static let locked = "another program writes to it"

    /// - Returns: whether the open file is the one to write to; false where another has taken its place.
    private func prepare(_ descriptor: Int32, _ width: Int) throws(Failure) -> Bool {
        guard DescriptorBytes.length(descriptor) != nil else { throw Failure(path: path, reason: "it is no file") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Failure(path: path, reason: Self.locked) }
        guard NewFile.isName(path, of: descriptor) else { return false }
        // Not before the lock: whoever had it may have written to the end.
        guard let length = DescriptorBytes.length(descriptor) else { throw failure() }
        guard length == 0 || isOurs(descriptor) else {
            throw Failure(path: path, reason: "a file of that name is there that this program did not write")
        }
        guard fchmod(descriptor, FileMode.ofNewFile(at: path)) == 0 else { throw failure() }
        let header = Array(header(width).utf8)
        if let (known, start) = place(descriptor), known == width {
            let size = Self.recordSize(width)
            // Nobody has mapped more of the last record than can be read of it.
            guard ftruncate(descriptor, off_t(start + (length - start) / size * size)) == 0 else { throw failure() }
            return true
        }
        if length == 0 {
            guard DescriptorBytes.write(header[...], to: descriptor, at: 0) else { throw failure() }
            return true
        }
        guard let place = NewFile.begin(beside: path, kind: Array(Self.beginning.utf8)) else { throw failure() }
        // The next attempt opens what is there then.
        guard case .new(let file) = place else { return false }
        guard header.withUnsafeBytes(file.append), file.takePlace() else { throw failure() }
        return false
    }

    private func failure() -> Failure { Failure(path: path, reason: String(cString: strerror(errno))) }

    /// Adds records to a file.
    final class Writer: Sendable {
        private let descriptor: Int32
        private let path: String
        private let width: Int

        fileprivate init(descriptor: Int32, path: String, width: Int) {
            self.descriptor = descriptor
            self.path = path
            self.width = width
        }

        deinit { DescriptorBytes.closeLocked(descriptor) }

        /// Adds vectors; those that were written in part are taken away again by whoever writes next.
        func append(_ keys: [UInt64], _ vectors: QuantizedVectors, from first: Int) throws(Failure) {
            precondition(vectors.width == width, "vectors of another width")
            var bytes: [UInt8] = []
            bytes.reserveCapacity(keys.count * VectorCache.recordSize(width))
            for (position, key) in keys.enumerated() {
                let start = bytes.count
                VectorCache.append(key, to: &bytes)
                VectorCache.append(vectors.scale(first + position).bitPattern, to: &bytes)
                for number in vectors.numbers(first + position) { bytes.append(UInt8(bitPattern: number)) }
                let sum = bytes.withUnsafeBufferPointer { CRC32C.checksum(UnsafeBufferPointer(rebasing: $0[start...])) }
                VectorCache.append(sum, to: &bytes)
            }
            guard let length = DescriptorBytes.length(descriptor),
                DescriptorBytes.write(bytes[...], to: descriptor, at: length)
            else { throw Failure(path: path, reason: String(cString: strerror(errno))) }
        }
    }

    // MARK: Bytes

    private static let keySize = 8
    /// Behind key and scale.
    private static let numbersStart = keySize + 4
    private static let checksumSize = 4

    private static func recordSize(_ width: Int) -> Int { numbersStart + width + checksumSize }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private func isOurs(_ descriptor: Int32) -> Bool { firstBytes(descriptor).starts(with: Self.beginning.utf8) }

    private func firstBytes(_ descriptor: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.longestHeader)
        let count = bytes.withUnsafeMutableBytes { DescriptorBytes.read(descriptor, $0, at: 0) }
        return Array(bytes.prefix(count))
    }

    /// The width of this encoder's records and where the first begins; nil for any other file.
    private func place(_ descriptor: Int32) -> (width: Int, start: Int)? {
        guard DescriptorBytes.length(descriptor) != nil else { return nil }
        let bytes = firstBytes(descriptor)
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let line = String(decoding: bytes[..<end], as: UTF8.self)
        guard let number = line.split(separator: " ").last, let width = Int(number),
            (1...Self.largestWidth).contains(width),
            line + "\n" == header(width)
        else { return nil }
        return (width, end + 1)
    }
}
