import Foundation
import Journal
import Messages

/// Who of a team is asked for which text: rendezvous hashing (Thaler and Ravishankar 1998, doi:10.1109/90.663936).
///
/// Each person has a number for each text, drawn from the team's seed, the text and their name; the highest own it. So nobody
/// has to be asked, equal texts go to the same people, and somebody who joins or leaves changes no share but their own.
public struct WorkShare: Sendable, Hashable {
    /// What a person has to do with a text.
    public enum Role: UInt8, Sendable, Hashable {
        /// It is asked of others.
        case none
        /// It is asked of them.
        case owner
        /// They are asked for one more opinion, once somebody else has given theirs.
        case second
        /// It measures, and is asked of them.
        case evaluation
        /// It measures, and is asked of others.
        case evaluationOfOthers
    }

    /// Names of all who label, sorted.
    public let people: [String]
    /// People who are asked for a text.
    public let each: Int
    /// People who are asked for a text that measures.
    public let eachMeasuring: Int
    private let overlap: Double
    private let seed: UInt64
    private let keys: [UInt64]

    public init(_ plan: TeamPlan) {
        people = plan.people
        each = min(max(1, plan.event.each), people.count)
        eachMeasuring = min(max(2, each), people.count)
        overlap = plan.event.overlap
        seed = plan.event.seed
        keys = people.map { name in
            var hash = FNV1a()
            // One person, however a machine writes the accents of their name.
            for byte in name.precomposedStringWithCanonicalMapping.utf8 { hash.add(byte) }
            return hash.value
        }
    }

    /// Spreads what tells two numbers apart over all their bits: the last step of SplitMix64 (Steele, Lea and Flood 2014,
    /// doi:10.1145/2660193.2660195).
    static func mixed(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9e37_79b9_7f4a_7c15
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// The number by which texts are drawn that measure: the lowest are taken, so that a pool may grow or be put in another order.
    static func evaluationNumber(ofText hash: UInt64, seed: UInt64) -> UInt64 {
        mixed(mixed(seed ^ 0x6576_616c_7561_7465) ^ hash)
    }

    /// A person's number for a text; the person's place among ``people``.
    func number(of person: Int, forText hash: UInt64) -> UInt64 { Self.mixed(Self.mixed(seed ^ hash) ^ keys[person]) }

    /// How many people have a higher number for a text than one.
    private func rank(of person: Int, forText hash: UInt64) -> Int {
        let own = number(of: person, forText: hash)
        return people.indices.count { other in
            guard other != person else { return false }
            let others = number(of: other, forText: hash)
            return others > own || others == own && other < person
        }
    }

    /// The people who are asked for a text, those asked first first.
    ///
    /// - Parameter measures: whether it is one of those that measure.
    public func owners(ofText hash: UInt64, measures: Bool = false) -> [String] {
        let count = measures ? eachMeasuring : each
        return people.indices.map { (rank: rank(of: $0, forText: hash), name: people[$0]) }
            .filter { $0.rank < count }.sorted { $0.rank < $1.rank }.map(\.name)
    }

    /// The places among ``people`` of those who are asked for a text, in no order.
    func places(ofText hash: UInt64, measures: Bool) -> [Int] {
        let count = measures ? eachMeasuring : each
        let numbers = people.indices.map { number(of: $0, forText: hash) }
        return people.indices.filter { place in
            let own = numbers[place]
            let before = numbers.indices.count { numbers[$0] > own || numbers[$0] == own && $0 < place }
            return before < count
        }
    }

    /// What a person has to do with a text.
    ///
    /// - Complexity: O(people).
    public func role(of person: String, forText hash: UInt64, measures: Bool) -> Role {
        guard let place = people.firstIndex(of: person) else { return measures ? .evaluationOfOthers : .none }
        let rank = rank(of: place, forText: hash)
        if measures { return rank < eachMeasuring ? .evaluation : .evaluationOfOthers }
        if rank < each { return .owner }
        guard rank == each, overlap > 0 else { return .none }
        let drawn = Double(Self.mixed(Self.mixed(seed ^ 0x6f76_6572_6c61_7000) ^ hash) >> 11) * 0x1p-53
        return drawn < overlap ? .second : .none
    }
}
