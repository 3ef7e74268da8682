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

    private(set) var steps: [Step] = []

    /// Reads the normaliser.
    ///
    /// - Throws: An error for a step that is none of these, since tokens would be others without it.
    init(_ value: JSONValue?, path: String) throws(EncoderError) {
        if let value { try read(value, path: path, depth: 0) }
    }

    private mutating func read(_ value: JSONValue, path: String, depth: Int) throws(EncoderError) {
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
            for part in parts { try read(part, path: path, depth: depth + 1) }
        case "Precompiled":
            guard let text = value["precompiled_charsmap"]?.bytes else {
                throw fault("Precompiled without precompiled_charsmap", "one in base64")
            }
            guard let map = Data(base64Encoded: Data(text)) else { throw fault("no base64", "a map in base64") }
            if !map.isEmpty { steps.append(.characterMap(try CharacterMap(Array(map)[...], path: path))) }
        case "Replace":
            let content = try bytes("content")
            if let pattern = value["pattern"]?["Regex"]?.text {
                guard pattern == " {2,}" else { throw fault("the pattern '\(pattern)'", "' {2,}', or a text") }
                steps.append(.replaceSpaces(with: content))
            } else if let pattern = value["pattern"]?["String"]?.bytes, !pattern.isEmpty {
                steps.append(.replace(pattern, with: content))
            } else {
                throw fault("a Replace without a pattern", "a text or ' {2,}'")
            }
        case "Strip":
            steps.append(
                .strip(left: value["strip_left"]?.bool ?? true, right: value["strip_right"]?.bool ?? true))
        case "Prepend": steps.append(.prepend(try bytes("prepend")))
        case "NFC": steps.append(.composed(compatibly: false))
        case "NFKC": steps.append(.composed(compatibly: true))
        case "NFD": steps.append(.decomposed(compatibly: false))
        case "NFKD": steps.append(.decomposed(compatibly: true))
        case "Lowercase": steps.append(.lowercase)
        case "StripAccents": steps.append(.stripAccents)
        case let type:
            throw fault(
                type.map { "'\($0)'" } ?? value.kind,
                "Precompiled, Replace, Strip, Prepend, NFC, NFKC, NFD, NFKD, Lowercase, StripAccents, or a Sequence")
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
                let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars.filter {
                    switch $0.properties.generalCategory {
                    case .nonspacingMark, .spacingMark, .enclosingMark: false
                    default: true
                    }
                }
                bytes = Array(String(String.UnicodeScalarView(scalars)).utf8)
            }
        }
        return bytes
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
