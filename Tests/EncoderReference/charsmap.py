"""SentencePiece's precompiled character map: a double array over UTF-8 keys, then the replacements.

Layout: the array's length in bytes (uint32, little-endian), its units (uint32 each), and after them replacements in
UTF-8, each ended by a NUL. A unit holds its label in bits 0-7, "a key ends here" in bit 8, and the offset to its
children in bits 10-30 (times 256 where bit 9 is set). The child of the unit at p for byte c is at p ^ offset ^ c; the
value of a key is in the child for byte 0, which has bit 31 set: a place among the replacements.
"""

import struct


def _offset(unit):
    return (unit >> 10) << ((unit & 0x200) >> 6)


def read(charsmap):
    """Every key of a map with its replacement, as strings."""
    size = struct.unpack_from("<I", charsmap)[0]
    units = struct.unpack_from(f"<{size // 4}I", charsmap, 4)
    replacements = charsmap[4 + size:]
    rules = {}

    def walk(base, key):
        for byte in range(1, 256):
            place = base ^ byte
            if place < len(units) and units[place] & 0x800000FF == byte:
                child = place ^ _offset(units[place])
                longer = key + bytes([byte])
                if units[place] & 0x100:
                    start = units[child] & 0x7FFFFFFF
                    end = replacements.index(b"\0", start)
                    rules[longer.decode()] = replacements[start:end].decode()
                walk(child, longer)

    walk(_offset(units[0]), b"")
    return rules


class _DoubleArray:
    """Units in blocks of 256. Each list of children has a base of its own, so that no lookup strays into another's."""

    def __init__(self):
        self.units = []
        self.taken = []
        self.bases = set()
        self.free = []

    def _grow(self):
        start = len(self.units)
        self.units += [0] * 256
        self.taken += [False] * 256
        self.free += range(start, start + 256)

    def place(self, labels):
        while True:
            for free in self.free:
                base = free ^ labels[0]
                if base % 256 and base not in self.bases and all(not self.taken[base ^ label] for label in labels):
                    self.bases.add(base)
                    for label in labels:
                        self.taken[base ^ label] = True
                    # Places more than sixteen blocks back are nearly all taken: they are given up.
                    oldest = len(self.units) - 16 * 256
                    self.free = [p for p in self.free if p >= oldest and not self.taken[p]]
                    return base
            self._grow()

    def seal(self):
        """A unit nobody took gets a label that no lookup asks of it: its distance from the block's first place, which
        is nobody's base."""
        for p, taken in enumerate(self.taken):
            if not taken:
                self.units[p] = p & 0xFF


def write(rules):
    """A map of these rules (key to replacement, strings without NUL), with equal branches stored once."""
    blob, places = bytearray(), {}
    trie = {}
    for key, replacement in sorted(rules.items()):
        encoded = replacement.encode()
        if encoded not in places:
            places[encoded] = len(blob)
            blob += encoded + b"\0"
        node = trie
        for byte in key.encode():
            node = node.setdefault(byte, {})
        node[0] = places[encoded]

    unique, children = {}, []

    def merge(node):
        shape = tuple((byte, node[byte] if byte == 0 else merge(node[byte])) for byte in sorted(node))
        if shape not in unique:
            unique[shape] = len(children)
            children.append(shape)
        return unique[shape]

    root = merge(trie)
    array = _DoubleArray()
    array._grow()
    array.taken[0] = True
    array.free.remove(0)
    base_of = {}
    for index in sorted(range(len(children)), key=lambda i: -len(children[i])):
        base_of[index] = array.place([byte for byte, _ in children[index]])

    for index, shape in enumerate(children):
        for byte, value in shape:
            p = base_of[index] ^ byte
            if byte == 0:
                array.units[p] = 0x80000000 | value
            else:
                ends = 0x100 if children[value][0][0] == 0 else 0
                array.units[p] = byte | ends | _packed(p ^ base_of[value])
    array.units[0] = _packed(base_of[root])
    array.seal()
    units = struct.pack(f"<{len(array.units)}I", *array.units)
    return struct.pack("<I", len(units)) + units + bytes(blob)


def _packed(offset):
    if offset >= 1 << 21:
        raise ValueError(f"an offset of {offset} units does not fit: fewer rules are needed")
    return offset << 10
