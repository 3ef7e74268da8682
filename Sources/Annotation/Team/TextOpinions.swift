/// Who has labelled which text.
///
/// A team of as many people as there are bits takes a word a text. Others may have a journal in the folder as well, of before or put
/// there by hand: they count like everybody else.
struct TextOpinions: Sendable, Hashable {
    /// A bit for each of the first people.
    private var bits: [Int32: UInt64] = [:]
    /// The people behind those.
    private var others: [Int32: Set<Int>] = [:]

    /// How many have labelled a text.
    func count(_ text: Int32) -> Int {
        (bits[text]?.nonzeroBitCount ?? 0) + (others.isEmpty ? 0 : others[text]?.count ?? 0)
    }

    func contains(_ person: Int, _ text: Int32) -> Bool {
        person < UInt64.bitWidth
            ? bits[text].map { $0 & 1 << UInt64(person) != 0 } ?? false : others[text]?.contains(person) ?? false
    }

    mutating func insert(_ person: Int, _ text: Int32) {
        if person < UInt64.bitWidth {
            bits[text, default: 0] |= 1 << UInt64(person)
        } else {
            others[text, default: []].insert(person)
        }
    }

    mutating func remove(_ person: Int, _ text: Int32) {
        if person < UInt64.bitWidth {
            guard let known = bits[text] else { return }
            let rest = known & ~(1 << UInt64(person))
            bits[text] = rest == 0 ? nil : rest
        } else {
            others[text]?.remove(person)
            if others[text]?.isEmpty == true { others[text] = nil }
        }
    }
}
