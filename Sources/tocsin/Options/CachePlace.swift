/// Where what can be made again is kept: beside the journal, under its name.
enum CachePlace {
    /// `NAME.vectors` beside `NAME.journal.jsonl`, or beside messages.
    static func vectors(besides path: String) -> String { stem(of: path) + ".vectors" }

    /// `NAME.queue`, likewise.
    static func queue(besides path: String) -> String { stem(of: path) + ".queue" }

    /// `NAME.features` beside the journal, under the name of the messages: all who label the same messages in one folder have
    /// the same. Under the journal's name where messages come from standard input.
    static func features(of messages: String, besides journal: String) -> String {
        guard messages != "-" else { return features(besides: journal) }
        let name = MessageFileName.stem(of: messages).lastPathComponent + ".features"
        let folder = journal.lastIndex(of: "/").map { journal[...$0] } ?? ""
        return folder + name
    }

    /// `NAME.features`, likewise beside a journal that has the name of its messages.
    static func features(besides journal: String) -> String { stem(of: journal) + ".features" }

    private static func stem(of path: String) -> String {
        let ending = FolderJournal.ending
        return path.hasSuffix(ending) ? String(path.dropLast(ending.count)) : MessageFileName.stem(of: path).path
    }
}
