import Notation

/// A journal of format 2 that is not right in every line: what is sound in it, and what is wrong.
///
/// A line is proven by the checksum of the line with the number before its own, wherever that one stands; so lines that were
/// exchanged are known for what they are. Where that line itself is not right, the checksum that stands in it, and the one that
/// its bytes give, still prove the next one: a single flipped bit costs a single line. Behind a line that was changed in more
/// than one byte and still reads well nothing tells whether it and those behind it come from another journal: they are sound,
/// but not proven.
///
/// Only for journals that are not all sound; ``JournalContents/examine(_:)`` reads the others faster.
struct ChainExamination {
    /// A line that can be read.
    struct Sound {
        /// Number in the file, from 1.
        let number: Int
        /// Its bytes, without the line end.
        let range: Range<Int>
        /// What it says; checked only where its checksum proves it.
        let line: JournalLine
    }

    /// A line that is none, or none of this journal.
    struct Removed {
        let number: Int
        let range: Range<Int>
        let reason: String
        /// Whether it stood in the place of a line that is nowhere else, as far as one can tell.
        let isOfOwnNumber: Bool
    }

    /// The lines that can be read, in the order of their numbers.
    private(set) var sound: [Sound] = []
    /// All others.
    private(set) var removed: [Removed] = []
    /// All that is wrong, in the order of the file.
    private(set) var damage: [JournalContents.Damage] = []
    /// Bytes at the end that are no line.
    private(set) var torn: Range<Int>
    /// What it amounts to.
    private(set) var contents = JournalContents()

    private let bytes: [UInt8]
    private var segments: [Segment] = []
    /// Places in `segments` of the lines of each number.
    private var places: [Int: [Int]] = [:]

    /// - Complexity: O(bytes).
    init(of bytes: [UInt8]) {
        self.bytes = bytes
        torn = bytes.count..<bytes.count
        split()
        prove()
        report()
        contents.format = .two
        contents.lines = sound.map(\.line)
        contents.uncheckedLines = sound.filter { !$0.line.isChecked }.map(\.number)
        contents.torn = Array(bytes[torn])
        contents.length = torn.lowerBound
        contents.lastChecksum = sound.last.flatMap { LineTail(bytes[$0.range])?.checksum } ?? 0
    }

    // MARK: Lines

    private struct Segment {
        enum Proof: Int {
            /// The checksum fits.
            case proven
            /// It fits to a line that may be of another journal.
            case hanging
            /// The line before is not there.
            case orphan
            /// It does not fit.
            case changed
        }

        let number: Int
        let range: Range<Int>
        /// The byte in the place of its line end, where that is another one; −1 for none at all.
        var wrongEnd: Int?
        /// Whether it is behind the last line end.
        var isAtEnd = false
        var line: JournalLine?
        var identity: JournalIdentity?
        var damage = ""
        var stored: UInt32?
        /// What its bytes give behind the line that it says it follows, or else behind the one before it.
        var computed: UInt32?
        var proof = Proof.changed
        /// Whether what stands in it may prove the next line.
        var isTrusted = true
    }

    /// Cuts the file into lines: at line ends, and where one line's end is followed by another's beginning although the byte
    /// between them is no line end any more.
    private mutating func split() {
        for (place, line) in LineCuts(bytes).enumerated() {
            let (number, end) = (place + 1, line.range.upperBound)
            var start = line.range.lowerBound
            for joint in joints(line.range) {
                add(start..<joint.lowerBound, number, wrongEnd: joint.isEmpty ? -1 : Int(bytes[joint.lowerBound]))
                start = joint.upperBound
            }
            if line.hasEnd {
                add(start..<end, number, wrongEnd: nil)
            } else if start < end {
                addLast(start..<end, number)
            }
        }
        for (place, segment) in segments.enumerated() {
            if let sequence = segment.line?.sequence { places[sequence, default: []].append(place) }
        }
    }

    private func joints(_ range: Range<Int>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var position = range.lowerBound
        while let place = bytes[position..<range.upperBound].firstIndex(of: LineTail.mark[0]) {
            position = place + 1
            let end = place + LineTail.length
            guard end < range.upperBound, LineTail(bytes[place..<end]) != nil else { continue }
            for next in [end, end + 1] where next < range.upperBound {
                if bytes[next..<range.upperBound].starts(with: JournalFormat.beginningOfTwo) {
                    found.append(end..<next)
                    break
                }
            }
        }
        return found
    }

    private mutating func add(_ range: Range<Int>, _ number: Int, wrongEnd: Int?) {
        var segment = Segment(number: number, range: range, wrongEnd: wrongEnd)
        segment.stored = LineTail(bytes[range])?.checksum
        do throws(LineDamage) {
            let (line, identity) = try JournalLine.read(chained: bytes[range])
            guard segment.stored != nil else {
                throw LineDamage("found no checksum at the end of the line; every line of format 2 has one")
            }
            (segment.line, segment.identity) = (line, identity)
        } catch {
            segment.damage = error.description
        }
        segments.append(segment)
    }

    /// The last line, without a line end: right all the same, or torn.
    private mutating func addLast(_ range: Range<Int>, _ number: Int) {
        torn = range
        for line in [range, range.dropLast()] where LineTail(bytes[line]) != nil {
            add(line, number, wrongEnd: line.upperBound < range.upperBound ? Int(bytes[line.upperBound]) : -1)
            segments[segments.count - 1].isAtEnd = true
            return
        }
    }

    // MARK: Proof

    private mutating func prove() {
        // By number, so that the line before is known; what cannot be read has its place alone, and goes first.
        for place in segments.indices where segments[place].line == nil {
            let before = place > 0 ? segments[place - 1].stored : 0
            if let before { segments[place].computed = checksum(place, after: before) }
        }
        for sequence in places.keys.sorted() {
            for place in places[sequence] ?? [] { prove(place, sequence) }
        }
    }

    private func checksum(_ place: Int, after before: UInt32) -> UInt32 {
        LineTail.checksum(of: bytes[segments[place].range], after: before)
    }

    private mutating func prove(_ place: Int, _ sequence: Int) {
        guard let stored = segments[place].stored else { return }
        guard sequence <= segments.count + 1_000 else {
            segments[place].damage = "found seq \(sequence) in a journal of \(CountText.text(segments.count, "line"))"
            segments[place].line = nil
            return
        }
        var isHanging = false
        let seeds = seeds(of: place, sequence)
        for seed in seeds {
            let checksum = checksum(place, after: seed.checksum)
            if segments[place].computed == nil { segments[place].computed = checksum }
            guard checksum == stored else { continue }
            segments[place].computed = checksum
            if seed.isTrusted {
                segments[place].proof = .proven
                return
            }
            isHanging = true
        }
        segments[place].isTrusted = false
        // A changed byte, as disks have them, is no line of another journal; its number may be what was changed.
        let count = segments[place].range.count - LineTail.length
        let hasOneWrongByte = seeds.contains { seed in
            CRC32C.differ(checksum(place, after: seed.checksum), stored, inOneByteOf: count)
        }
        if isHanging {
            segments[place].proof = .hanging
        } else if hasOneWrongByte {
            segments[place].isTrusted = true
        } else if !seeds.contains(where: \.isConclusive) {
            segments[place].proof = .orphan
            segments[place].isTrusted = true
        }
    }

    /// What the checksum of a line may go on from.
    private struct Seed {
        let checksum: UInt32
        /// Whether it is surely of this journal.
        let isTrusted: Bool
        /// Whether a line that it does not prove was changed: it stands in the file, in the line that has to be the one before.
        let isConclusive: Bool
    }

    private func seeds(of place: Int, _ sequence: Int) -> [Seed] {
        if sequence == 0 { return [Seed(checksum: 0, isTrusted: true, isConclusive: true)] }
        var seeds: [Seed] = []
        // More than a few lines of one number are no journal.
        for before in places[sequence - 1]?.prefix(8) ?? [] {
            seeds += Self.seeds(segments[before], isConclusive: true)
        }
        guard place > 0, segments[place - 1].line?.sequence != sequence - 1 else { return seeds }
        return seeds + Self.seeds(segments[place - 1], isConclusive: segments[place - 1].line == nil)
    }

    private static func seeds(_ segment: Segment, isConclusive: Bool) -> [Seed] {
        let stored = segment.stored.map { Seed(checksum: $0, isTrusted: segment.isTrusted, isConclusive: isConclusive) }
        let computed = segment.proof == .changed ? segment.computed : nil
        return [stored, computed.map { Seed(checksum: $0, isTrusted: true, isConclusive: false) }].compactMap { $0 }
    }

    // MARK: Report

    private mutating func report() {
        var chosen: [Int: Int] = [:]
        for (sequence, places) in places {
            let readable = places.filter { segments[$0].line != nil && segments[$0].proof != .changed }
            chosen[sequence] = readable.min { segments[$0].proof.rawValue < segments[$1].proof.rawValue }
        }
        var expected = 0
        var unreadable = 0
        for place in segments.indices {
            let segment = segments[place]
            guard let line = segment.line, segment.proof != .changed else {
                // Torn bytes are no damage.
                if segment.isAtEnd { continue }
                remove(segment, segment.line == nil ? segment.damage : mismatch(segment), isOfOwnNumber: true)
                unreadable += 1
                continue
            }
            if segment.isAtEnd { takeLast(segment) } else if let byte = segment.wrongEnd { reportEnd(segment, byte) }
            if let other = chosen[line.sequence], other != place {
                let isSame = bytes[segments[other].range].elementsEqual(bytes[segment.range])
                remove(
                    segment,
                    isSame
                        ? "found line \(segments[other].number) once more"
                        : "found seq \(line.sequence), which line \(segments[other].number) has: it is of another journal, or "
                            + "of a copy of this one")
                continue
            }
            report(segment, line, expected, unreadable)
            if line.sequence >= expected { expected = line.sequence + 1 }
            unreadable = 0
            if line.sequence == 0 { contents.identity = segment.identity }
            let isChecked = line.isChecked && segment.proof == .proven
            sound.append(
                Sound(
                    number: segment.number, range: segment.range,
                    line: JournalLine(sequence: line.sequence, at: line.at, event: line.event, isChecked: isChecked)))
        }
        sound.sort { $0.line.sequence < $1.line.sequence }
    }

    private mutating func report(_ segment: Segment, _ line: JournalLine, _ expected: Int, _ unreadable: Int) {
        let missing = line.sequence - expected - unreadable
        if line.sequence < expected {
            found(segment, "found seq \(line.sequence) behind seq \(expected - 1): the line stands in another's place")
        } else if missing > 0 {
            let words = CountText.text(
                missing, "line", one: "is missing before it, or stands", several: "are missing before it, or stand")
            found(segment, "found seq \(line.sequence), expected \(expected): \(words) further on")
        }
        switch segment.proof {
        case .hanging:
            found(segment, "found a line behind one that was changed: nothing shows whether it is of this journal")
        case .orphan: found(segment, "found a line behind one that is missing: nothing shows whether it was changed")
        case .proven, .changed: break
        }
    }

    private func mismatch(_ segment: Segment) -> String {
        let digits = LineTail.digits(bytes[segment.range])
        let computed = segment.computed.map(CRC32C.text) ?? "another"
        return
            "found checksum \(digits), the line's bytes give \(computed) behind the line before: the line was changed, or "
            + "is of another journal"
    }

    private mutating func reportEnd(_ segment: Segment, _ byte: Int) {
        let found = byte < 0 ? "no line end" : "the byte 0x\(String(byte, radix: 16, uppercase: true)) for a line end"
        self.found(segment, "found \(found); the line itself is right")
    }

    private mutating func takeLast(_ segment: Segment) {
        contents.lacksLineEnd = true
        torn = segment.range.upperBound..<bytes.count
    }

    private mutating func remove(_ segment: Segment, _ reason: String, isOfOwnNumber: Bool = false) {
        removed.append(
            Removed(number: segment.number, range: segment.range, reason: reason, isOfOwnNumber: isOfOwnNumber))
        found(segment, reason)
    }

    private mutating func found(_ segment: Segment, _ reason: String) {
        damage.append(JournalContents.Damage(line: segment.number, reason: reason))
    }
}
