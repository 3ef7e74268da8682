/// Bytes of a file, in memory or mapped, or a part of them.
public struct FileBytes: Sendable {
    private enum Storage: Sendable {
        case memory([UInt8])
        case mapped(MappedFile)
    }

    private let storage: Storage
    private let range: Range<Int>

    /// Bytes in memory.
    public init(_ bytes: [UInt8]) {
        storage = .memory(bytes)
        range = 0..<bytes.count
    }

    /// All bytes of a mapped file, which stays mapped as long as any part of it is kept.
    public init(_ file: MappedFile) {
        storage = .mapped(file)
        range = 0..<file.count
    }

    private init(_ storage: Storage, _ range: Range<Int>) {
        self.storage = storage
        self.range = range
    }

    public var count: Int { range.count }

    /// A part, counted from the first of these bytes; must lie among them. Copies nothing.
    public subscript(part: Range<Int>) -> FileBytes {
        precondition(part.lowerBound >= 0 && part.upperBound <= count, "a part outside of the bytes")
        return FileBytes(storage, range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
    }

    /// A copy in memory.
    public var array: [UInt8] { withUnsafeBytes { Array($0) } }

    /// The bytes, for as long as `body` runs. They may begin at any address.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch storage {
        case .memory(let bytes):
            try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
        case .mapped(let file):
            try file.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
        }
    }

    /// Whole numbers, the lowest byte of each first; what is left over at the end is none.
    public func numbers<Number: FixedWidthInteger & BitwiseCopyable>(as type: Number.Type = Number.self) -> [Number] {
        withUnsafeBytes { bytes in
            (0..<bytes.count / MemoryLayout<Number>.size).map {
                Number(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: type))
            }
        }
    }
}
