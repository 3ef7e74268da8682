import Foundation
import Testing

@testable import Journal

private let time = Timestamp(milliseconds: 1_700_000_000_123)

/// The text of a line up to its checksum, which tells the same of it.
private func text(_ sequence: Int, _ payload: any EventPayload) -> String {
    let type = type(of: payload).kind.rawValue
    return "{\"v\":1,\"seq\":\(sequence),\"at\":\"\(time)\",\"type\":\"\(type)\",\(payload.members.text)"
}

private func parsed(_ line: ArraySlice<UInt8>) throws -> NSDictionary {
    try #require(try JSONSerialization.jsonObject(with: Data(line)) as? NSDictionary)
}

/// The fields that may be left out, of a value and of those in it: whether each has a value.
private func options(_ value: Any) -> [String: Bool] {
    var found: [String: Bool] = [:]
    for child in Mirror(reflecting: value).children {
        let name = child.label ?? ""
        let mirror = Mirror(reflecting: child.value)
        if mirror.displayStyle == .optional { found[name] = mirror.children.first != nil }
        for content in mirror.displayStyle == .optional ? mirror.children.map(\.value) : [child.value] {
            guard Mirror(reflecting: content).displayStyle == .struct else { continue }
            for (inner, isThere) in options(content) { found["\(name).\(inner)"] = isThere }
        }
    }
    return found
}

@Test("an event comes back from its line, with all that may be left out and without", arguments: EventKind.allCases)
func inverse(kind: EventKind) throws {
    let (full, bare) = kind.samples
    #expect(options(full).filter { !$0.value }.isEmpty, "the full one says everything")
    #expect(options(bare).filter(\.value).isEmpty, "the bare one says nothing that may be left out")
    for payload in [full, bare] {
        #expect(type(of: payload).kind == kind)
        let line = JournalLine.closed(text(2, payload)).dropLast()
        let read = try JournalLine(decoding: line)
        #expect(AnyHashable(read.event.payload) == AnyHashable(payload))
        #expect(read.sequence == 2 && read.at == time && read.isChecked)
        #expect(read.encoded.dropLast() == line)
        #expect(read.encoded == JournalLine(sequence: 2, at: time, event: read.event).encoded)
        let general = try JSONMembers(try #require(try parsed(line) as? [String: Any])).event(version: 1)
        #expect(general == read.event, "the general reader reads the same")
    }
}

@Test("an event is written as the format has it", arguments: EventKind.allCases)
func format(kind: EventKind) throws {
    let expected = "{\"v\":1,\"seq\":2,\"at\":\"2023-11-14T22:13:20.123Z\",\"type\":" + kind.format
    let line = try JournalLine(decoding: JournalLine.closed(expected).dropLast())
    #expect(AnyHashable(line.event.payload) == AnyHashable(kind.samples.full))
    #expect(String(decoding: line.encoded.dropLast(19), as: UTF8.self) == expected)
}

@Test("an event says which of its fields point at other lines", arguments: EventKind.allCases)
func pointers(kind: EventKind) {
    #expect(Set(kind.samples.full.members.references.keys) == kind.pointers)
}

@Test(
    "a merge shifts what points at other lines, and keeps every other field, unknown ones too",
    arguments: EventKind.allCases)
func mergedEvent(kind: EventKind) throws {
    func line(_ sequence: Int, _ payload: any EventPayload, and more: String = "") -> [UInt8] {
        JournalLine.closed(text(sequence, payload) + more)
    }
    let session = EventKind.session.samples.bare
    let label = LabelEvent(id: "1", label: "related", set: .training, round: 0, strategy: "random")
    let before = line(0, session) + line(1, label) + line(2, label)
    let unknown = #","x":{"seq":2,"of":[1],"with":1},"y":"\"of\":1","z":2.50"#
    for payload in [kind.samples.full, kind.samples.bare] {
        let own = line(2, payload, and: unknown)
        let merge = try JournalMerge([("a", before), ("b", line(0, session) + line(1, label) + own)])
        // The merged journal has an end of its own.
        let merged = try #require(merge.bytes.split(separator: 0x0A).dropFirst(5).first)
        let (found, expected) = (
            try parsed(merged), try #require(try parsed(own[...]).mutableCopy() as? NSMutableDictionary)
        )
        // Three lines stand before each of the second journal.
        (expected["v"], expected["seq"]) = (2, 5)
        for name in kind.pointers { if let own = expected[name] as? Int { expected[name] = own + 3 } }
        expected["crc"] = found["crc"]
        #expect(found == expected, "\(found)")
        #expect(String(decoding: merged, as: UTF8.self).contains(unknown))
        #expect(try JournalContents(merge.bytes, path: "m").uncheckedCount == 0)
    }
}
