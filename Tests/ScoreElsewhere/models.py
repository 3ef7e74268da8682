"""Models without a screen: messages, a journal of labels, and `tocsin model save`."""

import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "ExportReaders"))
import session


def save(program, folder, texts, preset=None):
    """The path of a model that has learnt texts, every other one related."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    messages = [{"id": f"m{number}", "text": text} for number, text in enumerate(texts)]
    (folder / "m.jsonl").write_text("".join(json.dumps(message) + "\n" for message in messages))
    lines = [{
        "type": "session", "tool": "0.4.0", "task": "disaster", "labels": session.LABELS,
        "pool": {"count": len(messages), "digest": session.digest(messages)}, "seed": 42, "annotator": "amina",
    }]
    if preset:
        lines[0]["settings"] = {"preset": preset}
    lines += [
        {"type": "label", "id": message["id"], "label": session.LABELS[number % 2], "set": "training", "round": 0,
         "strategy": "random"}
        for number, message in enumerate(messages)
    ]
    journal = folder / "m.journal.jsonl"
    journal.write_text("".join(
        json.dumps({"v": 1, "seq": number, "at": "2026-11-24T10:00:00.000Z"} | line) + "\n"
        for number, line in enumerate(lines)))
    path = folder / "model.safetensors"
    command = [program, "model", "save", journal, folder / "m.jsonl", "-o", path, "--encoder", "none"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return str(path)
