import ArgumentParser
import Journal
import LabellingScreen

/// What an annotator sets out to do in a sitting.
struct SittingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Labels that a day is to have; how far it has come stands on the screen. A day is that of the local calendar. Holds for later days as well, until 0 says none.",
            valueName: "labels"))
    var goal: Int?

    @Option(
        help: ArgumentHelp(
            "Minutes of work after which a rest is advised, once; five minutes without a key are one; 0 says nothing. Default: the journal's, else \(Self.standardRest).",
            valueName: "minutes"))
    var rest: Int?

    private static let standardRest = 50

    /// With what was chosen before, where these options are silent.
    func chosen(over before: ChosenSettings) -> ChosenSettings {
        ChosenSettings(goal: goal, rest: rest).over(before)
    }

    /// What was chosen, for a sitting. A journal may say any number: what no option takes is none.
    static func plan(_ chosen: ChosenSettings, earlier: EarlierWork) -> SittingPlan {
        let rest = chosen.rest.flatMap { rests.contains($0) ? $0 : nil } ?? standardRest
        return SittingPlan(
            goal: chosen.goal.flatMap { $0 > 0 && goals.contains($0) ? $0 : nil }, restMinutes: rest > 0 ? rest : nil,
            earlier: earlier)
    }

    private static let goals = 0...1_000_000
    private static let rests = 0...1_440

    func validate() throws {
        if let goal, !Self.goals.contains(goal) {
            throw ValidationError("--goal takes a number from 0 to 1000000, not \(goal)")
        }
        if let rest, !Self.rests.contains(rest) {
            throw ValidationError("--rest takes minutes from 0 to 1440, not \(rest)")
        }
    }
}
