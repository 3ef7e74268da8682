import Foundation
import Testing

@testable import TerminalUI

/// Red, green and blue of the colours that are the same on every terminal with 256: a cube of six steps a side.
private func light(_ number: Int) -> Double {
    let steps: [Double] = [0, 95, 135, 175, 215, 255]
    let place = number - 16
    let shares: [Double] = [steps[place / 36] / 255, steps[place / 6 % 6] / 255, steps[place % 6] / 255]
    let parts = shares.map { (share: Double) -> Double in
        share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    // Relative luminance: WCAG 2.1, section 1.4.3.
    let (red, green, blue): (Double, Double, Double) = (parts[0] * 0.2126, parts[1] * 0.7152, parts[2] * 0.0722)
    return red + green + blue
}

/// From 1, none, to 21, black and white.
private func contrast(_ one: Int, _ other: Int) -> Double {
    let lights = [light(one), light(other)].sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
}

/// Screens that an hour of work comes past.
private var screens: [Canvas] {
    ["", "l", "h", ";", "s", "?", "c", "m"].map { key in
        var state = ScreenState.sample()
        if let key = key.first { _ = state.press(key) }
        state.content.rows = (0..<5).map {
            .init(
                row: $0, mark: "\($0 % 2)", score: "", strategy: "atlas", reason: "flagged", text: "message \($0)",
                isFlagged: true)
        }
        state.content.saving = .notSaved(pending: 2, reason: "no space")
        return Screen.draw(state)
    }
}

@Test("themes change colour and weight, never what is said", arguments: Theme.allCases)
func themes(theme: Theme) {
    for color in Color.allCases {
        let look = theme.look(of: Style(bold: true, dim: true, reversed: true, color))
        #expect(look.isReversed && look.isBold)
        if theme == .none { #expect(look.color == nil) }
        if theme == .light || theme == .contrast { #expect(!look.isDim) }
    }
}

@Test(
    "what the light and the contrast theme show can be read: WCAG asks for 4.5, and for 7 where contrast is meant",
    arguments: [(Theme.light, 4.5), (.contrast, 7)])
func readable(theme: Theme, least: Double) {
    let palette = theme.palette(of: 256)
    for canvas in screens {
        for row in 0..<canvas.rows {
            for column in 0..<canvas.columns where canvas[row, column].text != " " {
                let look = theme.look(of: canvas[row, column].style)
                // Reversed, the same two change places.
                let front = look.color.map(palette.number) ?? palette.foreground
                #expect(!look.isDim && contrast(front, palette.background) >= least, "\(look) at \(row), \(column)")
                if theme == .contrast, look.color != nil { #expect(look.isBold) }
            }
        }
    }
    for color in Color.allCases { #expect(contrast(palette.number(of: color), palette.background) >= least) }
}

@Test("light is dark on light, contrast is light on dark, and each of seven colours is another where there are 256")
func palettes() {
    for count in [8, 16, 256] {
        let (light, strong) = (Theme.light.palette(of: count), Theme.contrast.palette(of: count))
        // Pale yellow, green and cyan, and their bright ones, are not for a light background.
        let shown = Color.allCases.map(light.number)
        #expect(Set(shown).isDisjoint(with: [2, 3, 6, 10, 11, 14]))
        #expect(Set(Color.allCases.map(strong.number)).isDisjoint(with: [1, 4, 5]))
        #expect(light.background != strong.background && light.foreground != light.background)
        #expect(strong.foreground != strong.background)
        let most = [light.background, light.foreground] + shown + Color.allCases.map(strong.number)
        #expect(most.allSatisfy { (0..<count).contains($0) })
    }
    for theme in [Theme.light, .contrast] {
        let palette = theme.palette(of: 256)
        #expect(Set(Color.allCases.map(palette.number)).count == Color.allCases.count)
    }
    // The terminal's own.
    let own = Theme.dark.palette(of: 256)
    #expect(own.background == -1 && Color.allCases.map(own.number) == Array(1...7))
}

@Test(
    "what is chosen in a menu is reversed over the whole width of its list", arguments: [(80, 24), (40, 12), (160, 50)])
func chosenInTheMenu(columns: Int, rows: Int) {
    var state = ScreenState.sample(columns: columns, rows: rows)
    _ = state.press("s")
    let canvas = Screen.draw(state)
    let reversed = (0..<columns).prefix { canvas[1, $0].style.isReversed }.count
    // Beside it stand the words of the strategy, where they have room.
    let words = (1..<columns).first { canvas[1, $0].text != " " && !canvas[1, $0].style.isReversed } ?? columns
    #expect(reversed >= min(words - 1, columns) && reversed > DisplayText(" * A  ATLAS").width)
}
