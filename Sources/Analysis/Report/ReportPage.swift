/// A page of HTML that needs nothing beside itself: no script, no font, no picture from elsewhere.
public struct ReportPage: Sendable {
    /// Stands in the head of every page, so that the program knows its own.
    private static let mark = #"<meta name="generator" content="Tocsin">"#

    private let title: String
    private var body = ""

    public init(title: String) {
        self.title = title
    }

    /// Begins a part of the page.
    public mutating func heading(_ text: String) { body += "<h2>\(HTMLText.escaped(text))</h2>\n" }

    /// Adds sentences.
    public mutating func paragraph(_ text: String) { body += "<p>\(HTMLText.escaped(text))</p>\n" }

    /// Words of a terminal, as they stand.
    public mutating func code(_ text: String) { body += "<pre>\(HTMLText.escaped(text))</pre>\n" }

    /// Adds a list, unless it is empty.
    public mutating func list(_ items: [String]) {
        guard !items.isEmpty else { return }
        body += "<ul>\n" + items.map { "<li>\(HTMLText.escaped($0))</li>\n" }.joined() + "</ul>\n"
    }

    /// Pictures side by side where there is room.
    public mutating func charts(_ charts: [CurvePicture]) {
        let pictures = charts.compactMap(\.svg)
        guard !pictures.isEmpty else { return }
        body += "<div class=\"charts\">\n" + pictures.joined() + "</div>\n"
    }

    /// - Parameters:
    ///   - wide: columns that hold running text; the others hold numbers.
    public mutating func table(_ header: [String], _ rows: [[String]], wide: Set<Int> = [0]) {
        guard !rows.isEmpty else { return }
        func line(_ cells: [String], _ tag: String) -> String {
            "<tr>"
                + cells.enumerated().map { column, cell in
                    "<\(tag)\(wide.contains(column) ? " class=\"wide\"" : "")>\(HTMLText.escaped(cell))</\(tag)>"
                }.joined() + "</tr>\n"
        }
        body += "<table><thead>\n" + line(header, "th") + "</thead><tbody>\n"
        body += rows.map { line($0, "td") }.joined() + "</tbody></table>\n"
    }

    /// Whether a file that begins with these bytes is such a page.
    public static func isBeginning(_ bytes: [UInt8]) -> Bool {
        let beginning = String(decoding: bytes.prefix(1_024), as: UTF8.self)
        guard beginning.hasPrefix("<!DOCTYPE html>"), let title = beginning.firstRange(of: "<title>") else {
            return false
        }
        return beginning[..<title.lowerBound].contains(mark)
    }

    /// The whole page.
    public var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        \(Self.mark)
        <title>\(HTMLText.escaped(title))</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; color: #111; background: #fff; max-width: 78rem; margin: 2rem auto; padding: 0 1.2rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-bottom: 1px solid #999; }
        p, li { max-width: 46rem; overflow-wrap: anywhere; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 1.2rem; }
        figure { margin: 0; break-inside: avoid; } svg { max-width: 100%; } figure > svg { width: 100%; }
        figcaption span { white-space: nowrap; margin-right: 1.2rem; } figcaption svg { vertical-align: middle; }
        text { font: 12px system-ui, sans-serif; fill: #111; } text.title { font-weight: 600; font-size: 14px; }
        line.grid { stroke: #ddd; } line.level { stroke: #555; stroke-dasharray: 1 3; stroke-width: 1.5; }
        table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
        th, td { padding: .2rem .7rem; text-align: right; white-space: nowrap; border-bottom: 1px solid #ddd; vertical-align: top; }
        th { border-bottom: 2px solid #555; } .wide { text-align: left; white-space: normal; overflow-wrap: anywhere; min-width: 6rem; } th { white-space: normal; }
        pre { background: #f3f3f3; padding: .6rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        @media (max-width: 1100px), print { th, td { padding: .2rem .35rem; white-space: normal; } table { font-size: 13px; } }
        @media print { body { margin: 0; padding: 0; max-width: none; font-size: 11px; } table { font-size: 9px; } thead { display: table-header-group; } .charts { grid-template-columns: 1fr 1fr; } tr { break-inside: avoid; } h2 { break-after: avoid; } pre { border: 1px solid #999; } }
        </style>
        </head>
        <body>
        <h1>\(HTMLText.escaped(title))</h1>
        \(body)</body>
        </html>

        """
    }
}
