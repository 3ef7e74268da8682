/// The parts of a sentence transformer, from the `modules.json` of its folder.
struct TransformerModules {
    /// Where the settings of pooling are.
    let pooling: String
    /// Folders of linear layers behind it, in their order.
    let dense: [String]

    /// - Throws: ``EncoderError`` for parts that are not known, or not in the order that is.
    init(_ folder: EncoderFolder) throws(EncoderError) {
        guard let settings = try folder.settings(ifThere: "modules.json") else {
            (pooling, dense) = ("1_Pooling", [])
            return
        }
        var pooling: String?
        var dense: [String] = []
        var expected = ["Transformer"]
        for part in try settings.elements() {
            let type = try part.text("type")
            let name = type.split(separator: ".").last.map(String.init) ?? ""
            guard expected.contains(name) else {
                throw part.fault(
                    "type", "'\(type)'",
                    expected.isEmpty ? "no more parts" : expected.map { "'\($0)'" }.joined(separator: " or "))
            }
            switch name {
            case "Transformer":
                let path = try part.text(ifThere: "path") ?? ""
                guard path.isEmpty else { throw part.fault("path", "'\(path)'", "'', the encoder's folder itself") }
                expected = ["Pooling"]
            case "Pooling":
                pooling = try Self.path(of: part)
                expected = ["Dense", "Normalize"]
            case "Dense": dense.append(try Self.path(of: part))
            default: expected = []
            }
        }
        guard let pooling else { throw settings.fault(nil, "no part that pools", "'Transformer', then 'Pooling'") }
        self.pooling = pooling
        self.dense = dense
    }

    /// A folder within the encoder's.
    private static func path(of part: EncoderSettings) throws(EncoderError) -> String {
        let path = try part.text("path")
        let isPlain = path.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isPlain, !path.isEmpty else { throw part.fault("path", "'\(path)'", "the name of a folder beside it") }
        return path
    }
}
