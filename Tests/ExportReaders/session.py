"""A session of the disaster task with awkward texts, written without Tocsin: messages.jsonl and its journal."""

import json
import pathlib
import sys

LABELS = ["not_related", "related"]
TEXTS = [
    "=1+1 flood", 'a "quoted", text', "two\nlines\r\nand\rmore", "tab\there", "🌊 سيل في المدينة",
    "__label__related is a word __label__x </s> behind", "nul\0end", " spaces ", "NA", "-5", "007", "back\\slash \u2028",
    "concert tonight", "flood at the bridge", "concert at noon", "flood at the mill", "null", "only noted",
]
# Number of the message, label, set, round, strategy, score, milliseconds, annotator.
GIVEN = [
    (0, 1, "training", 0, "random", None, 1500, "amina"), (1, 0, "training", 0, "random", None, None, "amina"),
    (2, 1, "evaluation", 0, "random", None, 40, "amina"), (3, 0, "training", 0, "random", None, 900, "amina"),
    (4, 1, "training", 1, "atlas", 0.25, 700, "björn"), (5, 0, "training", 1, "atlas", 0.125, 650, "björn"),
    (6, 1, "training", 1, "atlas", 1e-07, 810, "björn"), (7, 0, "evaluation", 1, "by-hand", None, 3000, "björn"),
    (8, 1, "training", 1, "atlas", 0.5, 1, "björn"), (9, 0, "training", 1, "atlas", 0.75, 2, "björn"),
    (10, 1, "training", 2, "random", None, 3, "björn"), (11, 0, "training", 2, "random", None, 4, "björn"),
]
SKIPPED = 16
NOTED = (17, "which,\nwhere?")
FLAGGED = 3


def identity(number):
    """Ids that lose something as numbers."""
    return f"{number:03}"


def digest(messages):
    """64-bit FNV-1a over ids and texts, each behind its length in eight bytes, as the journal's format has it."""
    value = 0xCBF29CE484222325
    for message in messages:
        for piece in (message["id"], message["text"]):
            raw = piece.encode()
            for byte in len(raw).to_bytes(8, "little") + raw:
                value = ((value ^ byte) * 0x100000001B3) & (1 << 64) - 1
    return f"{value:016x}"


def write(folder):
    """Writes both files, and returns the labelled rows that have to come out, in their order."""
    folder = pathlib.Path(folder)
    messages = [{"id": identity(number), "text": text} for number, text in enumerate(TEXTS)]
    (folder / "messages.jsonl").write_text("".join(json.dumps(message) + "\n" for message in messages))

    lines, rows = [], []

    def add(kind, **members):
        at = f"2026-11-24T10:00:{len(lines):02}.000Z"
        lines.append({"v": 1, "seq": len(lines), "at": at, "type": kind} | members)
        return at

    sitting = None
    for number, label, part, turn, strategy, score, milliseconds, annotator in GIVEN:
        if annotator != sitting:
            sitting = annotator
            add(
                "session", tool="0.4.0", task="disaster", labels=LABELS,
                pool={"count": len(messages), "digest": digest(messages)}, seed=42, annotator=annotator)
        known = {"score": score} if score is not None else {}
        if milliseconds is not None:
            known["ms"] = milliseconds
        at = add(
            "label", id=identity(number), label=LABELS[label], set=part, round=turn, strategy=strategy, **known)
        rows.append({
            "id": identity(number), "text": TEXTS[number], "label": LABELS[label], "set": part, "round": turn,
            "strategy": strategy, "score": score, "annotator": annotator, "time": at,
            "seconds": None if milliseconds is None else milliseconds / 1000, "note": None, "flag": number == FLAGGED,
            "skipped": False, "spread": False,
        })
    add("skip", id=identity(SKIPPED), round=2)
    add("note", id=identity(NOTED[0]), text=NOTED[1])
    add("flag", id=identity(FLAGGED), set=True)
    (folder / "messages.journal.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return rows


if __name__ == "__main__":
    write(sys.argv[1])
