import Journal
import Testing

@Test(
    "names of people are taken as they are",
    arguments: [
        "amina", "Ben O'Neil", "José María", "水野", "a.b", "x-y_z", "نور", "می\u{200C}خواهم", "A.journal", "a\\b", "CON",
        String(repeating: "x", count: 200),
    ])
func takenNames(text: String) throws {
    let name = try AnnotatorName(text)
    #expect("\(name)".utf8.elementsEqual(text.utf8))
    #expect(AnnotatorName.text(ofJournal: name.journal)?.utf8.elementsEqual(text.utf8) == true)
}

@Test(
    "names that lead out of the folder, hide a file, look like an option, command a terminal or are too long are refused",
    arguments: [
        ("", "empty"), ("a/b", "'/'"), ("../up", "'/'"), ("/abs", "'/'"), (".", "'.'"), ("..", "'.'"),
        (".hidden", "'.'"),
        ("-rf", "'-'"), ("a\u{0}b", "U+0"), ("a\nb", "U+A"), ("\u{1B}[2J", "U+1B"), ("a\u{7F}", "U+7F"),
        ("a\u{85}", "U+85"),
        ("a\u{2028}b", "U+2028"), ("a\u{202E}b", "U+202E"), ("\u{FEFF}a", "U+FEFF"), (" a", "space"),
        ("a\u{3000}", "space"),
        (String(repeating: "x", count: 201), "201 bytes"), (String(repeating: "水", count: 67), "201 bytes"),
    ])
func refusedNames(text: String, reason: String) {
    let fault = #expect(throws: NameFault.self) { try AnnotatorName(text) }
    #expect(fault?.description.contains(reason) == true, "\(fault?.description ?? "")")
}

@Test("names that only look alike are two, as they are two files")
func namesByBytes() throws {
    let (one, other) = (try AnnotatorName("e\u{301}"), try AnnotatorName("\u{E9}"))
    #expect(one != other && Set([one, other]).count == 2 && one < other)
}

@Test("a file is a journal by its ending, if there is a name before it")
func journalNames() {
    #expect(AnnotatorName.text(ofJournal: "a.journal.jsonl") == "a")
    for file in [".journal.jsonl", "a.journal.jsonl.lock", "a.journal.v1.jsonl", "a.jsonl"] {
        #expect(AnnotatorName.text(ofJournal: file) == nil)
    }
}
