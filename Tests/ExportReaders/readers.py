"""What `tocsin export` writes, read by the programs that it is for."""

import json
import os
import pathlib
import subprocess
import sys

import session

os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}

FIELDS = "id text label set round strategy score annotator time seconds note flag skipped spread".split()
program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
rows = session.write(folder)
texts = [row["text"] for row in rows]
labels = [row["label"] for row in rows]
codes = [session.LABELS.index(label) for label in labels]


def check(found, expected, what):
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for place, pair in enumerate(zip(found, expected)):
            if pair[0] != pair[1]:
                sys.exit(f"{what}, item {place}: found {pair[0]!r}, expected {pair[1]!r}")
    elif found != expected:
        sys.exit(f"{what}: found {found!r}, expected {expected!r}")


def export(name, *options):
    """The path of an export to a file, which standard output has to agree with."""
    path = folder / name
    path.unlink(missing_ok=True)
    command = [program, "export", folder / "messages.jsonl", "--encoder", "none", *options]
    written = subprocess.run(command, check=True, capture_output=True).stdout
    subprocess.run([*command, "--output", path], check=True, capture_output=True)
    check(path.read_bytes(), written, name)
    check(path.stat().st_mode & 0o777, 0o600, name)
    return str(path)


def everything(name, form):
    """All fields of all messages, with predictions."""
    return export(name, "--format", form, "--fields", ",".join(FIELDS), "--predictions")


def known(value):
    """None for what a library has instead of nothing."""
    return None if value is None or value != value or value == "" else value


def check_rows(found, what):
    """Compares the rows of all messages, as dictionaries: labelled ones first, then those without a label."""
    check([{name: known(row[name]) for name in FIELDS} for row in found[: len(rows)]], rows, what)
    others = [number for number in range(len(session.TEXTS)) if number not in {given[0] for given in session.GIVEN}]
    check([row["id"] for row in found[len(rows) :]], [session.identity(number) for number in others], what)
    for number, row in zip(others, found[len(rows) :]):
        check((row["text"], known(row["label"])), (session.TEXTS[number], None), what)
        check(bool(row["skipped"]), number == session.SKIPPED, what)
        check(known(row["note"]), session.NOTED[1] if number == session.NOTED[0] else None, what)


def check_predictions(predicted, probabilities, what):
    for label, shares in zip(predicted, probabilities):
        check(label in session.LABELS and list(shares) == session.LABELS, True, what)
        check(abs(sum(shares.values()) - 1) < 1e-5 and min(shares.values()) >= 0, True, what)


def pandas():
    import pandas

    own = {"keep_default_na": False, "na_values": {name: [""] for name in ("round", "score", "seconds")}}
    frame = pandas.read_csv(everything("all.csv", "csv"), dtype={"id": str, "text": str}, **own)
    check(list(frame.columns), FIELDS + ["predicted"] + ["probability_" + label for label in session.LABELS], "csv")
    check_rows(frame.to_dict("records"), "csv with pandas")
    check((frame.flag.dtype, frame.seconds.dtype), ("bool", "float64"), "csv")
    check(frame.time.dropna().pipe(lambda times: pandas.to_datetime(times[times != ""])).dt.year.unique(), [2026], "csv")
    shares = frame[["probability_" + label for label in session.LABELS]].set_axis(session.LABELS, axis=1)
    check_predictions(frame.predicted, shares.to_dict("records"), "csv with pandas")
    frame = pandas.read_csv(export("codes.csv", "--codes"), dtype={"id": str, "text": str}, **own)
    check((list(frame.text), list(frame.label), frame.label.dtype), (texts, codes, "int64"), "csv with codes")
    for form, lines in (("json", False), ("jsonl", True)):
        frame = pandas.read_json(everything(f"all.{form}", form), lines=lines, dtype=False, precise_float=True)
        check_rows(frame.astype(object).to_dict("records"), form + " with pandas")
        check_predictions(frame.predicted, frame.probabilities, form + " with pandas")


def datasets():
    import datasets

    datasets.disable_progress_bars()

    def load(path):
        return datasets.load_dataset("json", data_files=path, split="train", cache_dir=str(folder / "cache"))

    found = load(everything("all.jsonl", "jsonl"))
    check_rows(list(found), "jsonl with datasets")
    check_predictions(found["predicted"], found["probabilities"], "jsonl with datasets")
    found = load(export("codes.jsonl", "--format", "jsonl", "--codes"))
    found = found.cast_column("label", datasets.ClassLabel(names=session.LABELS))
    check(list(found["label"]), codes, "jsonl with datasets")
    check([found.features["label"].int2str(code) for code in found["label"]], labels, "jsonl with datasets")


def spacy():
    import spacy
    import srsly
    from spacy.tokens import DocBin
    from spacy.training import Example

    nlp = spacy.blank("xx")
    nlp.add_pipe("textcat")

    def examples(path):
        for line in srsly.read_jsonl(path):
            yield line, Example.from_dict(nlp.make_doc(line["text"]), {"cats": line["cats"]})

    found = list(examples(export("labels.spacy.jsonl", "--format", "spacy")))
    check([example.reference.text for _, example in found], texts, "spacy")
    cats = [{name: float(name == label) for name in session.LABELS} for label in labels]
    check([example.reference.cats for _, example in found], cats, "spacy")
    check([line["meta"]["set"] for line, _ in found], [row["set"] for row in rows], "spacy")
    store = DocBin(docs=[example.reference for _, example in found])
    store.to_disk(folder / "labels.spacy")
    back = list(DocBin().from_disk(folder / "labels.spacy").get_docs(nlp.vocab))
    check([(doc.text, doc.cats) for doc in back], list(zip(texts, cats)), "spacy's DocBin")
    nlp.initialize(lambda: [example for _, example in found])
    check(nlp.get_pipe("textcat").labels, tuple(session.LABELS), "spacy")
    loss = nlp.update([example for _, example in found])["textcat"]
    check(loss == loss and loss >= 0, True, "spacy")
    found = list(examples(everything("all.spacy.jsonl", "spacy")))
    check([line["cats"] for line, _ in found[len(rows) :]], [{}] * (len(session.TEXTS) - len(rows)), "spacy")
    metas = [line["meta"] for line, _ in found]
    check_predictions([meta["predicted"] for meta in metas], [meta["probabilities"] for meta in metas], "spacy")


def fasttext():
    import fasttext

    fasttext.FastText.eprint = lambda *words: None
    for options, names in (([], session.LABELS), (["--codes"], ["0", "1"])):
        path = export("labels.fasttext", "--format", "fasttext", *options)
        model = fasttext.train_supervised(input=path, epoch=5, dim=4, minCount=1, thread=1, verbose=0)
        counts = dict(zip(*model.get_labels(include_freq=True)))
        expected = {"__label__" + name: codes.count(index) for index, name in enumerate(names)}
        check(counts, expected, "labels and their counts with fastText")
        check(model.test(path)[0], len(rows), "labelled lines with fastText")
        words = set(model.get_words())
        check({"\\__label__related", "\\__label__x", "\\</s>", "behind", "nul", "end"} - words, set(), "fastText")


def lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


def label_studio():
    """https://labelstud.io/guide/tasks and https://labelstud.io/guide/predictions: a list of tasks, each with data and, for
    Choices named label on a Text named text, results of these names."""

    def check_result(result):
        check(set(result), {"from_name", "to_name", "type", "value"}, "label-studio")
        check((result["from_name"], result["to_name"], result["type"]), ("label", "text", "choices"), "label-studio")
        (choice,) = result["value"]["choices"]
        check(choice in session.LABELS, True, "label-studio")
        return choice

    tasks = json.loads(pathlib.Path(everything("all.label-studio.json", "label-studio")).read_text())
    check([task["data"]["text"] for task in tasks[: len(rows)]], texts, "label-studio")
    check("id" in tasks[0], False, "an id of its own, which Label Studio gives")
    given = [annotation for task in tasks[: len(rows)] for annotation in task["annotations"]]
    check([check_result(*annotation["result"]) for annotation in given], labels, "label-studio")
    check({annotation["was_cancelled"] for annotation in given}, {False}, "label-studio")
    check([annotation.get("lead_time") for annotation in given], [row["seconds"] for row in rows], "label-studio")
    others = {task["data"]["id"]: task["annotations"] for task in tasks[len(rows) :]}
    (cancelled,) = others.pop(session.identity(session.SKIPPED))
    check((cancelled["result"], cancelled["was_cancelled"]), ([], True), "label-studio")
    check(list(others.values()), [[]] * len(others), "label-studio")
    for task in tasks:
        (prediction,) = task["predictions"]
        check_result(*prediction["result"])
        check(isinstance(prediction["model_version"], str) and 0 <= prediction["score"] <= 1, True, "label-studio")


def doccano():
    """Its own example of JSONL for text classification: {"text": …, "label": [NAME]}; other members are metadata."""
    found = lines(everything("all.doccano.jsonl", "doccano"))
    check([row["text"] for row in found[: len(rows)]], texts, "doccano")
    check([row["label"] for row in found], [[label] for label in labels] + [[]] * (len(found) - len(rows)), "doccano")
    check([row["annotator"] for row in found[: len(rows)]], [row["annotator"] for row in rows], "doccano")


def prodigy():
    """https://prodi.gy/docs/api-interfaces#choice: options with id and text, accept with ids of them, and an answer."""
    found = lines(everything("all.prodigy.jsonl", "prodigy"))
    check([task["text"] for task in found[: len(rows)]], texts, "prodigy")
    for task in found:
        check([option["id"] for option in task["options"]], session.LABELS, "prodigy")
        check(all(set(option) == {"id", "text"} for option in task["options"]), True, "prodigy")
    check([task["accept"] for task in found[: len(rows)]], [[label] for label in labels], "prodigy")
    check({task["answer"] for task in found[: len(rows)]}, {"accept"}, "prodigy")
    ignored = [task["meta"]["id"] for task in found if task.get("answer") == "ignore"]
    check(ignored, [session.identity(session.SKIPPED)], "prodigy")
    check(sum("answer" not in task for task in found), len(found) - len(rows) - 1, "prodigy")


readers = {read.__name__: read for read in (pandas, datasets, spacy, fasttext, label_studio, doccano, prodigy)}
for name in sys.argv[3:] or readers:
    readers[name]()
    print(f"{name} reads what is exported for it")
