import Journal
import Synchronisation
import Testing

@Test("a team is called as its folder, whichever way the folder is named")
func teamNames() throws {
    for path in ["/srv/flood", "/srv/flood/", "/srv/x/../flood", "/srv/flood/."] {
        #expect(try TeamName(ofFolder: path).description == "flood")
    }
    #expect(throws: NameFault.self) { try TeamName(ofFolder: "/") }
    #expect(throws: NameFault.self) { try TeamName("a\nb") }
    #expect(throws: NameFault.self) { try TeamName("") }
}
