"""Where one frame of an MP3 file ends.

The bytes between frames are nobody's: tags, or whatever somebody hid there. Source:
ISO/IEC 11172-3, 2.4.1.3, and 13818-3 for the low sampling rates.
"""

from __future__ import annotations

import av

KBIT = {
    "1": (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    "2": (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = (44_100, 48_000, 32_000)
LAYER_3 = 1
VERSIONS = {3: ("1", 1, 144), 2: ("2", 2, 72), 0: ("2", 4, 72)}  # kbit, divisor, factor


def frame_bytes(head: bytes) -> int | None:
    """Return the length of the frame that begins here; None where none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bit_rate, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version not in VERSIONS or layer != LAYER_3:
        return None
    if rate == 3 or bit_rate in (0, 15):
        return None
    table, divisor, factor = VERSIONS[version]
    kbit = KBIT[table][bit_rate]
    return factor * 1000 * kbit // (RATES[rate] // divisor) + padding


def whole_frame(packet: av.Packet) -> av.Packet | None:
    """Return the packet without what stands behind its frame; None for no frame."""
    length = frame_bytes(bytes(memoryview(packet)[:4]))
    if length is None or packet.size < length:
        return None
    if packet.size == length:
        return packet
    trimmed = av.Packet(bytes(memoryview(packet)[:length]))
    trimmed.pts, trimmed.dts = packet.pts, packet.dts
    trimmed.duration, trimmed.time_base = packet.duration, packet.time_base
    return trimmed
