import Foundation

/// The normaliser of a `tokenizer.json`: steps that a text goes through in turn.
struct NormalizationPipeline: Sendable {
    enum Step: Sendable {
        case characterMap(CharacterMap)
        case replace([UInt8], with: [UInt8])
        /// Two spaces or more become one text.
        case replaceSpaces(with: [UInt8])
        case strip(left: Bool, right: Bool)
        case prepend([UInt8])
        case composed(compatibly: Bool)
        case decomposed(compatibly: Bool)
        case lowercase
        case stripAccents
    }

    /// More steps than any file has.
    private static let mostSteps = 32

    /// The most times its bytes that a text may take after all steps: steps multiply.
    private static let mostGrowth = 4_096

    private(set) var steps: [Step] = []
    private var growth = 1

    /// Reads the normaliser.
    ///
    /// - Throws: An error for a step that is none of these, since tokens would be others without it.
    init(_ value: JSONValue?, path: String) throws(EncoderError) {
        if let value { try read(value, path: path) }
    }

    private mutating func read(_ value: JSONValue, path: String) throws(EncoderError) {
        func fault(_ found: String, _ expected: String) -> EncoderError {
            EncoderError(path: path, place: "normalizer", found: found, expected: expected)
        }
        guard steps.count < Self.mostSteps else { throw fault("more than \(Self.mostSteps) steps", "fewer") }
        func bytes(_ name: String, longest: Int = 64) throws(EncoderError) -> [UInt8] {
            guard let bytes = value[name]?.bytes, bytes.count <= longest else {
                throw fault("\(name): \(value[name]?.kind ?? "none")", "a text of \(longest) bytes at most")
            }
            return bytes
        }
        switch value["type"]?.text {
        case "Sequence":
            guard let parts = value["normalizers"]?.array else {
                throw fault("a Sequence of \(value["normalizers"]?.kind ?? "none")", "an array")
            }
            for part in parts { try read(part, path: path) }
        case "Precompiled":
            guard let text = value["precompiled_charsmap"]?.bytes else {
                throw fault("Precompiled without precompiled_charsmap", "one in base64")
            }
            guard let map = Data(base64Encoded: Data(text)) else { throw fault("no base64", "a map in base64") }
            if !map.isEmpty {
                let map = try CharacterMap(Array(map)[...], path: path)
                growth *= map.growth
                steps.append(.characterMap(map))
            }
        case "Replace":
            let content = try bytes("content")
            if let pattern = value["pattern"]?["Regex"]?.text {
                guard pattern == " {2,}" else { throw fault("the pattern '\(pattern)'", "' {2,}', or a text") }
                growth *= max(1, (content.count + 1) / 2)
                steps.append(.replaceSpaces(with: content))
            } else if let pattern = value["pattern"]?["String"]?.bytes, !pattern.isEmpty {
                growth *= max(1, (content.count + pattern.count - 1) / pattern.count)
                steps.append(.replace(pattern, with: content))
            } else {
                throw fault("a Replace without a pattern", "a text or ' {2,}'")
            }
        case "Strip":
            steps.append(
                .strip(left: value["strip_left"]?.bool ?? true, right: value["strip_right"]?.bool ?? true))
        case "Prepend": steps.append(.prepend(try bytes("prepend")))
        // The most that normalisation makes of UTF-8: three times, compatibly eleven (Unicode's FAQ on it).
        case "NFC":
            growth *= 3
            steps.append(.composed(compatibly: false))
        case "NFKC":
            growth *= 11
            steps.append(.composed(compatibly: true))
        case "NFD":
            growth *= 3
            steps.append(.decomposed(compatibly: false))
        case "NFKD":
            growth *= 11
            steps.append(.decomposed(compatibly: true))
        case "Lowercase":
            growth *= 2
            steps.append(.lowercase)
        case "StripAccents": steps.append(.stripAccents)
        case let type:
            throw fault(
                type.map { "'\($0)'" } ?? value.kind,
                "Precompiled, Replace, Strip, Prepend, NFC, NFKC, NFD, NFKD, Lowercase, StripAccents, or a Sequence")
        }
        guard growth <= Self.mostGrowth else {
            throw fault("steps that make a text \(growth) times as long", "\(Self.mostGrowth) times at most")
        }
    }

    /// A text after all steps.
    func normalized(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for step in steps {
            switch step {
            case .characterMap(let map): bytes = map.normalizedByGraphemes(bytes)
            case .replace(let pattern, let content): bytes = Self.replace(pattern, with: content, in: bytes)
            case .replaceSpaces(let content): bytes = Self.replaceSpaces(with: content, in: bytes)
            case .strip(let left, let right):
                var scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
                if left { scalars = scalars.drop { $0.properties.isWhitespace } }
                if right { while scalars.last?.properties.isWhitespace == true { scalars.removeLast() } }
                bytes = Array(String(scalars).utf8)
            case .prepend(let prefix): if !bytes.isEmpty { bytes = prefix + bytes }
            case .composed(let compatibly):
                let text = String(decoding: bytes, as: UTF8.self)
                bytes = Array(
                    (compatibly
                        ? text.precomposedStringWithCompatibilityMapping : text.precomposedStringWithCanonicalMapping)
                        .utf8)
            case .decomposed(let compatibly):
                let text = String(decoding: bytes, as: UTF8.self)
                bytes = Array(
                    (compatibly
                        ? text.decomposedStringWithCompatibilityMapping : text.decomposedStringWithCanonicalMapping)
                        .utf8)
            case .lowercase:
                bytes = String(decoding: bytes, as: UTF8.self).unicodeScalars.flatMap {
                    Array($0.properties.lowercaseMapping.utf8)
                }
            case .stripAccents:
                let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { !isMark($0) }
                bytes = Array(String(String.UnicodeScalarView(scalars)).utf8)
            }
        }
        return bytes
    }

    /// Whether a character is a mark, by the tables of Unicode 9, which the library has.
    private func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1CF2, 0x1CF3: return true
        case 0x111C9: return false
        default: break
        }
        guard let age = scalar.properties.age, age.major <= 9 else { return false }
        return switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    private static func replace(_ pattern: [UInt8], with content: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position...].starts(with: pattern) {
                result += content
                position += pattern.count
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return result
    }

    private static func replaceSpaces(with content: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            var end = position
            while end < bytes.count, bytes[end] == 0x20 { end += 1 }
            if end - position >= 2 {
                result += content
                position = end
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return result
    }
}
