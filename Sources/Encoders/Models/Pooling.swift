/// How the vectors of a message's tokens become one.
enum Pooling: Sendable {
    /// Their mean.
    case mean
    /// That of the first token.
    case first

    private static let prefix = "pooling_mode_"

    /// - Throws: ``EncoderError`` for other ways, and for several at once.
    init(_ settings: EncoderSettings, width: Int) throws(EncoderError) {
        _ = try settings.number("word_embedding_dimension", in: width...width, else: width)
        var modes: [String] = []
        if let mode = try settings.text(ifThere: "pooling_mode") {
            modes = [mode]
        } else {
            for (key, mode) in [
                ("cls_token", "cls"), ("mean_tokens", "mean"), ("max_tokens", "max"),
                ("mean_sqrt_len_tokens", "mean_sqrt_len_tokens"), ("weightedmean_tokens", "weightedmean"),
                ("lasttoken", "lasttoken"),
            ] where try settings.isTrue(Self.prefix + key, else: false) {
                modes.append(mode)
            }
        }
        switch modes {
        case ["mean"]: self = .mean
        case ["cls"]: self = .first
        default:
            throw settings.fault(
                "pooling_mode", modes.isEmpty ? "none" : modes.map { "'\($0)'" }.joined(separator: " and "),
                "'mean' or 'cls'")
        }
    }
}
