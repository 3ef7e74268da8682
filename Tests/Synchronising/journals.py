"""Journals of format 2, as the article on the format has them, made without Tocsin."""

import json
import os
import secrets


def _table():
    for index in range(256):
        value = index
        for _ in range(8):
            value = value >> 1 ^ 0x82F63B78 if value & 1 else value >> 1
        yield value


TABLE = list(_table())


def crc32c(data, before=0):
    value = before ^ 0xFFFFFFFF
    for byte in data:
        value = TABLE[(value ^ byte) & 0xFF] ^ value >> 8
    return value ^ 0xFFFFFFFF


class Journal:
    """Lines of an annotator, each with the checksum that goes on from the line before."""

    def __init__(self, annotator):
        self.annotator = annotator
        self.lines = []
        self.checksum = 0

    def line(self, fields):
        """The next line, which is not kept."""
        head = {"v": 2, "seq": len(self.lines), "at": "2026-11-28T17:26:10.000Z"}
        text = json.dumps(head | fields, separators=(",", ":"), ensure_ascii=False)[:-1].encode()
        checksum = crc32c(text, self.checksum)
        return text + b',"crc":"%08x"}' % checksum, checksum

    def add(self, fields):
        line, self.checksum = self.line(fields)
        self.lines.append(line)

    def grow(self, count):
        for _ in range(count):
            number = len(self.lines)
            if number == 0:
                self.add({
                    "type": "journal", "journal": secrets.token_hex(16), "tool": "0.4.0", "task": "disaster",
                    "labels": ["not_related", "related"], "pool": {"count": 9, "digest": "00"}, "seed": 7,
                    "annotator": self.annotator,
                })
            else:
                self.add({
                    "type": "label", "id": f"m{number}-é水", "label": "related", "set": "training", "round": 0,
                    "strategy": "random",
                })
        return self

    @property
    def bytes(self):
        return b"".join(line + b"\n" for line in self.lines)

    def write(self, path, count=None):
        """Appends, as a session does, what of the first lines is not there yet."""
        data = b"".join(line + b"\n" for line in self.lines[:count])
        there = os.path.getsize(path) if os.path.exists(path) else 0
        with open(path, "ab") as file:
            file.write(data[there:])
