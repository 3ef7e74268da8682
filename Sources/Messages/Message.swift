/// One message, ready for display: entities such as `&amp;` decoded.
public struct Message: Sendable, Hashable {
    /// Another column of the message's row, such as its kind or language.
    public struct Field: Sendable, Hashable {
        /// Name of the column.
        public let name: String
        /// What stands in it.
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Tells it from all others of its file.
    public let id: String
    /// What it says.
    public let text: String
    /// The other columns of its row in the order of the file; never the label.
    public let fields: [Field]

    public init(id: String, text: String, fields: [Field] = []) {
        self.id = id
        self.text = text
        self.fields = fields
    }
}
