import Journal
import Learning
import Messages
import Threads

/// The vectors of all texts of a corpus: read from where they are stored, and made where they are not.
///
/// Equal texts are encoded once. Whoever asks for the rows waits for what is stored to be read, never for what is made.
public final class TextVectors: RowVectors {
    /// How far they have come.
    public enum Progress: Sendable, Hashable {
        /// Vectors made of those that were missing at the start.
        case making(done: Int, of: Int)
        case complete
        case failed(String)
        /// Vectors are made, but not stored.
        case notStored(String)
    }

    /// Where their texts are from, and how to make them.
    public let encoder: EncoderSource
    /// How much a vector counts beside the words of its text: the length of a dense row, where a sparse one has length 1.
    public let weight: Float
    /// Vectors of another task's texts by the same encoder, from which models start: nothing is learnt from these before those
    /// are there as well.
    public let firstTask: TextVectors?
    private let texts: Learner.Texts
    private let cache: VectorCache?
    private let threads: Int
    private let distinctTexts = Memo<DistinctTexts>()
    /// What is there, until all is there.
    private let begun = Lock<Begun?>(nil)
    private let finished = Lock<DenseRows?>(nil)

    /// Texts encoded between two reports.
    private static let batchSize = 64

    /// Equal texts, which share a vector.
    private struct DistinctTexts: Sendable {
        /// For each text, the place of its vector among all that there will be.
        let places: [Int32]
        /// By place, the key of a text and one that has it.
        let keys: [UInt64]
        let firstTexts: [Int32]
    }

    /// Vectors of some of the texts. Whoever adds to them takes them out: a second copy would be as large as all vectors.
    private struct Begun: Sendable {
        var vectors: QuantizedVectors
        /// By place, the vector; −1 for none.
        var known: [Int32]

        var isComplete: Bool { known.allSatisfy { $0 >= 0 } }

        /// Whether the vector of each place is that of others.
        func hasVectors(of other: Begun) -> Bool {
            vectors.width == other.vectors.width
                && zip(known, other.known).allSatisfy { mine, its in
                    vectors.scale(Int(mine)) == other.vectors.scale(Int(its))
                        && vectors.numbers(Int(mine)) == other.vectors.numbers(Int(its))
                }
        }

        mutating func add(_ record: VectorCache.Record) -> Bool { record.append(to: &vectors) }
    }

    /// - Parameters:
    ///   - cache: where vectors are stored; nil to make them anew each time.
    ///   - firstTask: vectors of the texts of a task that models start from, which are made first.
    ///   - threads: at most so many make them; the vectors do not depend on it.
    public init(
        texts: Learner.Texts, encoder: EncoderSource, weight: Float, cache: VectorCache?,
        firstTask: TextVectors? = nil, threads: Int
    ) {
        self.firstTask = firstTask
        self.texts = texts
        self.encoder = encoder
        self.weight = weight
        self.cache = cache
        self.threads = max(1, threads)
    }

    public var identity: String { "\(encoder.digest) \(encoder.arithmetic) \(weight)" }

    /// What the journal says of them.
    public var origin: EncoderOrigin {
        EncoderOrigin(
            name: encoder.name, digest: encoder.digest, kernel: encoder.arithmetic, weight: Double(weight))
    }

    public func rows() -> DenseRows? {
        _ = readStored()
        if let firstTask, firstTask.rows() == nil { return nil }
        return finished.withLock { $0 }
    }

    /// Makes what is missing, and returns when all is there.
    ///
    /// - Parameter report: told how far it has come, on this thread.
    /// - Throws: what loading the encoder throws; `CancellationError` when the monitor says so. What was made until then is
    ///   stored, and the next call goes on from there.
    /// - Complexity: a pass of the encoder over each text that has no vector.
    public func make(monitor: WorkMonitor = WorkMonitor(), report: (Progress) -> Void = { _ in }) throws {
        let tasks = [firstTask, self].compactMap { $0 }.filter { !$0.isComplete }
        guard !tasks.isEmpty else { return report(.complete) }
        let counts = tasks.map(\.missingCount)
        let total = counts.reduce(0, +)
        report(.making(done: 0, of: total))
        let encoder = try encoder.load()
        var before = 0
        for (task, count) in zip(tasks, counts) {
            try task.makeMissing(with: encoder, monitor: monitor) { progress in
                guard case .making(let done, let of) = progress else { return report(progress) }
                // Those stored were of another width: all are made anew.
                report(.making(done: before + done, of: total - count + of))
            }
            before += count
        }
        report(.complete)
    }

    private var isComplete: Bool {
        _ = readStored()
        return finished.withLock { $0 != nil }
    }

    /// Vectors that are still to be made.
    private var missingCount: Int {
        let count = readStored().keys.count
        return begun.withLock { $0?.known.count { $0 < 0 } } ?? count
    }

    private func makeMissing(
        with encoder: any TextEncoder, monitor: WorkMonitor, report: (Progress) -> Void
    ) throws {
        let distinct = readStored()
        var begun = takeBegun(width: encoder.width, count: distinct.keys.count)
        do {
            try make(&begun, distinct, encoder, monitor, report)
        } catch {
            self.begun.withLock { $0 = begun }
            throw error
        }
        // Those of the file, which other programs share, in the place of those in memory of its own.
        let kept = stored(of: distinct, isShared: true).flatMap { $0.isComplete && $0.hasVectors(of: begun) ? $0 : nil }
        finish(kept ?? begun, distinct)
    }

    private func make(
        _ begun: inout Begun, _ distinct: DistinctTexts, _ encoder: any TextEncoder, _ monitor: WorkMonitor,
        _ report: (Progress) -> Void
    ) throws {
        let width = encoder.width
        var writer = openCache(width: width, report)
        let wanted = begun.known.indices.filter { begun.known[$0] < 0 }
        for batch in Parallel.ranges(of: wanted.count, chunk: Self.batchSize * threads) {
            try monitor.checkCancellation()
            let places = wanted[batch]
            let made = try encoder.vectors(
                of: places.map { texts.text(Int(distinct.firstTexts[$0])) }, threads: threads, monitor: monitor)
            let first = begun.vectors.count
            for (position, place) in places.enumerated() {
                begun.known[place] = Int32(begun.vectors.count)
                begun.vectors.append(made[position * width..<(position + 1) * width])
            }
            do throws(VectorCache.Failure) {
                try writer?.append(places.map { distinct.keys[$0] }, begun.vectors, from: first)
            } catch {
                writer = nil
                report(.notStored(error.description))
            }
            report(.making(done: batch.upperBound, of: wanted.count))
        }
    }

    /// What is there, for whoever goes on with it.
    private func takeBegun(width: Int, count: Int) -> Begun {
        let there = begun.withLock { begun in
            defer { begun = nil }
            return begun
        }
        // Another width: stored under the digest of this encoder, and yet not its own.
        if let there, there.vectors.width == width { return there }
        return Begun(
            vectors: QuantizedVectors(width: width, capacity: count), known: Array(repeating: -1, count: count))
    }

    /// Makes what is missing on a thread of lower priority.
    ///
    /// - Parameter report: called on that thread.
    public func start(
        niceness: Int32 = 15, monitor: WorkMonitor, report: @escaping @Sendable (Progress) -> Void
    ) {
        BackgroundThread.start("vectors", niceness: niceness) { [self] in
            do {
                try make(monitor: monitor, report: report)
            } catch is CancellationError {
                // Nobody waits for them any more.
            } catch {
                report(.failed("\(error)"))
            }
        }
    }

    private func openCache(width: Int, _ report: (Progress) -> Void) -> VectorCache.Writer? {
        do throws(VectorCache.Failure) {
            return try cache?.writer(width: width)
        } catch {
            report(.notStored(error.description))
            return nil
        }
    }

    private func finish(_ begun: Begun, _ distinct: DistinctTexts) {
        let rows = DenseRows(begun.vectors, places: distinct.places.map { begun.known[Int($0)] }, weight: weight)
        finished.withLock { $0 = rows }
    }

    private func readStored() -> DistinctTexts {
        distinctTexts.value {
            let distinct = Self.distinct(texts)
            guard let stored = stored(of: distinct) else { return distinct }
            if stored.isComplete {
                finish(stored, distinct)
            } else {
                begun.withLock { $0 = stored }
            }
            return distinct
        }
    }

    /// What is stored of the vectors of some texts; nil for nothing.
    ///
    /// - Parameter isShared: whether it counts only where other programs can share it.
    private func stored(of distinct: DistinctTexts, isShared: Bool = false) -> Begun? {
        let placeOfKey = Dictionary(
            zip(distinct.keys, distinct.keys.indices.map { Int32($0) }), uniquingKeysWith: { first, _ in first })
        var stored: Begun?
        _ = cache?.read(isShared: isShared) { record in
            guard let place = placeOfKey[record.key].map(Int.init) else { return }
            if stored == nil {
                stored = Begun(
                    vectors: QuantizedVectors(width: record.numbers.count, capacity: distinct.keys.count),
                    known: Array(repeating: -1, count: distinct.keys.count))
            }
            guard stored?.known[place] == -1, let position = stored?.vectors.count else { return }
            if stored?.add(record) == true { stored?.known[place] = Int32(position) }
        }
        return stored
    }

    private static func distinct(_ texts: Learner.Texts) -> DistinctTexts {
        var placeOfKey: [UInt64: Int32] = [:]
        placeOfKey.reserveCapacity(texts.count)
        var keys: [UInt64] = []
        var firstTexts: [Int32] = []
        var places: [Int32] = []
        places.reserveCapacity(texts.count)
        for row in 0..<texts.count {
            var hash = FNV1a()
            for byte in texts.text(row).utf8 { hash.add(byte) }
            let place = placeOfKey[hash.value] ?? Int32(keys.count)
            if place == keys.count {
                placeOfKey[hash.value] = place
                keys.append(hash.value)
                firstTexts.append(Int32(row))
            }
            places.append(place)
        }
        return DistinctTexts(places: places, keys: keys, firstTexts: firstTexts)
    }
}
