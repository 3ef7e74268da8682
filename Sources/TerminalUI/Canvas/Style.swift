/// The colours that every colour terminal has.
public enum Color: UInt8, Sendable, Hashable, CaseIterable {
    case red = 1
    case green, yellow, blue, magenta, cyan, white
}

/// How a cell looks. Colour never stands alone: what it says is said by a word, a sign or an attribute too.
public struct Style: Sendable, Hashable {
    public var isBold = false
    public var isDim = false
    public var isReversed = false
    public var isUnderlined = false
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

    public static let plain = Style()
    public static let bold = Style(bold: true)
    public static let dim = Style(dim: true)
    public static let warning = Style(bold: true, reversed: true, .red)
}
