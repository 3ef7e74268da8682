"""SentencePiece's unigram tokeniser (Kudo 2018) written from its rules, once as `sentencepiece` applies them and once
as `tokenizers` does: the two differ in the character map, in spaces, in special words and in precision.

    python3 unigram.py DIR MESSAGES OUT

compares both with the ids that reference.py wrote.
"""

import base64
import json
import struct
import sys
from pathlib import Path

import numpy as np
import regex

import charsmap
import protobuf

SPACE = "\u2581"


def segmented(text, pieces, longest, unknown, number):
    """Ids of the best path, runs of unknown characters as one. Of equal paths the first found stays: `pieces` has the
    score of each by its id, and sums are rounded to `number`."""
    best = [(number(0), 0, None)] + [None] * len(text)
    for start in range(len(text)):
        score = best[start][0]
        single = False
        for end in range(start + 1, min(len(text), start + longest) + 1):
            found = pieces.get(text[start:end])
            if found is None:
                continue
            index, worth = found
            total = number(score + worth)
            if best[end] is None or total > best[end][0]:
                best[end] = (total, start, index)
            single = single or end == start + 1
        if not single:
            total = number(score + unknown[1])
            if best[start + 1] is None or total > best[start + 1][0]:
                best[start + 1] = (total, start, unknown[0])
    ids, end = [], len(text)
    while end:
        _, end, index = best[end]
        if not (index == unknown[0] and ids and ids[-1] == index):
            ids.append(index)
    return ids[::-1]


class SentencePiece:
    """As `sentencepiece` reads USE's sp.model. Types of pieces: 1 normal, 2 unknown, 3 control, 4 defined by the user."""

    def __init__(self, model):
        self.rules = charsmap.read(protobuf.charsmap(model))
        self.deepest = max(map(len, self.rules))
        normal, self.defined = {}, {}
        for index, piece in enumerate(value for number, _, value in protobuf.fields(model) if number == 1):
            parts = {number: value for number, _, value in protobuf.fields(piece)}
            text = parts[1].decode()
            kind = parts.get(3, 1)
            if kind == 1:
                normal[text] = (index, np.float32(struct.unpack("<f", parts[2])[0]))
            elif kind == 4:
                self.defined[text] = index
        scores = [score for _, score in normal.values()]
        self.unknown = (0, np.float32(min(scores) - np.float32(10)))
        most = max(scores)
        self.pieces = normal | {
            text: (index, np.float32(len(text.encode()) * float(most) - 0.1)) for text, index in self.defined.items()}
        self.longest = max(map(len, self.pieces))

    def normalised(self, text):
        parts, place = [], 0
        while place < len(text):
            whole = next((word for word in self.defined if text.startswith(word, place)), None)
            if whole:
                parts.append(whole)
                place += len(whole)
                continue
            for length in range(min(self.deepest, len(text) - place), 0, -1):
                replacement = self.rules.get(text[place:place + length])
                if replacement is not None:
                    break
            else:
                replacement = text[place]
            parts.append(replacement)
            place += length
        words = [word for word in "".join(parts).split(" ") if word]
        return "".join(SPACE + word for word in words)

    def tokens(self, text):
        return [1, *segmented(self.normalised(text), self.pieces, self.longest, self.unknown, np.float32), 2]


class Unigram:
    """As `tokenizers` reads e5's tokenizer.json."""

    def __init__(self, document):
        charmap, _ = document["normalizer"]["normalizers"]
        self.rules = charsmap.read(base64.b64decode(charmap["precompiled_charsmap"]))
        self.deepest = max(map(len, self.rules))
        vocabulary = document["model"]["vocab"]
        self.pieces = {text: (index, score) for index, (text, score) in enumerate(vocabulary)}
        self.longest = max(map(len, self.pieces))
        self.unknown = (document["model"]["unk_id"], min(score for _, score in vocabulary) - 10)
        added = document["added_tokens"]
        self.special = {token["content"]: token["id"] for token in added}
        self.words = regex.compile("|".join(
            (r"\s*" if token["lstrip"] else "") + regex.escape(token["content"]) for token in added))

    def replaced(self, text):
        """The replacement of the shortest key that begins the text."""
        for length in range(1, min(self.deepest, len(text)) + 1):
            if text[:length] in self.rules:
                return self.rules[text[:length]]
        return None

    def normalised(self, text):
        parts = []
        for cluster in regex.findall(r"\X", text):
            whole = self.replaced(cluster) if len(cluster.encode()) < 6 else None
            if whole is not None:
                parts.append(whole)
                continue
            for character in cluster:
                replacement = self.replaced(character)
                parts.append(character if replacement is None else replacement)
        return regex.sub(" {2,}", " ", "".join(parts))

    def section(self, text):
        text = self.normalised(text).replace(" ", SPACE)
        if text and not text.startswith(SPACE):
            text = SPACE + text
        for word in regex.findall(f"{SPACE}?[^{SPACE}]+|{SPACE}", text):
            yield from segmented(word, self.pieces, self.longest, self.unknown, float)

    def tokens(self, text, longest=512):
        ids, place = [], 0
        for match in self.words.finditer(text):
            ids += self.section(text[place:match.start()])
            ids.append(self.special[match[0].lstrip()])
            place = match.end()
        ids += self.section(text[place:])
        return [0, *ids[:longest - 2], 2]


def compare(name, tokens, messages, expected):
    wrong = 0
    for message, line in zip(messages, expected.open(), strict=True):
        found, wanted = tokens(message), json.loads(line)
        if found != wanted:
            wrong += 1
            print(f"{name}: {ascii(message[:60])}\n  found  {found[:24]}\n  wanted {wanted[:24]}")
    print(f"{name}: {len(messages)} messages, {wrong} with other tokens")


def main(directory, messages, out):
    directory, out = Path(directory), Path(out)
    messages = [json.loads(line) for line in open(messages, encoding="utf-8", newline="\n")]
    model = SentencePiece((directory / "use/sp.model").read_bytes())
    compare("use", model.tokens, messages, out / "use.tokens.jsonl")
    unigram = Unigram(json.loads((directory / "e5/tokenizer.json").read_text()))
    compare("e5", unigram.tokens, messages, out / "e5.tokens.jsonl")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
