import Notation

/// One value of an exported row.
enum ExportCell {
    case text(String)
    /// As it is written in JSON and CSV alike.
    case number(String)
    case truth(Bool)
    /// Members in their order; only where ``ExportFormat`` is one of JSON.
    case members([(name: String, value: ExportCell)])
    case list([ExportCell])
    case none

    static func number(_ value: Int?) -> ExportCell { value.map { .number(String($0)) } ?? .none }

    /// Nothing for what JSON has no number for.
    static func number(_ value: Double?) -> ExportCell {
        value.flatMap { $0.isFinite ? .number("\($0)") : nil } ?? .none
    }

    /// In as many digits as tell it from other numbers of its kind.
    static func number(_ value: Float) -> ExportCell { value.isFinite ? .number("\(value)") : .none }

    static func text(ifAny value: String?) -> ExportCell { value.map { .text($0) } ?? .none }

    var json: String {
        switch self {
        case .text(let text): JSONText.quoted(text)
        case .number(let digits): digits
        case .truth(let isTrue): isTrue ? "true" : "false"
        case .members(let members):
            "{" + members.map { JSONText.quoted($0.name) + ":" + $0.value.json }.joined(separator: ",") + "}"
        case .list(let cells): "[" + cells.map(\.json).joined(separator: ",") + "]"
        case .none: "null"
        }
    }
}
