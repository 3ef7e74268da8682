import CDecoding
import Notation

/// Unpacks gzip (RFC 1952), of one member or many, as `cat a.gz b.gz` writes them.
enum Gzip {
    enum Failure: Error {
        /// It ends before its end, or its checksum is wrong, or it never was one.
        case damaged(reason: String)
        case tooLarge(limit: Int)
    }

    /// Texts shrink to a tenth or so; what grows a hundredfold, and is large then, was made to fill the memory.
    static func limit(forPacked count: Int) -> Int {
        max(256 << 20, count.multipliedReportingOverflow(by: 100).partialValue)
    }

    /// - Parameters:
    ///   - limit: bytes that it may unpack to.
    ///   - progress: told how many packed bytes are done; false ends the work.
    /// - Complexity: O(bytes unpacked).
    static func unpacked(
        _ packed: [UInt8], limit: Int, progress: (Int) -> Bool = { _ in true }
    ) throws(Failure) -> [UInt8] {
        var text: [UInt8] = []
        var position = 0
        var room = [UInt8](repeating: 0, count: 1 << 16)
        while position < packed.count {
            // What follows the last member fills up a block of a tape.
            if position > 0, packed[position...].allSatisfy({ $0 == 0 }) { return text }
            guard let stream = tocsin_gzip_open() else { throw .damaged(reason: "there is no memory to unpack it") }
            defer { tocsin_gzip_close(stream) }
            var isWhole = false
            while !isWhole {
                var step = tocsin_step()
                let status = packed.withUnsafeBufferPointer { input in
                    tocsin_gzip_step(
                        stream, input.baseAddress.map { $0 + position }, packed.count - position, &room, room.count,
                        &step)
                }
                position += step.consumed
                guard text.count + step.produced <= limit else { throw .tooLarge(limit: limit) }
                text += room[..<step.produced]
                guard progress(position) else { return [] }
                switch Int(status) {
                case TOCSIN_END: isWhole = true
                case TOCSIN_MORE where step.consumed > 0 || step.produced > 0: continue
                case TOCSIN_MORE:
                    throw .damaged(reason: "it ends too early, after \(CountText.text(text.count, "byte")) of text")
                default:
                    throw .damaged(
                        reason: "what is in it is damaged after \(CountText.text(text.count, "byte")) of text")
                }
            }
        }
        return text
    }
}
