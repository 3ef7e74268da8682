/// What a column is read for.
public enum ColumnRole: String, Sendable, Hashable, CaseIterable {
    case id, text, label

    /// The names that the field gives to such columns, as ``folded(_:)`` has them; the first that is there counts.
    static let idNames = [
        "id_str", "id", "textid", "message_id", "tweet_id", "tweet_id_str", "_unit_id", "unit_id", "tweetid",
        "messageid", "msg_id", "sms_id", "status_id", "post_id", "item_id", "doc_id", "document_id", "uid", "uuid",
        "guid", "_id",
    ]
    static let textNames = [
        "text", "message", "tweet", "headline", "content", "tweet_text", "full_text", "message_text", "sms", "sms_text",
        "body", "post", "sentence", "title",
    ]
    static let labelNames = [
        "label", "target", "class", "class_label", "choose_one", "choose_one_category", "category", "annotation",
        "labels", "gold_label", "corrected_label", "text_info", "informativeness",
    ]
    /// Those that are a label's whatever stands in them; columns of the other names may be about something else.
    static let certainLabelNames: Set<String> = ["label", "target", "class"]

    /// The name of a column of lists, in which an empty cell says that no label holds.
    static let listName = "labels"
    /// Likewise where a message can have several labels.
    private static let severalNames = [listName] + labelNames.filter { $0 != listName } + ["categories", "tags"]

    /// The option that names another column.
    public var option: String { "--\(rawValue)-column" }

    /// The name of no column: ids are line numbers.
    public static let none = "-"

    /// The names that such columns have, the first that is there counts.
    ///
    /// - Parameter several: whether a message can have several labels.
    func names(several: Bool) -> [String] {
        switch self {
        case .id: Self.idNames
        case .text: Self.textNames
        case .label: several ? Self.severalNames : Self.labelNames
        }
    }

    /// Whether a column of that name is the labels' whatever stands in it.
    static func isCertain(_ folded: String, several: Bool) -> Bool {
        certainLabelNames.contains(folded) || several && folded == listName
    }

    /// A name without what tools differ in: capitals, space around it, and space or hyphens for `_`.
    static func folded(_ name: String) -> String {
        let words = name.split { $0.isWhitespace || $0 == "-" || $0 == "\u{FEFF}" }
        return words.joined(separator: "_").lowercased()
    }
}
