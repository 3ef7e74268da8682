/// The colours that every colour terminal has.
public enum Color: UInt8, Sendable, Hashable, CaseIterable {
    case red = 1
    case green, yellow, blue, magenta, cyan, white
}

/// How a cell looks. Colour never stands alone: what it says is said by a word, a sign or an attribute too.
public struct Style: Sendable, Hashable {
    /// Heavier.
    public var isBold = false
    /// Paler.
    public var isDim = false
    /// Foreground and background change places.
    public var isReversed = false
    /// With a line below.
    public var isUnderlined = false
    /// Nil for the terminal's own.
    public var color: Color?

    public init(
        bold: Bool = false, dim: Bool = false, reversed: Bool = false, underlined: Bool = false, _ color: Color? = nil
    ) {
        isBold = bold
        isDim = dim
        isReversed = reversed
        isUnderlined = underlined
        self.color = color
    }

    /// As the terminal writes.
    public static let plain = Style()
    /// For what is looked for first.
    public static let bold = Style(bold: true)
    /// For what helps only now and then.
    public static let dim = Style(dim: true)
    /// For what must not be missed.
    public static let warning = Style(bold: true, reversed: true, .red)
}
