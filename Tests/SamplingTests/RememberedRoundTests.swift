import Learning
import Testing
import Threads

@testable import Sampling

@Test("a round that is kept without what its models say of each row says the same again, and learns nothing for it")
func rememberedRound() throws {
    let toy = ToyRound()
    let outputs = try toy.model.outputs()
    let held = try toy.model.heldOutPredictions(rotation: 5)
    let remembered = toy.model.withoutOutputs(rows: toy.model.rows)
    // To learn, each would ask this one first.
    let cancelled = WorkMonitor()
    cancelled.cancel()
    #expect(throws: CancellationError.self) { try ToyRound().model.classifier(monitor: cancelled) }
    #expect(throws: CancellationError.self) { try ToyRound().model.heldOutPredictions(rotation: 5, monitor: cancelled) }
    #expect(try remembered.classifier(monitor: cancelled) == toy.model.classifier())
    #expect(try remembered.outputs(monitor: cancelled) == outputs)
    let again = try remembered.heldOutPredictions(rotation: 5, monitor: cancelled)
    #expect(again.positions == held.positions && again.probabilities == held.probabilities)
    #expect(try remembered.split().heldOut == toy.model.split().heldOut)
    #expect(remembered.contentKeys == toy.model.contentKeys && remembered.rowLengths == toy.model.rowLengths)
}

@Test("a round that was not learnt when it was put aside is learnt as ever")
func unlearntRemembered() throws {
    let remembered = ToyRound().model.withoutOutputs(rows: ToyRound().model.rows)
    #expect(try remembered.outputs() == ToyRound().model.outputs())
}

@Test("probabilities alone are those that come with the activations, whichever is asked for first")
func probabilitiesAlone() throws {
    let (first, second) = (ToyRound().model, ToyRound().model)
    let alone = try first.probabilities()
    let outputs = try second.outputs()
    #expect(try outputs.probabilities == alone && second.probabilities() == alone)
    #expect(try first.outputs() == outputs)
}

@Test(
    "a recipe reads what its strategies read",
    arguments: [("least-confidence", false), ("atlas=2,random=1", false), ("random=2,badge=1", true)])
func readingsOfRecipe(text: String, activations: Bool) throws {
    let readings = try Recipe(parsing: text).readings()
    #expect(readings.contains(.activations) == activations && readings.contains(.probabilities) == (text != "random"))
}
