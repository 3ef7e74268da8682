/// Counts with what is counted.
public enum CountText {
    /// `1 message`, `2 messages`.
    public static func text(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
