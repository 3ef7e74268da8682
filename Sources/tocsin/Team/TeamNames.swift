import Annotation

/// Names of people as they are written behind an option.
enum TeamNames {
    /// Different names with commas between them.
    ///
    /// - Throws: ``TeamFolderError`` for a name that no journal can have, and for too many.
    static func parsed(_ text: String) throws -> [String] {
        let names = try text.split(separator: ",").map { part in
            try TeamFolder.checked(part.split(separator: " ").joined(separator: " "))
        }
        guard !names.isEmpty else { throw TeamFolderError.badName(text, reason: "it is empty") }
        let people = Set(names).sorted()
        try check(people)
        return people
    }

    /// - Throws: ``TeamFolderError`` for too many.
    static func check(_ people: [String]) throws {
        guard people.count <= TeamView.mostPeople else { throw TeamFolderError.tooMany(people.count) }
    }
}
