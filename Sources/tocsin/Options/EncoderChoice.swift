import Annotation

/// Which encoder a command learns with, and what there is to say of it.
struct EncoderChoice: Sendable {
    /// The encoder; nil to learn from words alone.
    var source: EncoderSource?
    /// What the user should know: why it is not the one that was expected.
    var notice: String?

    /// - Parameters:
    ///   - named: what the command line names; nil for nothing.
    ///   - before: what the journal was told before; nil for nothing.
    ///   - usesStandard: whether the installed encoder is used where nothing is named.
    /// - Throws: ``UnknownEncoder``, and what is wrong with the encoder that the command line names.
    init(named: String?, before: String?, usesStandard: Bool, installed: InstalledEncoders = .ofUser) throws {
        if let named {
            guard named != InstalledEncoders.none else { return }
            source = try InstalledEncoders.source(folder: try installed.folder(named: named))
            return
        }
        guard let name = before ?? (usesStandard ? installed.standardName : nil), name != InstalledEncoders.none
        else { return }
        // Nobody asked for it now: what is wrong with it keeps nobody from labelling.
        do {
            source = try InstalledEncoders.source(folder: try installed.folder(named: name))
        } catch {
            notice = "without an encoder: \(error)"
        }
    }
}
