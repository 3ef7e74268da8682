"""The wire format of protocol buffers, as far as SentencePiece's model file needs it.

ModelProto: 1 pieces (1 text, 2 score as float32, 3 type), 2 how it was trained, 3 normaliser (1 name, 2 character map).
"""


def fields(data):
    """(number, wire type, value) of every field: integers for type 0, bytes for types 1, 2 and 5."""
    place = 0
    while place < len(data):
        tag, place = _varint(data, place)
        kind = tag & 7
        if kind == 0:
            value, place = _varint(data, place)
        else:
            size = {1: 8, 5: 4}.get(kind)
            if size is None:
                if kind != 2:
                    raise ValueError(f"wire type {kind} at byte {place}, expected 0, 1, 2 or 5")
                size, place = _varint(data, place)
            value, place = data[place:place + size], place + size
        yield tag >> 3, kind, value


def charsmap(model):
    """The precompiled character map of a SentencePiece model."""
    normalizer = next(value for number, _, value in fields(model) if number == 3)
    return next(value for number, _, value in fields(normalizer) if number == 2)


def _varint(data, place):
    value = shift = 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, place
