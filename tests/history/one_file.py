"""A one-file map (PMTiles, version 3), written as its specification says, for tests."""

import json
import struct

STREETS, PNG, JPEG = 1, 2, 3
PLAIN = 1  # not compressed


def tile_id(z: int, x: int, y: int) -> int:
    """Number a tile along the Hilbert curve, after all tiles of coarser levels."""
    before = (4**z - 1) // 3
    distance, side = 0, 2**z // 2
    while side:
        right, low = int(bool(x & side)), int(bool(y & side))
        distance += side * side * ((3 * right) ^ low)
        if not low:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        side //= 2
    return before + distance


def _number(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def write(
    tiles: dict[tuple[int, int, int], bytes],
    *,
    kind: int = PNG,
    attribution: str = "",
    bounds: tuple[float, float, float, float] = (-180, -85, 180, 85),
) -> bytes:
    """Give the bytes of a map that holds these tiles; sides: west, south, east, north."""
    rows = sorted((tile_id(*at), data) for at, data in tiles.items())
    ids = [one for one, _data in rows]
    steps = [now - before for before, now in zip([0, *ids], ids, strict=False)]
    ends = [0]
    for _one, data in rows:
        ends.append(ends[-1] + len(data))
    columns = [
        [len(rows)], steps, [1] * len(rows), [len(data) for _one, data in rows],
        [end + 1 for end in ends[:-1]],
    ]  # fmt: skip
    root = b"".join(_number(value) for column in columns for value in column)
    about = json.dumps({"attribution": attribution}).encode()
    data = b"".join(data for _one, data in rows)
    levels = [z for z, _x, _y in tiles]
    at, parts = 127, []
    for piece in (root, about, b"", data):
        parts += [at, len(piece)]
        at += len(piece)
    west, south, east, north = (round(side * 1e7) for side in bounds)
    head = b"PMTiles\x03" + struct.pack("<8Q3Q", *parts, *[len(rows)] * 3)
    head += bytes([1, PLAIN, PLAIN, kind, min(levels), max(levels)])
    head += struct.pack("<4iB2i", west, south, east, north, max(levels), west, south)
    return head + root + about + data
