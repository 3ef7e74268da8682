import Analysis
import Foundation
import Journal
import Testing

@testable import tocsin

@Test(
    "a word that is no command or option is named with what was likely meant, and how the command is used",
    arguments: [
        (["lable", "x.csv"], "there is no command 'lable' (did you mean 'label'?)", "tocsin <subcommand>"),
        (["annotate", "x.csv"], "'annotate' (did you mean 'label'?)", "tocsin <subcommand>"),
        (["journal", "chek", "x"], "'chek' (did you mean 'verify'?)", "tocsin journal"),
        (["verify", "x"], "'verify' (did you mean 'journal verify'?)", "tocsin <subcommand>"),
        (["rank", "x.csv", "--size", "5"], "no option '--size' (did you mean '--count'?)", "tocsin rank"),
        (["rank", "x.csv", "--top=5"], "no option '--top' (did you mean '--count'?)", "tocsin rank"),
        (["rank", "x.csv", "--number", "5"], "no option '--number' (did you mean '--count'?)", "tocsin rank"),
        (["label", "x.csv", "--text-colum", "t"], "(did you mean '--text-column'?)", "tocsin label"),
        (["simulate", "x.csv", "--strategy", "atlas"], "(did you mean '--strategies'?)", "tocsin simulate"),
        (["rank", "x.csv", "--strategy", "lest-confidence"], "(did you mean 'least-confidence'?)", "tocsin rank"),
        (["rank", "x.csv", "--strategy", "atlas:rotation"], "(did you mean 'rotation-N'?)", "tocsin rank"),
        (["label", "x.csv", "--theme", "lihgt"], "none, not 'lihgt' (did you mean 'light'?)", "tocsin label"),
        (["label", "x.csv", "--theme=Contrast"], "(did you mean 'contrast'?)", "tocsin label"),
        (["export", "x.csv", "--format", "jsnol"], "(did you mean 'jsonl'?)", "tocsin export"),
        (["export", "x.csv", "--set", "trainig"], "(did you mean 'training'?)", "tocsin export"),
        (["score", "--model", "m", "--input-format=tvs"], "(did you mean 'tsv'?)", "tocsin score"),
        (["simulate", "x.csv", "--format", "jso"], "(did you mean 'json'?)", "tocsin simulate"),
        (["agreement", "a", "b", "--format", "txt"], "(did you mean 'text'?)", "tocsin agreement"),
        (["strategies", "--format", "jsn"], "(did you mean 'json'?)", "tocsin strategies"),
        (["rank", "x.csv", "--preset", "standart"], "(did you mean 'standard'?)", "tocsin rank"),
        (["export", "x.csv", "--fields", "id,txt"], "(did you mean 'text'?)", "tocsin export"),
    ])
func wrongWords(words: [String], mention: String, usage: String) throws {
    let result = try run([Program.path] + words)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.error.contains(mention) && result.error.contains("Usage: \(usage)"), "\(result.error)")
    #expect(result.error.components(separatedBy: "id you mean").count == 2, "\(result.error)")
}

@Test(
    "a file in the place of a command gets the command that labels it; values of known options are no words of their own"
)
func wrongPlaces() throws {
    let folder = try TemporaryFolder()
    let messages = try folder.file("my messages.csv", "id,text\n1,one\n")
    let file = try Program.run(messages)
    #expect(file.status == 64 && file.error.contains("tocsin label '\(messages)'"), "\(file.error)")
    // Something else is wrong here: the number, and not the words.
    let number = try Program.run("rank", messages, "-n", "many")
    #expect(number.status == 64 && number.error.contains("'many'"), "\(number.error)")
    #expect(!number.error.contains("there is no"))
    let column = try Program.run("rank", messages, "--text-column", "txt")
    #expect(column.status == 1 && column.error.contains("no column 'txt' (did you mean 'text'?)"), "\(column.error)")
}

@Test("where no value of an option is near, those that there are stand in the line")
func foreignValue() throws {
    let result = try Program.run("label", "x.csv", "--theme", "solarized")
    #expect(result.status == 64, "\(result.error)")
    #expect(result.error.hasPrefix("Error: --theme takes dark, light, contrast or none, not 'solarized'\n"))
    // They stand there once.
    let lines = result.error.split(separator: "\n")
    #expect(lines.count > 1 && (lines[1].hasPrefix("Help:") || lines[1].hasPrefix("Usage:")), "\(result.error)")
    // A value that is missing is no wrong one.
    let missing = try Program.run("label", "x.csv", "--theme")
    #expect(missing.status == 64 && !missing.error.contains("not '"), "\(missing.error)")
}

@Test(
    "who names a journal that is not there is told so, and of no option that the command has not",
    arguments: [["journal", "stats"], ["journal", "show"], ["journal", "verify"], ["agreement"]])
func missingJournal(words: [String]) throws {
    let result = try run([Program.path] + words + ["/nowhere/a.jsonl"])
    #expect(result.status == 1)
    #expect(
        result.error == "Error: /nowhere/a.jsonl: the journal cannot be read: there is no such file\n",
        "\(result.error)")
}

@Test("a journal of another file is named with the file that it was made for")
func foreignJournal() throws {
    let folder = try TemporaryFolder()
    let floods = try WrittenJournal(in: folder, "floods") { $0.pool.file = "floods.csv" }
    let others = try folder.file("storms.csv", "id,text\ns1,storm over the bay\ns2,ballet tonight\n")
    let result = try Program.run("rank", others, "--journal", floods.journal)
    #expect(result.status == 1)
    #expect(result.error.contains("another file than floods.csv, which the journal was made for"), "\(result.error)")
    let task = try folder.file("task2.yaml", "labels: [water, food]\n")
    let labels = try Program.run("rank", floods.messages, "--task", task)
    #expect(labels.status == 1 && labels.error.contains("(it was made for floods.csv)"), "\(labels.error)")
}

@Test("tables of a simulation fit 80 columns, and no interval of a share leaves what a share can be")
func tableWidth() throws {
    func records(_ strategy: String) -> [SimulationRecord] {
        // Two seeds as far apart as they can be: Student's interval of two runs is 12.7 standard errors.
        [1, 2].flatMap { seed in
            [100, 400].map { labels in
                SimulationRecord(
                    strategy: strategy, seed: UInt64(seed), labels: labels, f1: seed == 1 ? 0.138 : 0.286,
                    auc: seed == 1 ? 0.9 : 1, averagePrecision: 0.212, positivesFound: 1)
            }
        }
    }
    let all = SimulationRecord.everything
    for strategies in [
        ["random", "high-uncertainty-cluster"], ["random", "atlas:fine-tuned:rotation-5=40,core-set=10"],
    ] {
        let summary = SimulationSummary((strategies + [all]).flatMap(records), strategies: strategies)
        let text = SimulationTable(summary: summary, baseline: "random").text
        for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(text.contains(".212 .00-1.0") && text.contains("at 400 labels"))
        for strategy in strategies { #expect(text.contains(strategy)) }
    }
}
