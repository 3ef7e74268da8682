import Testing

@testable import Sampling

@Test("a recipe is written as it is read", arguments: ["atlas", "random", "atlas=40,random=5,least-confidence=5"])
func recipeRoundTrip(text: String) throws {
    #expect(try Recipe(parsing: text).description == text)
}

@Test("blanks do not matter, and the size is the sum of the counts")
func recipeParsing() throws {
    let recipe = try Recipe(parsing: " atlas = 4 , random=1 ")
    #expect(recipe.description == "atlas=4,random=1")
    #expect(recipe.size == 5)
    #expect(try Recipe(parsing: "entropy").size == nil)
    #expect(Recipe.standard == (try Recipe(parsing: "atlas")))
}

@Test(
    "what is wrong with a recipe is said",
    arguments: [
        ("", "empty"), (" , ", "empty"), ("atlsa", "no strategy 'atlsa'"), ("atlas,random=5", "'atlas'"),
        ("atlas=0", "'0'"), ("atlas=x", "'x'"), ("atlas=-3", "'-3'"), ("atlas=99999999999999999999", "999"),
        ("atlas=1,atlas=2", "twice"), ("atlas=1,", "''"), ("ATLAS", "atlas"),
    ])
func recipeErrors(text: String, mention: String) {
    #expect {
        try Recipe(parsing: text)
    } throws: { error in
        (error as? RecipeError)?.description.contains(mention) ?? false
    }
}

@Test("counts are scaled by largest remainders and always add up")
func recipeScaling() throws {
    let recipe = try Recipe(parsing: "atlas=40,random=5,least-confidence=5")
    #expect(recipe.parts(filling: 50).map(\.count) == [40, 5, 5])
    #expect(recipe.parts(filling: 20).map(\.count) == [16, 2, 2])
    // 5.6, 0.7, 0.7: the whole numbers 5, 0, 0, and one more each for the two largest remainders.
    #expect(recipe.parts(filling: 7).map(\.count) == [5, 1, 1])
    for count in 0...60 { #expect(recipe.parts(filling: count).map(\.count).reduce(0, +) == count) }
}
