import NCursesTerminal

extension ScreenOptions {
    /// Takes over the terminal.
    func newTerminal() throws -> NCursesTerminal {
        let terminal = try NCursesTerminal(theme: chosenTheme, usesMouse: mouse)
        terminal.takesBursts = `guard` == 0
        return terminal
    }
}
