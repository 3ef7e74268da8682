import Analysis
import Notation

/// Records of a simulation for programs: a line each.
enum SimulationLines {
    /// One JSON object.
    ///
    /// - Parameter labels: names of the labels, where a message can have several; else none.
    static func json(_ record: SimulationRecord, labels: [String]) -> String {
        let number = JSONText.number
        var line =
            "{\"strategy\":\(JSONText.quoted(record.strategy)),\"seed\":\(record.seed),\"labels\":\(record.labels),"
            + "\"f1\":\(number(record.f1)),\"auc\":\(number(record.auc)),"
            + "\"averagePrecision\":\(number(record.averagePrecision)),"
            + "\"positivesFound\":\(number(record.positivesFound))"
        if !labels.isEmpty {
            let several = record.several
            let byLabel = labels.enumerated().map { place, name in
                "\(JSONText.quoted(name)):{\"f1\":\(number(several?.f1.figure(place))),"
                    + "\"averagePrecision\":\(number(several?.averagePrecision.figure(place)))}"
            }
            line +=
                ",\"macroF1\":\(number(several?.macroF1)),\"microF1\":\(number(several?.microF1)),"
                + "\"macroAveragePrecision\":\(number(several?.macroAveragePrecision)),"
                + "\"labelRanking\":\(number(several?.labelRanking)),\"byLabel\":{\(byLabel.joined(separator: ","))}"
        }
        return line + "}\n"
    }

    /// The names of the columns that ``csv(_:labels:)`` has.
    static func header(labels: [String]) -> String {
        let columns =
            ["strategy", "seed", "labels", "f1", "auc", "averagePrecision", "positivesFound"]
            + (labels.isEmpty ? [] : ["macroF1", "microF1", "macroAveragePrecision", "labelRanking"])
            + labels.flatMap { ["f1 \($0)", "averagePrecision \($0)"] }
        return columns.map(quoted).joined(separator: ",") + "\n"
    }

    /// A row of figures, empty where one is not defined.
    static func csv(_ record: SimulationRecord, labels: [String]) -> String {
        var figures = [record.f1, record.auc, record.averagePrecision, record.positivesFound]
        if !labels.isEmpty {
            let several = record.several
            figures += [several?.macroF1, several?.microF1, several?.macroAveragePrecision, several?.labelRanking]
            for place in labels.indices {
                figures += [several?.f1.figure(place), several?.averagePrecision.figure(place)]
            }
        }
        return
            ([quoted(record.strategy), "\(record.seed)", "\(record.labels)"]
            + figures.map { $0.map { "\($0)" } ?? "" })
            .joined(separator: ",") + "\n"
    }

    /// RFC 4180.
    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}

extension [Double?] {
    /// The figure of a label; nil for one that a record of before does not have.
    fileprivate func figure(_ label: Int) -> Double? { indices.contains(label) ? self[label] : nil }
}
