/// What is wrong with the text of a recipe.
public enum RecipeError: Error, Hashable, CustomStringConvertible {
    case empty(known: [String])
    case unknownStrategy(String, known: [String])
    case missingCount(String, recipe: String)
    case badCount(String, strategy: String)
    case repeatedStrategy(String)

    public var description: String {
        switch self {
        case .empty(let known):
            "the recipe is empty; name a strategy (\(known.joined(separator: ", ")))"
        case .unknownStrategy(let name, let known):
            "there is no strategy '\(name)'; the strategies are \(known.joined(separator: ", "))"
        case .missingCount(let item, let recipe):
            "'\(item)' in the recipe '\(recipe)' has no count; "
                + "name one strategy alone, or give each a count as in atlas=15,random=5"
        case .badCount(let found, let strategy):
            "the count '\(found)' of \(strategy) is not a whole number from 1 to \(Recipe.largestCount)"
        case .repeatedStrategy(let name):
            "the recipe names \(name) twice; add its counts up"
        }
    }
}
