import Notation

/// What is wrong with the text of a recipe.
public enum RecipeError: Error, Hashable, CustomStringConvertible {
    case empty(known: [String])
    case unknownStrategy(String, known: [String])
    case missingCount(String, recipe: String)
    case badCount(String, strategy: String)
    case repeatedStrategy(String)
    case unknownOption(String, strategy: String, known: [String])
    case badOptionNumber(String, option: String, numbers: ClosedRange<Int>)
    case repeatedOption(String, strategy: String)
    case contradictingOptions(String, String, strategy: String)
    /// A strategy, or an option of one, that means nothing for a task of this kind.
    case notForTask(String, TaskKind)

    /// One line: what was found, where, and what would do.
    public var description: String {
        switch self {
        case .empty(let known):
            "the recipe is empty; name a strategy (\(known.joined(separator: ", ")))"
        case .unknownStrategy(let name, let known):
            "there is no strategy '\(name)'\(NearName.hint(for: name, among: known)); the strategies are \(known.joined(separator: ", "))"
        case .missingCount(let item, let recipe):
            "'\(item)' in the recipe '\(recipe)' has no count; "
                + "name one strategy alone, or give each a count as in atlas=15,random=5"
        case .badCount(let found, let strategy):
            "the count '\(found)' of \(strategy) is not a whole number from 1 to \(Recipe.largestCount)"
        case .repeatedStrategy(let name):
            "the recipe names \(name) twice; add its counts up"
        case .unknownOption(let option, let strategy, let known):
            known.isEmpty
                ? "\(strategy) has no options, and so no '\(option)'"
                : "\(strategy) has no option '\(option)'\(NearName.hint(for: option, among: known)); its options are \(known.joined(separator: ", "))"
        case .badOptionNumber(let found, let option, let numbers):
            "the number '\(found)' of \(option) is not a whole number from \(numbers.lowerBound) to \(numbers.upperBound)"
        case .repeatedOption(let option, let strategy):
            "\(strategy) is given the option \(option) twice"
        case .notForTask(let name, let task):
            "\(name) is not for a task of \(task.rawValue); leave it out"
        case .contradictingOptions(let one, let other, let strategy):
            "\(strategy) is given \(one) and \(other), which do not go together; leave one of them out"
        }
    }
}
