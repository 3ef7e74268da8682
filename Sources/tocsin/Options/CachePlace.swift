/// Where what can be made again is kept: beside the journal, under its name.
enum CachePlace {
    /// `NAME.vectors` beside `NAME.journal.jsonl`, or beside messages.
    static func vectors(besides path: String) -> String { stem(of: path) + ".vectors" }

    /// `NAME.queue`, likewise.
    static func queue(besides path: String) -> String { stem(of: path) + ".queue" }

    private static func stem(of path: String) -> String {
        let ending = FolderJournal.ending
        return path.hasSuffix(ending) ? String(path.dropLast(ending.count)) : MessageFileName.stem(of: path).path
    }
}
