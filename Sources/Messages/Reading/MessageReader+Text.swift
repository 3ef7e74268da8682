extension MessageReader {
    /// The text of a file, as UTF-8: unpacked, and decoded by its mark, by the encoding that was named, or as UTF-8. Bytes that mean nothing stay as they are, to be named with their lines.
    ///
    /// - Throws: ``ReadingError``: it is no text, or text in an encoding that nobody named.
    /// - Complexity: O(bytes).
    func text(of bytes: [UInt8], path: String) throws(ReadingError) -> [UInt8] {
        guard bytes.starts(with: [0x1F, 0x8B]) else { return try unpackedText(of: bytes, path: path) }
        let unpacked: [UInt8]
        do throws(Gzip.Failure) {
            let limit = min(limit, Gzip.limit(forPacked: bytes.count))
            unpacked = try Gzip.unpacked(bytes, limit: limit, progress: progress(over: bytes.count))
        } catch {
            switch error {
            case .tooLarge(let limit): throw .unpacksToTooMuch(path: path, packed: bytes.count, limit: limit)
            case .damaged(let reason): throw .damagedGzip(path: path, reason: reason)
            }
        }
        try checkCancellation(path)
        return try unpackedText(of: unpacked, path: path)
    }

    private func unpackedText(of bytes: [UInt8], path: String) throws(ReadingError) -> [UInt8] {
        if let kind = FileKind(bytes) { throw .notText(path: path, kind: kind) }
        let progress = progress(over: bytes.count)
        // A mark says more than a name: with one encoding for all files, it is the file's own word.
        let marked = CharacterEncoding.marked(in: bytes)
        if let (encoding, length) = marked, !encoding.isUTF8 {
            let text = encoding.decoded(bytes, from: length, progress: progress)
            try checkCancellation(path)
            return text
        }
        if marked == nil, let encoding, !encoding.isUTF8 {
            let text = encoding.decoded(bytes, progress: progress)
            try checkCancellation(path)
            return text
        }
        if encoding == nil {
            if let likely = Self.unmarkedUTF16(bytes) {
                throw .unmarkedUTF16(path: path, option: encodingOption + likely)
            }
            if FileKind.looksBinary(bytes) { throw .noKnownText(path: path, option: encodingOption) }
            if marked == nil, !UTF8Survey.isValid(bytes, threads: threads, monitor: monitor) {
                let survey = UTF8Survey(bytes, progress: progress)
                try checkCancellation(path)
                if survey.isOtherEncoding {
                    throw .otherEncoding(
                        path: path, lines: survey.firstBrokenLines, count: survey.brokenLineCount,
                        guess: EncodingGuess(survey.sample), option: encodingOption)
                }
            }
        }
        try checkCancellation(path)
        return bytes
    }

    /// The name of the UTF-16 that a file without a mark is likely written in: its zeros stand at every other place.
    private static func unmarkedUTF16(_ bytes: [UInt8]) -> String? {
        var zeros = (even: 0, odd: 0)
        let start = bytes.prefix(1 << 16)
        for (place, byte) in start.enumerated() where byte == 0 {
            if place.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
        }
        // Line ends, digits and separators alone make more than one of thirty in any script.
        guard max(zeros.even, zeros.odd) >= 4, max(zeros.even, zeros.odd) * 60 > start.count else { return nil }
        if zeros.odd > 20 * zeros.even { return "utf-16le" }
        return zeros.even > 20 * zeros.odd ? "utf-16be" : nil
    }

    // MARK: Progress

    /// Tells the monitor which share of so many bytes is done; false once somebody wants no more.
    func progress(over count: Int) -> (Int) -> Bool {
        { [monitor] done in
            monitor?.report(Double(done) / Double(max(1, count)))
            return monitor?.isCancelled != true
        }
    }

    func checkCancellation(_ path: String) throws(ReadingError) {
        if monitor?.isCancelled == true { throw .stopped(path: path) }
    }
}
