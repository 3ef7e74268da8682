import Foundation

/// Small files of tokenizers, written byte by byte.
enum SmallTokenizers {
    /// Rules that write `a` for `A` and `c` for `AB`.
    ///
    /// The root's children stand at 0x100, xor their byte: `A` (0x41) at 0x141. Its own stand at 0x200, the text that it
    /// writes in the first of them, and `B` (0x42) at 0x242, whose own stand at 0x300. An offset is what leads from a
    /// unit to its children by xor, and stands from bit 10 on; bit 8 says that a rule ends there.
    static let characterMap: [UInt8] = {
        var units = [UInt32](repeating: 0, count: 0x400)
        units[0] = 0x100 << 10
        units[0x141] = (0x141 ^ 0x200) << 10 | 0x100 | 0x41
        units[0x200] = 0x8000_0000 | 0
        units[0x242] = (0x242 ^ 0x300) << 10 | 0x100 | 0x42
        units[0x300] = 0x8000_0000 | 2
        return littleEndian(UInt32(units.count * 4)) + units.flatMap(littleEndian) + Array("a\0c\0".utf8)
    }()

    static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    static func varint(_ value: Int) -> [UInt8] {
        value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F | 0x80)] + varint(value >> 7)
    }

    /// A field of a protocol buffer that holds bytes.
    static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(bytes.count) + bytes
    }

    static func field(_ number: Int, _ value: Int) -> [UInt8] { varint(number << 3) + varint(value) }

    static func piece(_ text: String, _ score: Float, type: Int = 1) -> [UInt8] {
        field(1, field(1, Array(text.utf8)) + [2 << 3 | 5] + littleEndian(score.bitPattern) + field(3, type))
    }

    /// The usual first pieces: unknown, `<s>` and `</s>`.
    static let first = piece("<unk>", 0, type: 2) + piece("<s>", 0, type: 3) + piece("</s>", 0, type: 3)

    /// A `.model` with the rules above.
    static let model: [UInt8] =
        first + piece("▁", -3) + piece("a", -4) + piece("b", -4) + piece("ab", -5) + piece("▁ab", -6)
        + piece("c", -4.5) + piece("<x>", 0, type: 4) + piece("b c", 0, type: 5)
        + field(2, field(3, 1)) + field(3, field(2, characterMap) + field(3, 1) + field(4, 1) + field(5, 1))

    /// The same pieces, and tokens around a text, in a `tokenizer.json`.
    static let tokenizerFile = """
        {"added_tokens": [{"id": 0, "content": "<s>", "special": true}, {"id": 2, "content": "<unk>", "special": true}],
        "normalizer": {"type": "Sequence", "normalizers": [
        {"type": "Precompiled", "precompiled_charsmap": "\(Data(characterMap).base64EncodedString())"},
        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "add_prefix_space": true},
        "post_processor": {"type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": "<s>"}}, {"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "</s>"}}],
        "special_tokens": {"<s>": {"ids": [0]}, "</s>": {"ids": [1]}}},
        "model": {"type": "Unigram", "unk_id": 2, "vocab": [["<s>", 0], ["</s>", 0], ["<unk>", 0.0],
        ["▁", -3], ["a", -4], ["b", -4e0], ["ab", -5.0], ["\\u2581ab", -6], ["c", -4.5], ["\\ud83c\\udf0a", -7]]}}
        """

    static let vocabulary = [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "flood", "##ed", "##s", "water", "wa", "!", "水", "火", "e", "fl", "##ood",
        "é",
        "Flood", "[", "]", "mask",
    ].joined(separator: "\n")
}
