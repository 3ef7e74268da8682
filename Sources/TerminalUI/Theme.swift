/// How styles look on a terminal: what is said by weight and colour is said by words and signs too, so that every theme
/// shows the same.
public enum Theme: String, Sendable, Hashable, CaseIterable {
    /// For a dark background.
    case dark
    /// For a light background: no dimmed text, and no colour that pales on white.
    case light
    /// Bold and reversed, no dimmed text.
    case contrast
    /// No colour at all.
    case none

    /// Whether there is any colour.
    public var usesColor: Bool { self != .none }

    /// The style as this theme shows it.
    public func look(of style: Style) -> Style {
        var look = style
        switch self {
        case .dark: break
        case .light:
            look.isDim = false
            switch style.color {
            case .yellow: look.color = .magenta
            case .cyan: look.color = .blue
            case .white: look.color = nil
            default: break
            }
        case .contrast:
            look.isDim = false
            look.isBold = style.isBold || style.color != nil
        case .none: look.color = nil
        }
        return look
    }
}
