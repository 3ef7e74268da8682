/// The objects of a file of JSON: a list, objects line by line, or objects over several lines, whatever stands between them.
///
/// What is broken costs its own object only: reading goes on at the next line that is indented no deeper.
struct JSONObjects {
    enum Item {
        /// - Parameter isInList: whether others may begin on the same line.
        case object(JSONObject, isInList: Bool)
        case problem(ReadingProblem)
    }

    private var scanner: JSONScanner
    private var isInList = false
    private var hasSaidComma = false

    init(_ bytes: [UInt8]) { scanner = JSONScanner(bytes) }

    /// Where the next object begins, or what stands before it.
    var position: Int { scanner.position }

    /// The next object, or what stands in the place of one; nil at the end.
    ///
    /// - Complexity: O(bytes of the object).
    mutating func next() -> Item? {
        while true {
            scanner.skipSpace()
            switch scanner.byte {
            case nil:
                guard isInList else { return nil }
                isInList = false
                return problem(scanner.line, .unclosedList)
            case UInt8(ascii: "[") where !isInList:
                isInList = true
                scanner.advance()
            case UInt8(ascii: "]") where isInList:
                isInList = false
                scanner.advance()
            case UInt8(ascii: ","):
                let line = scanner.line
                scanner.advance()
                guard isInList || hasSaidComma else {
                    hasSaidComma = true
                    return problem(line, .commaBetweenObjects)
                }
            default: return item()
            }
        }
    }

    private mutating func item() -> Item {
        let (line, start) = (scanner.line, scanner.position)
        do throws(JSONScanner.Fault) {
            let value = try scanner.value()
            try checkBehind(line)
            guard let object = value.object else { return problem(line, .badJSON("found another value")) }
            return .object(object, isInList: isInList)
        } catch {
            let isWithinLine = error.line == line
            scanner.goBack(to: start, line: line)
            let indentation = self.indentation(before: start)
            scanner.skipLine()
            if !isWithinLine { passOverInside(of: indentation) }
            return problem(
                line, .badJSON(isWithinLine ? error.reason : "\(error.reason) on line \(error.line)"))
        }
    }

    /// Behind an object its line ends, or a comma, the end of the list, or another object follows.
    private func checkBehind(_ line: Int) throws(JSONScanner.Fault) {
        let next = scanner.bytes[scanner.position...].first { $0 != 0x20 && $0 != 0x09 }
        guard let next, ![0x0A, 0x0D, 0x2C, 0x5B, 0x5D, 0x7B].contains(next) else { return }
        throw JSONScanner.Fault(line: line, reason: "more stands behind it")
    }

    /// How deep the line is indented on which that position is.
    private func indentation(before position: Int) -> Int {
        let bytes = scanner.bytes
        var start = position
        while start > 0, !bytes[start - 1].isLineEnd { start -= 1 }
        return bytes[start..<position].prefix { $0 == 0x20 || $0 == 0x09 }.count
    }

    /// Passes over the lines of a broken object: those that are indented deeper, and those that close something.
    private mutating func passOverInside(of indentation: Int) {
        while scanner.byte != nil {
            let rest = scanner.bytes[scanner.position...]
            let depth = rest.prefix { $0 == 0x20 || $0 == 0x09 }.count
            let first = rest.dropFirst(depth).first
            if depth <= indentation {
                guard first == UInt8(ascii: "}") || first == UInt8(ascii: "]") else { return }
                // As in `}, {`.
                while let byte = scanner.byte, !byte.isLineEnd, byte != UInt8(ascii: "{") {
                    scanner.advance()
                }
                if scanner.byte == UInt8(ascii: "{") { return }
            }
            scanner.skipLine()
        }
    }

    private func problem(_ line: Int, _ kind: ReadingProblem.Kind) -> Item {
        .problem(ReadingProblem(line: line, kind: kind))
    }
}
