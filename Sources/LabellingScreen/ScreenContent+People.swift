import Analysis
import Annotation
import Learning
import TerminalUI

extension ScreenContent {
    /// Fills in how the work of the team stands, as far as that is counted.
    mutating func fillPeople(_ account: TeamAccount?, me: String?) {
        people = (account?.people ?? []).map { Person($0, isOneself: $0.name == me) }
    }
}

extension ScreenContent.Person {
    fileprivate init(_ person: TeamAccount.Person, isOneself: Bool) {
        self.init(name: person.name)
        self.isOneself = isOneself
        isLead = person.isLead
        (today, labels, medianSeconds, skips) = (person.today, person.labels, person.medianSeconds, person.skips)
        (agreeing, compared, sharedCount) = (person.agreeing, person.compared, person.sharedCount)
        agreement = person.agreement.measure
        alpha = person.alpha.measure
        (done, left) = (person.progress?.done ?? 0, person.progress?.left ?? 0)
        lastSeen = person.lastSeen.map(ScreenContent.localTime) ?? ""
    }
}

extension AgreementFigure {
    fileprivate var measure: ScreenContent.Measure? {
        if case .estimate(let estimate) = self {
            ScreenContent.Measure(value: estimate.value, low: estimate.low, high: estimate.high)
        } else {
            nil
        }
    }
}
