import Foundation
import Journal
import Messages
import Testing

@Test("columns are said on standard error; names for all files and for one, and a table of labels, hold for every file")
func columnOptions() throws {
    let folder = try TemporaryFolder()
    let pool = try folder.file("pool.csv", "tweet_id,tweet_text,words\n1,water rising,x\n2,late bus,y\n")
    let training = try folder.file(
        "known.csv", "no,words,judged\n1,flood at the mill,on-topic\n2,my bus is late,off-topic\n3,who knows,unclear\n")
    let plain = try Program.run("rank", pool, "-n", "1")
    #expect(plain.status == 0)
    #expect(plain.error.contains("pool.csv: text from 'tweet_text', id from 'tweet_id'"))
    let labels = ["--label-column", "judged", "--label-map", "on-topic=related,off-topic=not_related"]
    let known = try run(
        [
            Program.path, "rank", pool, "-n", "1", "--training", training, "--text-column", "training:words",
            "--id-column",
            "training:no",
        ]
            + labels)
    #expect(known.status == 0)
    #expect(known.output.contains("\"text\":\"water rising\"") || known.output.contains("\"text\":\"late bus\""))
    #expect(known.error.contains("known.csv: text from 'words', id from 'no', label from 'judged'"))
    #expect(known.error.contains("1 row left out:\n"))
    #expect(known.error.contains("known.csv: 1 with a label outside the scheme: 'unclear' (1); line 4"))
    let all = try run(
        [Program.path, "rank", pool, "-n", "2", "--training", training, "--text-column", "words"] + labels)
    #expect(all.output.contains("\"text\":\"x\"") && all.output.contains("\"text\":\"y\""))
    let wrong = try Program.run("rank", pool, "--label-map", "on-topic")
    #expect(wrong.status == 64 && wrong.error.contains("--label-map takes VALUE=LABEL"))
    let missing = try Program.run("rank", pool, "--text-column", "sms")
    #expect(missing.status == 1)
    #expect(
        missing.error.contains("no column 'sms'; found tweet_id, tweet_text, words; name another with --text-column"))
}

@Test("a journal that counted rows before their ids were known by name is refused with the way out, which opens it")
func journalOfCountedRows() throws {
    let folder = try TemporaryFolder()
    let messages = try folder.file("pool.csv", "tweetid,text\n70,water rising\n80,late bus\n")
    var counted = MessagePool()
    counted.append(id: "2", text: "water rising")
    counted.append(id: "3", text: "late bus")
    let session = SessionEvent(
        tool: "0.3.0", task: LabelScheme.disaster.task, labels: LabelScheme.disaster.names, poolCount: 2,
        poolDigest: counted.digest, seed: 42, annotator: "amina")
    let label = LabelEvent(id: "2", label: "related", set: .training, round: 0, strategy: "random")
    let lines = [JournalEvent.session(session), .label(label)].enumerated().map {
        String(
            decoding: JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element).encoded,
            as: UTF8.self)
    }
    let unlabelled = try folder.file("other.journal.jsonl", lines[0])
    let said = try Program.run("rank", messages, "-n", "1", "--journal", unlabelled)
    #expect(said.status == 0 && said.error.contains("with --id-column - rows are counted"))
    let journal = try folder.file("pool.journal.jsonl", lines.joined())
    let refused = try Program.run("rank", messages, "-n", "1", "--journal", journal)
    #expect(refused.status == 1)
    #expect(refused.error.contains("with --id-column - rows are counted"))
    #expect(refused.error.contains("gone     2  related"))
    let opened = try Program.run("rank", messages, "-n", "1", "--journal", journal, "--id-column", "-")
    #expect(opened.status == 0, "\(opened.error)")
}
