/// The encoding that a text is likely written in, by which languages its letters would be those of.
public struct EncodingGuess: Sendable, Hashable {
    /// The encoding, as `--encoding` takes it.
    public let encoding: CharacterEncoding
    /// The first broken line, read so.
    public let example: String

    /// - Parameter lines: lines that are not UTF-8.
    /// - Returns: nil where the letters make no language that is known here.
    init?(_ lines: [ArraySlice<UInt8>]) {
        var best: (share: Double, encoding: CharacterEncoding)?
        let sample = lines.flatMap { $0 + [0x0A] }
        for (name, languages) in Self.candidates {
            guard let encoding = CharacterEncoding(named: name) else { continue }
            let decoded = encoding.decoded(sample)
            guard let text = String(validating: decoded, as: UTF8.self) else { continue }
            let share = languages.map { Self.share(of: text, in: $0) }.max() ?? 0
            if share > (best?.share ?? 0.5) + 1e-9 { best = (share, encoding) }
        }
        guard let best, let first = lines.first else { return nil }
        encoding = best.encoding
        example = String(decoding: best.encoding.decoded(Array(first)), as: UTF8.self)
    }

    /// The letters beyond ASCII that a language is written with.
    private struct Language {
        var letters: Set<Unicode.Scalar>
        /// Those of them that make up most of a text; none for languages with few letters beyond ASCII.
        var frequent: Set<Unicode.Scalar> = []
        /// What share of a text's characters beyond ASCII the frequent ones are at least.
        var expected = 0.45

        /// One that is written with the letters of ASCII and some more.
        init(latin letters: String) {
            self.letters = Set(letters.unicodeScalars)
        }

        /// One with a script of its own.
        init(_ letters: ClosedRange<UInt32>..., frequent: String, expected: Double = 0.45) {
            self.letters = Set(letters.joined().compactMap { Unicode.Scalar($0) })
            self.frequent = Set(frequent.unicodeScalars)
            self.expected = expected
        }

        /// Letters of a script of its own stand beside none of ASCII.
        var isLatin: Bool { frequent.isEmpty }
    }

    /// How much of what is beyond ASCII in a text belongs to a language, in [0, 1]. A capital letter behind a small one belongs
    /// to none: encodings of the same letters in another order show themselves by these.
    private static func share(of text: String, in language: Language) -> Double {
        var (count, letters, own, frequent) = (0, 0, 0, 0)
        var before: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            defer { before = scalar }
            guard scalar.value >= 0x80 else { continue }
            count += 1
            let small = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
            if punctuation.contains(scalar) {
                own += 1
            } else if language.letters.contains(small) {
                letters += 1
                if language.frequent.contains(small) { frequent += 1 }
                let isWithin = scalar.properties.isUppercase && before.properties.isLowercase
                let isMixed = !language.isLatin && before.isASCII && before.properties.isAlphabetic
                if !isWithin, !isMixed { own += 1 }
            }
        }
        guard count > 0 else { return 0 }
        let share = Double(own) / Double(count)
        if language.isLatin || letters == 0 { return share }
        return share * min(1, Double(frequent) / Double(letters) / language.expected)
    }

    private static let punctuation = Set("‘’‚“”„–—…€£°§«»·\u{A0}、。「」，！？：（）・".unicodeScalars)

    private static let western = [
        "äöüß", "àâçèéêëîïôùûüœæ", "áéíñóúü¡¿ºª", "ãâáàçéêíóôõúºª", "åäöæøé", "àèéìíòóùú", "áéëíïóöüè", "áéíóúýðþæö",
    ].map { Language(latin: $0) }
    private static let central = [
        "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "äöüß",
    ].map { Language(latin: $0) }
    private static let baltic = ["ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"].map { Language(latin: $0) }
    private static let turkish = Language(latin: "çğıöşüâîû")
    private static let cyrillic = [
        Language(0x430...0x44F, 0x451...0x451, frequent: "оеаинтсрвл"),
        Language(0x430...0x44F, 0x454...0x457, 0x491...0x491, frequent: "оаниівтерс"),
        Language(0x430...0x44F, 0x452...0x45F, frequent: "аиоентсрјв"),
    ]
    private static let greek = Language(0x3AC...0x3CE, 0x390...0x390, frequent: "αοιετσνηυρςόί")
    private static let hebrew = Language(0x5D0...0x5EA, frequent: "יוהלאמרתב")
    private static let arabic = [
        Language(0x621...0x652, 0x60C...0x61F, frequent: "اليمونترب"),
        Language(
            0x621...0x652, 0x60C...0x61F, 0x67E...0x67E, 0x686...0x686, 0x6A9...0x6AF, 0x6CC...0x6CC,
            frequent: "ادرنهیمتبو"),
    ]
    private static let thai = Language(0xE01...0xE5B, frequent: "านรอกเงมยลวดท่้ี")
    private static let korean = Language(0xAC00...0xD7A3, frequent: "이다는에가을의고하지한은어요니기", expected: 0.15)
    private static let japanese = Language(
        0x3041...0x30FE, 0x4E00...0x9FFF, frequent: "のにはをがとでたしていすまれるなもかっらりくあ", expected: 0.25)
    private static let chinese = Language(
        0x4E00...0x9FFF, frequent: "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里水",
        expected: 0.15)
    private static let traditionalChinese = Language(
        0x4E00...0x9FFF, frequent: "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡水",
        expected: 0.15)

    /// Of two that fit as well, the earlier one is taken.
    private static let candidates: [(name: String, languages: [Language])] = [
        ("cp1252", western), ("macroman", western), ("cp1250", central), ("iso-8859-2", central), ("cp1254", [turkish]),
        ("cp1257", baltic), ("cp1251", cyrillic), ("koi8-u", cyrillic), ("cp866", cyrillic), ("cp1253", [greek]),
        ("cp1255", [hebrew]), ("cp1256", arabic), ("shift-jis", [japanese]), ("euc-jp", [japanese]),
        ("gbk", [chinese]), ("big5", [traditionalChinese]), ("euc-kr", [korean]), ("cp874", [thai]),
    ]
}
