"""BERT's WordPiece tokeniser written from its rules, as `tokenizers` applies them.

    python3 wordpiece.py DIR MESSAGES OUT

compares it with the ids that reference.py wrote for minilm.
"""

import json
import re
import sys
import unicodedata
from pathlib import Path

from unigram import compare

# The sixth begins at U+2B920 in `tokenizers`; the block it means begins at U+2B820.
IDEOGRAPHS = [(0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
              (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)]
WHITE = set("\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}
ASCII_PUNCTUATION = set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class WordPiece:
    def __init__(self, document, longest):
        self.vocabulary = document["model"]["vocab"]
        self.special = {token["content"]: token["id"] for token in document["added_tokens"]}
        self.words = re.compile("(" + "|".join(map(re.escape, self.special)) + ")")
        self.longest = longest

    def tokens(self, text):
        ids = []
        for section in self.words.split(text):
            if section in self.special:
                ids.append(self.special[section])
            else:
                for word in words(normalised(section)):
                    ids += self.pieces(word)
        return [self.special["[CLS]"], *ids[:self.longest - 2], self.special["[SEP]"]]

    def pieces(self, word):
        unknown = [self.special["[UNK]"]]
        if len(word) > 100:
            return unknown
        ids, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                index = self.vocabulary.get(("##" if start else "") + word[start:end])
                if index is not None:
                    break
            else:
                return unknown
            ids.append(index)
            start = end
        return ids


def normalised(text):
    kept = []
    for c in text:
        if c in "\t\n\r":
            kept.append(" ")
        elif c == "\ufffd" or unicodedata.category(c) in ("Cc", "Cf", "Co"):
            continue
        elif c in WHITE:
            kept.append(" ")
        elif any(first <= ord(c) <= last for first, last in IDEOGRAPHS):
            kept.append(f" {c} ")
        else:
            kept.append(c)
    plain = [c for c in unicodedata.normalize("NFD", "".join(kept)) if unicodedata.category(c) != "Mn"]
    return "".join(c.lower() for c in plain)


def words(text):
    word = ""
    for c in text:
        white = c in WHITE
        alone = c in ASCII_PUNCTUATION or unicodedata.category(c).startswith("P")
        if (white or alone) and word:
            yield word
            word = ""
        if alone:
            yield c
        elif not white:
            word += c
    if word:
        yield word


def main(directory, messages, out):
    messages = [json.loads(line) for line in open(messages, encoding="utf-8", newline="\n")]
    folder = Path(directory) / "minilm"
    longest = json.loads((folder / "sentence_bert_config.json").read_text())["max_seq_length"]
    tokenizer = WordPiece(json.loads((folder / "tokenizer.json").read_text()), longest)
    compare("minilm", tokenizer.tokens, messages, Path(out) / "minilm.tokens.jsonl")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
