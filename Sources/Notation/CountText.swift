/// Counts with what is counted.
public enum CountText {
    /// `1 message`, `2 messages`.
    public static func text(_ count: some BinaryInteger, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    /// The same with what is said of it, of one or of several: `1 message is new`, `2 messages are new`.
    public static func text(_ count: some BinaryInteger, _ noun: String, one: String, several: String) -> String {
        "\(text(count, noun)) \(count == 1 ? one : several)"
    }
}
