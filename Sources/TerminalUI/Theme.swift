/// How styles look on a terminal: what is said by weight and colour is said by words and signs too, so that every theme
/// shows the same.
public enum Theme: String, Sendable, Hashable, CaseIterable {
    /// For a dark background: the terminal's own colours.
    case dark
    /// Black on white, and dark colours; nothing is dimmed.
    case light
    /// White on black, bright colours, bold and reversed where others have a colour or nothing; nothing is dimmed.
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
        case .light: look.isDim = false
        case .contrast:
            look.isDim = false
            look.isBold = style.isBold || style.color != nil
        case .none: look.color = nil
        }
        return look
    }

    /// The numbers that a terminal's colours have in this theme.
    ///
    /// - Parameter count: how many colours the terminal has: of 256 the upper 240 are the same everywhere, of 16 the second
    ///   eight are the bright ones.
    public func palette(of count: Int) -> Palette {
        switch self {
        case .dark, .none: .own
        case .light where count >= 256:
            Palette(
                background: 231, foreground: 16,
                [
                    .red: 124, .green: 22, .yellow: 94, .blue: 18, .magenta: 90, .cyan: 23, .white: 16,
                ])
        case .light:
            // Green, yellow and cyan pale on white.
            Palette(
                background: count >= 16 ? 15 : 7, foreground: 0,
                [.red: 1, .green: 4, .yellow: 5, .blue: 4, .magenta: 5, .cyan: 4, .white: 0])
        case .contrast where count >= 256:
            Palette(
                background: 16, foreground: 231,
                [
                    .red: 217, .green: 46, .yellow: 226, .blue: 153, .magenta: 219, .cyan: 51, .white: 231,
                ])
        case .contrast:
            // Red, blue and magenta are lost on black.
            Palette(
                background: 0, foreground: count >= 16 ? 15 : 7,
                count >= 16
                    ? [.red: 15, .green: 10, .yellow: 11, .blue: 14, .magenta: 15, .cyan: 14, .white: 15]
                    : [.red: 7, .green: 2, .yellow: 3, .blue: 6, .magenta: 7, .cyan: 6, .white: 7])
        }
    }
}

/// Which of a terminal's colours stand for those of styles.
public struct Palette: Sendable, Hashable {
    /// Number of the colour behind everything; −1 for the terminal's own.
    public let background: Int
    /// Number of the colour of what has none; −1 for the terminal's own.
    public let foreground: Int
    private let numbers: [Color: Int]

    /// The terminal's own eight colours, on its own background.
    static let own = Palette(background: -1, foreground: -1, [:])

    init(background: Int, foreground: Int, _ numbers: [Color: Int]) {
        (self.background, self.foreground, self.numbers) = (background, foreground, numbers)
    }

    /// Number of a colour.
    public func number(of color: Color) -> Int { numbers[color] ?? Int(color.rawValue) }
}
