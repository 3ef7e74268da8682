import Foundation
import Journal
import Learning
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

    /// Calls `body` with each sound record of this encoder's, in the order of the file.
    ///
    /// - Parameter body: key, numbers, scale; the width is that of the numbers.
    /// - Returns: the width; nil where there is no such file, or one of another encoder.
    /// - Complexity: O(bytes of the file), in memory of a megabyte.
    func read(_ body: (UInt64, UnsafeBufferPointer<Int8>, Float) -> Void) -> Int? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard let (width, start) = place(descriptor) else { return nil }
        let size = Self.recordSize(width)
        var bytes = [UInt8](repeating: 0, count: size * max(1, Self.bytesARead / size))
        var offset = start
        while true {
            let count = bytes.withUnsafeMutableBytes { DescriptorBytes.read(descriptor, $0, at: offset) }
            let whole = count / size
            guard whole > 0 else { return width }
            bytes.withUnsafeBufferPointer { bytes in
                for record in 0..<whole {
                    Self.take(UnsafeBufferPointer(rebasing: bytes[record * size..<(record + 1) * size]), body)
                }
            }
            offset += whole * size
        }
    }

    private static func take(
        _ record: UnsafeBufferPointer<UInt8>, _ body: (UInt64, UnsafeBufferPointer<Int8>, Float) -> Void
    ) {
        let raw = UnsafeRawBufferPointer(record)
        let end = record.count - 4
        let sum = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: end, as: UInt32.self))
        guard CRC32C.checksum(UnsafeBufferPointer(rebasing: record[..<end])) == sum else { return }
        let key = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
        let scale = Float(
            bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
        let numbers = UnsafeRawBufferPointer(rebasing: raw[12..<end])
        numbers.withMemoryRebound(to: Int8.self) { body(key, $0, scale) }
    }

    /// The file, open for more records; the only one who may write to it has it locked until it is closed.
    ///
    /// - Throws: ``Failure`` where it is somebody else's, locked, or cannot be written.
    func writer(width: Int) throws(Failure) -> Writer {
        let descriptor = open(
            path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, FileMode.ofNewFile(at: path))
        guard descriptor >= 0 else {
            throw errno == ELOOP ? Failure(path: path, reason: "it is a link to another file") : failure()
        }
        do throws(Failure) {
            try prepare(descriptor, width)
        } catch {
            close(descriptor)
            throw error
        }
        return Writer(descriptor: descriptor, path: path, width: width)
    }

    private func prepare(_ descriptor: Int32, _ width: Int) throws(Failure) {
        guard DescriptorBytes.length(descriptor) != nil else { throw Failure(path: path, reason: "it is no file") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw Failure(path: path, reason: "another program writes to it")
        }
        // Not before the lock: whoever had it may have written to the end.
        guard let length = DescriptorBytes.length(descriptor) else { throw failure() }
        guard length == 0 || isOurs(descriptor) else {
            throw Failure(path: path, reason: "a file of that name is there that this program did not write")
        }
        guard fchmod(descriptor, FileMode.ofNewFile(at: path)) == 0 else { throw failure() }
        let header = Array(header(width).utf8)
        if let (known, start) = place(descriptor), known == width {
            let size = Self.recordSize(width)
            guard ftruncate(descriptor, off_t(start + (length - start) / size * size)) == 0 else { throw failure() }
        } else {
            guard ftruncate(descriptor, 0) == 0, DescriptorBytes.write(header[...], to: descriptor, at: 0) else {
                throw failure()
            }
        }
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

        deinit { close(descriptor) }

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

    private static func recordSize(_ width: Int) -> Int { 8 + 4 + width + 4 }

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
