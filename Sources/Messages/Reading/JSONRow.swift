/// A message as an object of JSON has it.
struct JSONRow {
    let line: Int
    /// Nil where no field holds one.
    var id: String?
    /// Path of the field that holds it.
    var idPath: String?
    var text: String
    var label: GivenLabels?
    /// What was said of the label instead of accepting it.
    var refusal: String?
    /// All further fields by their paths.
    var fields: [Message.Field] = []
}
