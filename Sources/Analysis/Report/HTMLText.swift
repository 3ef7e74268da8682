/// Text on its way into HTML or SVG.
enum HTMLText {
    /// With `&`, `<`, `>` and quotes as entities, and without control characters that HTML forbids.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default:
                let isControl = scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || scalar.value == 0x7F
                result.unicodeScalars.append(isControl ? " " : scalar)
            }
        }
        return result
    }
}
