import Journal
import Testing

@Test("the last revision there is, and names that no journal can have, lead nobody's program to its end")
func hostilePlans() throws {
    let last = TeamEvent(revision: .max, lead: "ana", people: ["ana", "ben"], joined: ["ana", "ben"])
    let plan = try #require(TeamPlan([last]))
    #expect(TeamPlan([last, plan.joining("cem")])?.people == ["ana", "ben", "cem"])
    #expect(plan.leaving("ben")?.left == ["ben"])
    let hostile = TeamEvent(
        revision: 1, lead: "\u{1b}]0;x\u{7}", people: [], joined: ["\u{1b}]0;x\u{7}", "a/b", "", "-x", "ana"])
    #expect(TeamPlan([hostile])?.people == ["ana"] && TeamPlan([hostile])?.event.lead == "ana")
    #expect(TeamPlan([TeamEvent(revision: .min, lead: "", people: [], joined: ["\n"], each: .max)]) == nil)
}

@Test("two plans of one revision come to the same in whatever order their lines are read")
func plansOfOneRevision() {
    let one = TeamEvent(revision: 1, lead: "ana", people: ["ana"], joined: ["ana"], each: 1, evaluationItems: 5)
    let others = [
        TeamEvent(revision: 1, lead: "ana", people: ["ana"], joined: ["ana"], each: 2, evaluationItems: 5),
        TeamEvent(revision: 1, lead: "ana", people: ["ana"], joined: ["ana"], evaluationItems: 50),
        TeamEvent(revision: 1, lead: "ana", people: ["ana"], joined: ["ana"], evaluationItems: 5, seed: 1),
        TeamEvent(revision: 1, lead: "ana", people: ["ana"], joined: ["ana"], overlap: 0.5, evaluationItems: 5),
    ]
    for other in others { #expect(TeamPlan([one, other]) == TeamPlan([other, one])) }
}

@Test("who is named leads whether they label or not, and on after others join and leave, until they leave themselves")
func leadOfAPlan() throws {
    let first = TeamEvent(revision: 1, lead: "lea", people: ["ana", "ben"], joined: ["ana", "ben"])
    let plan = try #require(TeamPlan([first]))
    #expect(plan.lead == "lea" && plan.people == ["ana", "ben"])
    let join = plan.joining("abe")
    let leave = try #require(plan.leaving("ana"))
    #expect(join.lead == "lea" && leave.lead == "lea")
    #expect(TeamPlan([first, join])?.lead == "lea" && TeamPlan([first, leave])?.lead == "lea")
    // Who joins while the one who leads leaves does not know of that.
    let labelling = try #require(TeamPlan([first, plan.joining("lea")]))
    let out = try #require(labelling.leaving("lea"))
    let unaware = labelling.joining("cem")
    #expect(out.lead == "ana" && unaware.lead == "lea")
    let after = try #require(TeamPlan([first, plan.joining("lea"), out, unaware]))
    #expect(after.lead == "ana" && after.people == ["ana", "ben", "cem"])
}
