import ArgumentParser

/// What an annotator sets out to do in a sitting.
struct SittingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Labels that the day is to have; how far it has come stands on the screen. A day is that of the local calendar.",
            valueName: "labels"))
    var goal: Int?

    @Option(
        help: ArgumentHelp(
            "Minutes of work after which a rest is advised, once; five minutes without a key are one; 0 says nothing.",
            valueName: "minutes"))
    var rest = 50

    func validate() throws {
        if let goal, !(1...1_000_000).contains(goal) {
            throw ValidationError("--goal takes a number from 1 to 1000000, not \(goal)")
        }
        guard (0...1_440).contains(rest) else {
            throw ValidationError("--rest takes minutes from 0 to 1440, not \(rest)")
        }
    }
}
