import Foundation

/// What a member of a line can be asked for as.
protocol JSONValue {
    /// The value of a parsed member; nil where it is of another type.
    static func value(_ parsed: Any) -> Self?
}

extension String: JSONValue {
    static func value(_ parsed: Any) -> String? { parsed as? String }
}

extension Bool: JSONValue {
    static func value(_ parsed: Any) -> Bool? { parsed as? Bool }
}

extension Double: JSONValue {
    static func value(_ parsed: Any) -> Double? { (parsed as? NSNumber)?.doubleValue }
}

extension Int: JSONValue {
    /// As far as a JSON number is exact everywhere; sums of such numbers do not overflow either.
    private static let largest = 1 << 53

    static func value(_ parsed: Any) -> Int? {
        guard let number = parsed as? NSNumber, let value = Int(exactly: number.doubleValue),
            (-largest...largest).contains(value)
        else { return nil }
        return value
    }
}

extension UInt64: JSONValue {
    static func value(_ parsed: Any) -> UInt64? { (parsed as? NSNumber)?.uint64Value }
}

extension Array: JSONValue where Element: JSONValue {
    static func value(_ parsed: Any) -> [Element]? {
        guard let elements = parsed as? [Any] else { return nil }
        let values = elements.compactMap(Element.value)
        return values.count == elements.count ? values : nil
    }
}

extension LabelSet: JSONValue {
    static func value(_ parsed: Any) -> LabelSet? { (parsed as? String).flatMap(LabelSet.init) }
}
