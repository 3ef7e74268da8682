import Testing

@testable import Synchronisation

@Test("a machine without libpq is told how to have it")
func missingLibrary() {
    let error = #expect(throws: ServerError.self) { try PostgreSQLLibrary.load(["libpq-that-is-not-there.so.5"]) }
    #expect(error?.description.contains("libpq-that-is-not-there.so.5") == true)
    #expect(error?.description.contains("install") == true)
}

@Test(
    "no password of an address is said",
    arguments: [
        ("at postgres://u:secret@h/d now", "at postgres://…@h/d now"),
        ("'postgresql://u:se@cret@h/d'", "'postgresql://…@h/d'"),
        ("postgres://h/d?user=u&password=secret&x=1", "postgres://h/d?user=u&password=…&x=1"),
        ("postgres://h/d", "postgres://h/d"), ("mail a@b", "mail a@b"),
    ])
func passwordsAreNotSaid(text: String, expected: String) {
    #expect(ServerAddress.withoutPasswords(text) == expected)
}
